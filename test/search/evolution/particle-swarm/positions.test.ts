import test from 'ava'
import { makeRng } from '#src/core/index.js'
import { positionsOf } from '#src/search/evolution/particle-swarm/positions.js'
import { choice, defineSpace, flag, real } from '#src/space/index.js'

const space = defineSpace({ x: real(0, 10), kind: choice('a', 'b', 'c'), fast: flag() })
const positions = positionsOf(space)
const rounded = (position: Float64Array): number[] => [...position].map(value => Number(value.toFixed(12)))

test('a position has the place of an ordered parameter, and a probability for each value of the others', t => {
  t.deepEqual(rounded(positions.middle), rounded(Float64Array.of(0.5, 1 / 3, 1 / 3, 1 / 3, 0.5, 0.5)))
})

test('a best place has more of the probability for its values: the others keep 0.75 of theirs', t => {
  const position = Float64Array.of(0.3, 0.2, 0.4, 0.4, 0.1, 0.9)
  // Strasser et al. 2016: a gains a quarter of what b and c have; an inactive flag stays.
  const best = positions.towards({ x: 7, kind: 'a' }, position)
  t.deepEqual(rounded(best), [0.7, 0.4, 0.3, 0.3, 0.1, 0.9])
  t.deepEqual(
    rounded(positions.towards({ x: 7, kind: 'a', fast: false }, best)),
    [0.7, 0.55, 0.225, 0.225, 0.325, 0.675],
  )
})

test('what left its range comes back: a place to its end, turned about at half its velocity, probabilities to a sum of 1', t => {
  const position = Float64Array.of(1.2, -0.5, 0.6, 0.9, -1, -2)
  const velocity = Float64Array.of(0.8, 0.1, 0.1, 0.1, 0.1, 0.1)
  positions.confine(position, velocity)
  t.deepEqual(rounded(position), [1, 0, 0.4, 0.6, 0.5, 0.5])
  t.deepEqual(rounded(velocity), [-0.4, 0.1, 0.1, 0.1, 0.1, 0.1])
})

test('values of a choice are drawn by their probability', t => {
  const [rng, count] = [makeRng(1), 4000]
  const drawn = Array.from({ length: count }, () => positions.draw(Float64Array.of(0.5, 0.2, 0, 0.8, 0, 1), rng))
  const part = drawn.filter(({ kind }) => kind === 'a').length / count
  t.true(Math.abs(part - 0.2) < 5 * Math.sqrt((0.2 * 0.8) / count), String(part))
  t.true(drawn.every(({ x, kind, fast }) => x === 5 && kind !== 'b' && fast === true))
})
