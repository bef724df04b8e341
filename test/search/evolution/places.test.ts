import test from 'ava'
import { placesOf } from '#src/search/evolution/places.js'
import type { Evaluation } from '#src/search/index.js'
import { evaluated } from './evaluated.js'

const losses = (evaluations: readonly Evaluation[]): unknown[] => evaluations.map(each => each.losses?.[0] ?? null)

test('the first outcomes take the empty places, failed ones too, and all are ranked', t => {
  const places = placesOf(4)
  for (const loss of [3, null, 1, 2]) {
    t.false(places.isFull)
    places.settle(evaluated(loss))
  }
  t.true(places.isFull)
  t.deepEqual(losses(places.holders), [3, null, 1, 2])
  t.deepEqual(places.ranked, [2, 3, 0, 1])
})

test('what was proposed for a place takes it unless it is worse, whatever is better elsewhere', t => {
  const places = placesOf(3)
  for (const loss of [3, 1, 2]) places.settle(evaluated(loss))
  t.is(places.settle(evaluated(4, { place: 0 })), undefined)
  t.is(places.settle(evaluated(3, { place: 0 }))?.place, 0)
  t.is(places.settle(evaluated(2.5, { place: 0 }))?.replaced?.losses?.[0], 3)
  t.is(places.settle(evaluated(null, { place: 1 })), undefined)
  t.deepEqual(losses(places.holders), [2.5, 1, 2])
  t.deepEqual(places.ranked, [1, 2, 0])
})

test('what was proposed for no place takes that of the worst if it is better', t => {
  const places = placesOf(3)
  for (const loss of [3, 1, null]) places.settle(evaluated(loss))
  t.is(places.settle(evaluated(null)), undefined)
  t.deepEqual(places.settle(evaluated(5)), { place: 2, replaced: evaluated(null) })
  t.is(places.settle(evaluated(5)), undefined)
  t.is(places.settle(evaluated(0))?.place, 2)
  t.deepEqual(places.ranked, [2, 1, 0])
})

test('turns go round, and go on where they were saved', t => {
  const places = placesOf(2)
  for (const loss of [3, 1]) places.settle(evaluated(loss))
  t.deepEqual([places.next(), places.next(), places.next()], [0, 1, 0])
  // With a larger budget a larger population would be asked for.
  const restored = placesOf(3, places.save())
  t.true(restored.isFull)
  t.is(restored.rounds, 1)
  t.is(restored.next(), 1)
  t.deepEqual(restored.ranked, [1, 0])
})
