import test from 'ava'
import { featureNames, Outlook } from '#src/agents/choosing/outlook.js'
import { Progress } from '#src/agents/choosing/progress.js'
import { configure } from '#src/agents/index.js'
import { defineSpace, integer, makeRng, type Space } from '#src/index.js'
import { byCaller, failed, measured, transition } from '../loop.js'

const space = defineSpace({ x: integer(0, 9) }) as unknown as Space
const own = (trial: number, x: number, reward: number) =>
  transition(trial, { action: configure({ x }) }, measured([-reward]), reward)

test('leaders are ordered by reward, the older first, repeats of a configuration count as their mean', t => {
  const progress = new Progress(space, makeRng(1))
  for (const [trial, [x, reward]] of [
    [1, -4],
    [2, -2],
    [3, -2],
    [1, 0],
    [4, -9],
  ].entries())
    progress.tell(own(trial, x as number, reward as number))
  t.deepEqual(
    progress.leaders.map(({ config, reward }) => [config.x, reward]),
    [
      [2, -2],
      [3, -2],
      [1, -2],
      [4, -9],
    ],
  )
  t.is(progress.told.length, 5)
})

test('a gain is what the best grew by, as a part of the larger one; failures and first measurements gain nothing', t => {
  const progress = new Progress(space, makeRng(1))
  const gains = [
    progress.tell(transition(0, { action: configure({ x: 0 }) }, failed, -100)),
    progress.tell(own(1, 1, -4)),
    progress.tell(own(2, 2, -3)),
    progress.tell(own(3, 3, -5)),
    progress.tell(byCaller(4, { x: 4 }, measured([1]), 1)),
  ]
  t.deepEqual(gains, [
    { isMeasured: false, gain: 0 },
    { isMeasured: true, gain: 0 },
    { isMeasured: true, gain: 1 / 4 },
    { isMeasured: true, gain: 0 },
    { isMeasured: true, gain: 4 / 3 },
  ])
})

test('what is proposed or told is known, and pending until it is told', t => {
  const progress = new Progress(space, makeRng(1))
  t.true(progress.propose(0, { action: configure({ x: 3 }) }))
  t.false(progress.propose(1, { action: configure({ x: 3 }) }))
  t.true(progress.propose(1, { action: configure({ x: 3 }), repeat: true }))
  t.deepEqual(progress.pending, [{ x: 3 }, { x: 3 }])
  progress.tell(own(0, 3, 1))
  progress.tell(byCaller(2, { x: 5 }, measured([1])))
  t.deepEqual(progress.pending, [{ x: 3 }])
  t.deepEqual(
    [3, 5, 6].map(x => progress.isKnown({ x })),
    [true, true, false],
  )
})

test('the outlook has the features that it names, each in [0, 1], and goes on from its saved state', t => {
  const names = featureNames(['a', 'b'])
  const outlook = new Outlook(2)
  t.is(outlook.features(1).length, names.length)
  const rng = makeRng(5)
  for (let n = 0; n < 60; n++) {
    const isMeasured = rng.next() < 0.7
    outlook.tell(
      n % 3 === 2 ? undefined : n % 3,
      { isMeasured, gain: isMeasured && rng.next() < 0.3 ? rng.next() : 0 },
      rng.normal(),
    )
    for (const [i, value] of outlook.features(1 - n / 60).entries())
      t.true(value >= 0 && value <= 1, `${names[i]}: ${value}`)
  }
  const again = new Outlook(2, JSON.parse(JSON.stringify(outlook.save())))
  for (const each of [outlook, again]) each.tell(1, { isMeasured: true, gain: 0.5 }, 3)
  t.deepEqual(again.features(0.5), outlook.features(0.5))
})

test('the outlook shows budget, stagnation, failures, gains and how each member did lately', t => {
  const outlook = new Outlook(2)
  outlook.tell(0, { isMeasured: true, gain: 0.1 }, 1)
  outlook.tell(1, { isMeasured: false, gain: 0 }, 0)
  const names = featureNames(['a', 'b'])
  const row = outlook.features(0.25)
  const at = (name: string): number => Number((row[names.indexOf(name)] as number).toFixed(6))
  t.is(at('budgetLeft'), 0.25)
  t.is(at('stagnation'), Number((1 / 11).toFixed(6)))
  t.is(at('recent/failed'), 0.5)
  t.is(at('recent/gain'), 0.5)
  t.deepEqual([at('a/recent/share'), at('a/gained'), at('a/rank'), at('a/failed'), at('a/last')], [0.5, 1, 0.5, 0, 0])
  t.deepEqual([at('b/recent/share'), at('b/gained'), at('b/rank'), at('b/failed'), at('b/last')], [0.5, 0, 0.25, 1, 1])
})
