import test from 'ava'
import { makeRng } from '#src/core/index.js'
import { type Niche, nicheOf, niching } from '#src/search/nsga3/niching.js'

const half = Math.SQRT1_2
const directions = [
  [1, 0],
  [half, half],
  [0, 1],
]

test('a point belongs to the line that it lies nearest to, at its distance from it', t => {
  t.deepEqual(nicheOf([3, 1], directions), { direction: 0, distance: 1 })
  const { direction, distance } = nicheOf([3, 2], directions)
  t.is(direction, 1)
  t.true(Math.abs(distance - half) < 1e-12)
  t.deepEqual(nicheOf([0, 0], directions), { direction: 0, distance: 0 })
})

const ascending = (indices: readonly (number | undefined)[]): number[] => indices.map(Number).sort((a, b) => a - b)

const niche = (direction: number, distance: number): Niche => ({ direction, distance })

test('an empty niche takes its nearest candidate, before a niche with one takes a second', t => {
  const candidates = [niche(0, 0.1), niche(1, 0.3), niche(1, 0.2), niche(1, 0.4), niche(2, 0.9)]
  for (let seed = 1; seed <= 20; seed++) {
    const rng = makeRng(seed)
    // Direction 0 has one already: 1 and 2 come first.
    t.deepEqual(ascending(niching([niche(0, 0)], candidates, 2, rng)), [2, 4])
    // Then 0 and 1 have one each, and the next one is of either.
    const [third] = niching([niche(0, 0)], candidates, 3, rng).slice(2)
    t.true([0, 1, 3].includes(third as number))
  }
})

test('a niche that is not empty takes any candidate, not the nearest one', t => {
  const candidates = [niche(0, 0.1), niche(0, 0.2), niche(0, 0.3)]
  const taken = new Set(
    Array.from({ length: 30 }, (_, seed) => niching([niche(0, 0)], candidates, 1, makeRng(seed))[0]),
  )
  t.deepEqual(ascending([...taken]), [0, 1, 2])
})

test('as many are chosen as there is room for, none twice', t => {
  const candidates = Array.from({ length: 12 }, (_, i) => niche(i % 3, i / 12))
  for (let room = 0; room <= 12; room++) {
    t.is(new Set(niching([], candidates, room, makeRng(room))).size, room)
  }
})
