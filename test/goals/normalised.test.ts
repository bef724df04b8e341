import test from 'ava'
import fc from 'fast-check'
import type { Outcome } from '#src/core/index.js'
import { clipped, normalised, type Reward, type RewardContext, summed, weightedSum } from '#src/goals/index.js'

const failed: Outcome = { _tag: 'Failed', failure: { _tag: 'RunFailed', message: 'no' }, costMs: 1 }
const measured = (gain: number): Outcome => ({
  _tag: 'Measured',
  profile: { metrics: {}, costMs: 1, phases: {}, machine: '' },
  objectives: { gain },
  losses: [-gain],
  violations: {},
  violation: 0,
  feasible: true,
})

/** Steps that follow each other, one for each gain; undefined is a failure. */
const stepsOf = (gains: readonly (number | undefined)[]): RewardContext[] => {
  const steps: RewardContext[] = []
  for (const [trial, value] of gains.entries()) {
    const outcome = value === undefined ? failed : measured(value)
    steps.push({
      config: {},
      outcome,
      fidelity: 1,
      objectives: outcome._tag === 'Measured' ? outcome.objectives : {},
      violation: 0,
      front: [],
      trial,
      budgetLeft: 1,
      ...(trial > 0 && { previous: steps[trial - 1] as RewardContext }),
    })
  }
  return steps
}
const gain = weightedSum({ gain: 1 })
/** What a reward gives in the steps of these gains. */
const given = (reward: Reward, gains: readonly (number | undefined)[]) => stepsOf(gains).map(step => reward(step))

test('rewards are in standard deviations from the mean of those so far, the present one included', t => {
  // 2: no deviation. 2, 4: mean 3, variance 1. 2, 4, 6: mean 4, variance 8 / 3. 2, 4, 6, 0: mean 3, variance 5.
  t.deepEqual(given(normalised(gain), [2, 4, 6, 0]), [0, 1, 2 / Math.sqrt(8 / 3), -3 / Math.sqrt(5)])
  t.deepEqual(given(normalised(gain, { centred: false }), [2, 4, 6, 0]), [2, 4, 6 / Math.sqrt(8 / 3), 0])
})

test('as long as all rewards are the same they are 0, and themselves where the mean is not taken off', t => {
  t.deepEqual(given(normalised(gain), [0.1, 0.1, 0.1]), [0, 0, 0])
  t.deepEqual(given(normalised(gain, { centred: false }), [0.1, 0.1, 0.1]), [0.1, 0.1, 0.1])
})

test('they are clipped, to 10 unless said otherwise', t => {
  const outlier = [...new Array(500).fill(1), 1e6]
  t.is(given(normalised(gain), outlier).at(-1), 10)
  t.is(given(normalised(gain), [...new Array(500).fill(1), -1e6]).at(-1), -10)
  t.is(given(normalised(gain, { clip: 3 }), outlier).at(-1), 3)
  t.true((given(normalised(gain, { clip: Infinity }), outlier).at(-1) as number) > 20)
  for (const clip of [0, -1, Number.NaN])
    t.throws(() => normalised(gain, { clip }), {
      code: 'InvalidReward',
      message: `normalised: expected clip > 0, got clip=${clip}`,
    })
})

test('another unit or another zero of the reward changes nothing', t => {
  const gains = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 40 })
  fc.assert(
    fc.property(gains, fc.integer({ min: 1, max: 1000 }), (all, unit) => {
      const moved = given(
        normalised(step => 1000 + unit * gain(step)),
        all,
      )
      return given(normalised(gain), all).every((value, i) => Math.abs(value - (moved[i] as number)) < 1e-6)
    }),
  )
  t.pass()
})

test('a failure is the lowest reward before it was normalised, whatever was given in the study', t => {
  const steps = stepsOf([-5, -8, undefined]).map(step => ({ ...step, lowestReward: -1000 }))
  // -5, -8, -8: mean -7, variance 2.
  t.is(normalised(gain)(steps[2] as RewardContext), -1 / Math.sqrt(2))
  t.is(given(normalised(gain), [undefined, 3])[0], 0)
})

test('it has no state: asked for the last step alone, it gives what it gave having seen them all', t => {
  const gains = Array.from({ length: 20_000 }, (_, i) => (i % 7 === 3 ? undefined : Math.sin(i) * i))
  const steps = stepsOf(gains)
  const whole = normalised(gain)
  const all = steps.map(step => whole(step))
  t.is(normalised(gain)(steps.at(-1) as RewardContext), all.at(-1) as number)
  t.is(whole(steps[100] as RewardContext), all[100] as number)
  const other = stepsOf([1, 2])
  t.deepEqual(
    other.map(step => whole(step)),
    [0, 1],
  )
})

test('it composes, and asks about each step a fixed number of times', t => {
  const gains = [3, undefined, -4, 8, 1]
  const plain = given(normalised(gain), gains)
  t.deepEqual(
    given(summed([normalised(gain), 2]), gains),
    plain.map(value => 2 * value),
  )
  t.deepEqual(
    given(clipped(normalised(gain), -1, 1), gains),
    plain.map(value => Math.min(1, Math.max(-1, value))),
  )
  let asked = 0
  const counting: Reward = step => {
    asked++
    return gain(step)
  }
  given(normalised(counting), new Array(1000).fill(1))
  t.is(asked, 1000)
  given(summed([normalised(counting), 1]), new Array(1000).fill(1))
  t.true(asked <= 3000, `${asked}`)
  t.is(normalised(clipped(gain, 0, 1)).name, 'normalised(clipped(weightedSum))')
})

test('what is no number stays so and does not count', t => {
  const odd: Reward = ({ trial }) => [2, Number.NaN, 4, Infinity][trial] as number
  t.deepEqual(given(normalised(odd), [0, 0, 0, 0]), [0, Number.NaN, 1, Infinity])
})
