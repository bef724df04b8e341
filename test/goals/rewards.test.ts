import test from 'ava'
import type { Measured, Outcome } from '#src/core/index.js'
import { improvement, type RewardContext, relativeLoss, speedup, weightedSum } from '#src/goals/index.js'

const measured = (loss: number, violation = 0): Measured => ({
  _tag: 'Measured',
  profile: { metrics: {}, costMs: 1, phases: {}, machine: '' },
  objectives: { latency: loss },
  losses: [loss],
  violations: {},
  violation,
  feasible: violation === 0,
})
const failed: Outcome = { _tag: 'Failed', failure: { _tag: 'RunFailed', message: 'no' }, costMs: 1 }
const step = (outcome: Outcome, more: Partial<RewardContext> = {}): RewardContext => ({
  config: {},
  outcome,
  objectives: outcome._tag === 'Measured' ? outcome.objectives : {},
  violation: 0,
  front: [],
  trial: 1,
  budgetLeft: 1,
  baseline: measured(10),
  ...more,
})

test('speedup is the baseline over the loss, and 0 for what failed or is infeasible', t => {
  t.is(speedup()(step(measured(5))), 2)
  t.is(speedup()(step(measured(5, 0.1))), 0)
  t.is(speedup()(step(failed)), 0)
  t.is(speedup({ onFailure: -1 })(step(failed)), -1)
})

test('speedup of an objective to maximise is the gain over that of the baseline', t => {
  t.is(speedup()(step(measured(-30), { baseline: measured(-10) })), 3)
})

test('improvement is the gain over the best so far in units of the baseline, never negative', t => {
  t.is(improvement()(step(measured(4), { best: measured(6) })), 0.2)
  t.is(improvement()(step(measured(8), { best: measured(6) })), 0)
  t.is(improvement()(step(measured(4))), 0)
  t.is(improvement()(step(failed, { best: measured(6) })), 0)
})

test('a weighted sum takes objectives in their own direction', t => {
  t.is(weightedSum({ latency: -2 })(step(measured(4))), -8)
})

test('where nothing was measured, the reward is the lowest so far unless said otherwise', t => {
  t.is(relativeLoss()(step(failed, { lowestReward: -7 })), -7)
  t.is(relativeLoss()(step(failed)), 0)
  t.is(relativeLoss({ onFailure: -3 })(step(failed, { lowestReward: -7 })), -3)
  t.is(relativeLoss()(step(measured(5, 0.25))), -0.75)
})
