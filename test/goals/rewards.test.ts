import test from 'ava'
import type { Measured, Outcome } from '#src/core/index.js'
import {
  clipped,
  hypervolumeGain,
  improvement,
  penalised,
  type RewardContext,
  relativeLoss,
  speedup,
  summed,
  tchebycheff,
  weightedSum,
} from '#src/goals/index.js'

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
  fidelity: 1,
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

test('a part of a measurement improves nothing, however good it looks', t => {
  t.is(improvement()(step(measured(4), { best: measured(6), fidelity: 0.5 })), 0)
  const reward = hypervolumeGain({ reference: { latency: 10, accuracy: 0 } })
  t.is(reward(step(both(5, 0.5), { fidelity: 0.5 })), 0)
  t.true(reward(step(both(5, 0.5))) > 0)
})

test('where nothing was measured, the reward is the lowest so far unless said otherwise', t => {
  t.is(relativeLoss()(step(failed, { lowestReward: -7 })), -7)
  t.is(relativeLoss()(step(failed)), 0)
  t.is(relativeLoss({ onFailure: -3 })(step(failed, { lowestReward: -7 })), -3)
  t.is(relativeLoss()(step(measured(5, 0.25))), -0.75)
})

/** Latency to minimise, accuracy to maximise. */
const both = (latency: number, accuracy: number, feasible = true): Measured => ({
  ...measured(latency, feasible ? 0 : 1),
  objectives: { latency, accuracy },
  losses: [latency, -accuracy],
})

test('tchebycheff is the distance from the ideal in the worst objective, augmented by the sum of all distances', t => {
  const options = { weights: { latency: 0.5, accuracy: 10 }, ideal: { latency: 2, accuracy: 1 } }
  t.is(tchebycheff(options)(step(both(6, 0.75))), -2.5)
  t.is(tchebycheff(options)(step(both(10, 0.75))), -4)
  t.is(tchebycheff({ ...options, augmentation: 0.1 })(step(both(10, 0.75))), -(4 + 0.1 * 8.25))
  t.throws(() => tchebycheff({ ...options, weights: { speed: 1 } })(step(both(6, 0.5))), { message: /got "speed"/ })
  t.throws(() => tchebycheff({ ...options, weights: { latency: -1 } }), {
    code: 'InvalidReward',
    message: /weight >= 0 for `latency`/,
  })
})

test('hypervolumeGain is what a point adds to the front, in boxes between the baseline and the reference', t => {
  const reward = hypervolumeGain({ reference: { latency: 10, accuracy: 0 } })
  const context = { baseline: both(8, 0.5), front: [both(8, 0.5), both(4, 0.25)] }
  // The box is 2 x 0.5 = 1. The front dominates 2 * 0.5 + 4 * 0.25; (4, 0.5) adds 4 * 0.25.
  t.is(reward(step(both(4, 0.5), context)), 1)
  t.is(reward(step(both(9, 0.4), context)), 0)
  t.is(reward(step(both(4, 0.5, false), context)), 0)
  t.is(reward(step(failed, context)), 0)
  t.is(reward(step(both(8, 0.5), { ...context, front: [] })), 1)
  // An accuracy of 0 is worse than the reference, although its sign does not tell that it is maximised.
  t.is(hypervolumeGain({ reference: { latency: 10, accuracy: 0.5 } })(step(both(5, 0), { front: [] })), 0)
})

test('rewards compose: penalised, clipped and summed', t => {
  t.is(penalised(speedup({ onFailure: -1 }), { weight: 2 })(step(measured(5), { violation: 0.25 })), 1.5)
  t.is(penalised(speedup())(step(failed, { violation: Number.NaN })), 0)
  t.is(clipped(speedup(), 0, 1.5)(step(measured(5))), 1.5)
  t.is(clipped(speedup(), 3, 4)(step(measured(5))), 3)
  t.is(clipped(() => Number.NaN, 0, 1)(step(measured(5))), Number.NaN)
  t.throws(() => clipped(speedup(), 1, 1), { message: /low < high, got low=1, high=1/ })
  t.is(summed([speedup(), 2], [weightedSum({ latency: 1 }), -1])(step(measured(5))), -1)
})

test('in a sum, too, a failure is as bad as the worst run so far', t => {
  const halved = summed([relativeLoss(), 0.5])
  const bad = halved(step(measured(80)))
  t.is(bad, -4)
  t.is(halved(step(failed, { lowestReward: bad })), -4)
  t.is(summed([relativeLoss(), 1], [relativeLoss(), 3])(step(failed, { lowestReward: -10 })), -10)
})

test('a composed reward is known by the names of its parts', t => {
  t.is(clipped(penalised(speedup()), 0, 1).name, 'clipped(penalised(speedup))')
})
