import test from 'ava'
import { type Generations, generationsOf } from '#src/search/evolution/generations.js'
import { evaluated } from './evaluated.js'

const losses = ({ parents }: Generations): unknown[] => parents.map(each => each.losses?.[0] ?? null)
const sizes = { parents: 2, offspring: 3, elites: 0 }

test('the first generation is complete with as many outcomes as there are parents, later ones with all their offspring', t => {
  const generations = generationsOf(sizes)
  for (const [loss, number] of [
    [5, 0],
    [4, 1],
    [6, 1],
    [9, 1],
    [null, 2],
  ] as const) {
    generations.add(evaluated(loss))
    t.is(generations.number, number)
  }
  // A comma: the parents 4 and 5 are dead.
  t.deepEqual(losses(generations), [6, 9])
})

test('elites are the parents that compete with their offspring', t => {
  for (const [elites, survivors] of [
    [1, [4, 6]],
    [2, [4, 5]],
  ] as const) {
    const generations = generationsOf({ ...sizes, elites })
    for (const loss of [5, 4, 6, 9, 8]) generations.add(evaluated(loss))
    t.deepEqual(losses(generations), survivors)
  }
})

test('a trial of the caller joins a generation and does not complete it', t => {
  const generations = generationsOf(sizes)
  for (const loss of [1, 2, 3]) generations.add(evaluated(loss, null, false))
  t.is(generations.number, 0)
  generations.add(evaluated(9))
  const restored = generationsOf(sizes, generations.save())
  for (const each of [generations, restored]) {
    each.add(evaluated(8))
    t.deepEqual(losses(each), [1, 2])
  }
})
