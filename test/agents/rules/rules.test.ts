import test from 'ava'
import { double, halve, lower, rule, rules, set } from '#src/agents/index.js'
import type { Outcome } from '#src/core/index.js'
import { choice, defineSpace, integer, on, ordinal, type Space } from '#src/space/index.js'
import { byCaller, contextFor, failed, measured, transition } from '../loop.js'
import { always, ask, latency, played, showing, slow, space, start } from './playing.js'

test('the first rule that fires changes the configuration, and its reason is on record', async t => {
  const trials = await played(rules([slow], { start }), 4, latency)
  t.deepEqual(trials.slice(0, 3), [
    { config: start, reason: 'the start' },
    { config: { ...start, batch: 8 }, reason: 'slow: requests wait for the whole batch' },
    { config: { ...start, batch: 4 }, reason: 'slow: requests wait for the whole batch' },
  ])
  t.is(trials[3]?.reason, 'no rule fires: drawn at random')
})

test('without a start it begins in the middle of the space, or at what the caller had measured', async t => {
  const [first] = await played(rules([slow]), 1, latency)
  t.deepEqual(first?.config, { batch: 8, workers: 4, precision: 'fp32' })
  t.is(first?.reason, 'the middle of the space')

  const agent = await rules([slow])(contextFor(space))
  await agent.tell([byCaller(0, { ...start, batch: 32 }, latency({ batch: 32 }))])
  t.deepEqual((await ask(agent, 1)).action.config, { ...start, batch: 16 })
})

test('while the caller has a baseline under way nothing is begun in the middle', async t => {
  const agent = await rules([slow])(contextFor(space))
  const meanwhile = await ask(agent, 1)
  t.is(meanwhile.reason, 'no configuration is measured that rules could go on from: drawn at random')
  await agent.tell([byCaller(0, { ...start, batch: 32 }, latency({ batch: 32 }))])
  t.deepEqual((await ask(agent, 2)).action.config, { ...start, batch: 16 })
})

test('a move to what is worse is not followed, and not tried again from there', async t => {
  const list = [always('more', double('batch')), always('fewer', lower('workers'))]
  const trials = await played(rules(list, { start: { ...start, batch: 8 } }), 5, latency)
  t.deepEqual(
    trials.map(({ config: { batch, workers } }) => [batch, workers]),
    [
      [8, 2],
      [16, 2], // worse
      [8, 1], // as good
      [16, 1], // worse
      [8, 0],
    ],
  )
})

test('a move to a failure or to more violation is not followed, one from there is', async t => {
  const outcomes: readonly Outcome[] = [
    failed,
    measured([1], 3),
    measured([0], 4),
    measured([9], 2),
    failed,
    measured([9], 1),
  ]
  const trials = await played(
    rules([always('more', double('batch')), always('half', set('precision', 'fp16'))], {
      start: { ...start, batch: 1 },
    }),
    6,
    (_, trial) => outcomes[trial] as Outcome,
  )
  t.deepEqual(
    trials.map(({ config: { batch, precision } }) => [batch, precision]),
    [
      [1, 'fp32'], // failed
      [2, 'fp32'], // the first one measured
      [4, 'fp32'], // more violation
      [2, 'fp16'], // less
      [4, 'fp16'], // failed
      // From (2, fp16) both rules are used up.
      [trials[5]?.config.batch, trials[5]?.config.precision],
    ],
  )
  t.is(trials[5]?.reason, 'no rule fires: drawn at random')
})

test('rules go on from a configuration that was drawn or told by the caller, where it dominates', async t => {
  const agent = await rules([always('more', double('batch'))], { start: { ...start, batch: 16 } })(contextFor(space))
  const outcomeOf = (loss: number): Outcome => measured([loss, loss])
  await agent.tell([transition(0, await ask(agent, 0), outcomeOf(5))])
  await agent.tell([
    byCaller(1, { ...start, batch: 4 }, outcomeOf(4)),
    byCaller(2, { ...start, batch: 1 }, outcomeOf(6)),
    byCaller(3, { ...start, batch: 16, workers: 5 }, outcomeOf(4)), // as good
  ])
  t.deepEqual((await ask(agent, 4)).action.config, { ...start, batch: 8 })
})

test('a rule that names metrics does not see failures, and one that names none does', async t => {
  const shrink = rule({
    name: 'out of memory',
    when: ({ outcome, profile, objectives, violation }) =>
      outcome._tag === 'Failed' &&
      outcome.failure._tag === 'OutOfMemory' &&
      !profile &&
      !objectives &&
      violation === undefined,
    change: halve('batch'),
    reason: 'it ran out of memory',
  })
  const blind = rule({
    name: 'blind',
    metrics: ['latencyMs'],
    when: () => true,
    change: double('batch'),
    reason: 'to see',
  })
  const outOfMemory: Outcome = {
    _tag: 'Failed',
    failure: { _tag: 'OutOfMemory', message: 'too much', cause: new Error('of its own') },
    costMs: 1,
  }
  const trials = await played(rules([blind, shrink], { start }), 3, ({ batch }) =>
    (batch as number) > 4 ? outOfMemory : latency({ batch: batch as number }),
  )
  t.deepEqual(
    trials.map(({ config }) => config.batch),
    [16, 8, 4],
  )
})

test('a metric that profiles lack silences its rule, and the reasons say so', async t => {
  const trials = await played(rules([slow], { start }), 2, () => showing({ latency: 900 }, [1]))
  t.is(trials[1]?.reason, 'no rule fires (the profile lacks latencyMs): drawn at random')
})

test('a function of the user sees configuration, metrics and facts; its numbers become values of the parameter', async t => {
  const fit = rule({
    name: 'fit',
    space,
    metrics: ['latencyMs'],
    when: ({ machine }) => machine.cores === 6,
    change: (config, state) => ({
      batch: 50 / (state.metric('latencyMs') / (config.batch as number)),
      workers: machine(state.machine.cores),
    }),
    reason: 'to see',
  })
  const machine = (cores: unknown): number => 1.4 * (cores as number)
  const trials = await played(rules([fit], { start, machine: { cores: 6 } }), 2, latency)
  t.deepEqual(trials[1]?.config, { batch: 4, workers: 8, precision: 'fp32' })
})

test('what breaks a constraint is repaired, and what is known after that is passed over', async t => {
  const tight = defineSpace(
    { batch: ordinal(1, 2, 4, 8), tile: ordinal(1, 2, 4, 8) },
    { where: [on(['batch', 'tile'], c => c.batch * c.tile <= 8)] },
  ) as unknown as Space
  const both = always('both', config => ({ batch: 2 * (config.batch as number), tile: 2 * (config.tile as number) }))
  const factory = rules([both], { start: { batch: 1, tile: 2 } })
  const trials = await played(factory, 10, () => measured([1]), contextFor(tight, 1, 1))
  t.true(trials.every(({ config }) => tight.broken(config).length === 0))
  t.is(new Set(trials.map(({ config }) => tight.fingerprint(config))).size, 10)
  t.deepEqual(trials[1]?.config, { batch: 2, tile: 4 })
  // 4 * 8 is too much: the nearest of what fits.
  t.deepEqual([trials[2]?.reason, trials[2]?.config], ['both: to see', tight.repair({ batch: 4, tile: 8 })])
})

test('a rule on a parameter that is inactive does not fire', async t => {
  const conditional = defineSpace(
    { mode: choice('plain', 'fine'), depth: integer(1, 8) },
    { when: { depth: c => c.mode === 'fine' } },
  ) as unknown as Space
  const deeper = rule({
    name: 'deeper',
    parameters: ['depth'],
    when: () => true,
    change: () => ({ mode: 'fine' }),
    reason: 'to see',
  })
  const list = [deeper, always('deeper yet', double('depth')), always('fine', set('mode', 'fine'))]
  const [, second] = await played(
    rules(list, { start: { mode: 'plain' } }),
    2,
    () => measured([1]),
    contextFor(conditional),
  )
  t.is(second?.reason, 'fine: to see')
})
