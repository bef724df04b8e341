import test from 'ava'
import { ReinforceLearner } from '#src/agents/reinforce/learner.js'
import { reinforceSettings } from '#src/agents/reinforce/options.js'
import { makeRng } from '#src/index.js'

/** A bandit of three arms, worth 10, 11 and 13, under a fixed policy; a batch is four pulls. */
const REWARDS = [10, 11, 13]
const POLICY = [0.5, 0.3, 0.2]
const PULLS = 4

/** Mean and summed variance of the gradient in the biases (one for each logit). */
interface Moments {
  readonly mean: readonly number[]
  readonly variance: number
}

const learnerOf = (baseline: boolean): Promise<ReinforceLearner> =>
  ReinforceLearner.open(
    { observationSize: 1, head: { sizes: [3], reals: 0 } },
    reinforceSettings({ hidden: [], baseline }),
    makeRng(1),
    { theta: Float32Array.from([0, 0, 0, ...POLICY.map(Math.log)]) },
  )

const gradientOf = async (learner: ReinforceLearner, arms: readonly number[]): Promise<number[]> => {
  const { gradient } = await learner.gradient(
    {
      n: arms.length,
      observations: new Float32Array(arms.length),
      actions: Float32Array.from(arms),
      masks: new Uint8Array(3 * arms.length).fill(1),
      returns: Float32Array.from(arms, arm => REWARDS[arm] as number),
    },
    0,
  )
  return [...gradient.slice(3)]
}

const momentsOf = (gradients: readonly { readonly gradient: readonly number[]; readonly p: number }[]): Moments => {
  const mean = [0, 1, 2].map(i => gradients.reduce((sum, { gradient, p }) => sum + p * (gradient[i] as number), 0))
  const squares = (gradient: readonly number[]) =>
    gradient.reduce((sum, value, i) => sum + (value - (mean[i] as number)) ** 2, 0)
  return { mean, variance: gradients.reduce((sum, { gradient, p }) => sum + p * squares(gradient), 0) }
}

/** Over all 81 batches, each with its probability. */
const exactly = async (baseline: boolean): Promise<Moments> => {
  const learner = await learnerOf(baseline)
  const gradients: { gradient: number[]; p: number }[] = []
  for (let batch = 0; batch < 3 ** PULLS; batch++) {
    const arms = Array.from({ length: PULLS }, (_, pull) => Math.floor(batch / 3 ** pull) % 3)
    const p = arms.reduce((product, arm) => product * (POLICY[arm] as number), 1)
    gradients.push({ gradient: await gradientOf(learner, arms), p })
  }
  learner.close()
  return momentsOf(gradients)
}

/** Over batches that the learner's own policy draws. */
const sampled = async (baseline: boolean, batches: number): Promise<Moments> => {
  const learner = await learnerOf(baseline)
  const gradients: { gradient: number[]; p: number }[] = []
  for (let batch = 0; batch < batches; batch++) {
    const arms: number[] = []
    for (let pull = 0; pull < PULLS; pull++) arms.push((await learner.act(Float32Array.of(0))).action[0] as number)
    gradients.push({ gradient: await gradientOf(learner, arms), p: 1 / batches })
  }
  learner.close()
  return momentsOf(gradients)
}

test.serial('without a baseline the expected gradient is the gradient of the expected reward', async t => {
  const { mean } = await exactly(false)
  const value = POLICY.reduce((sum, p, arm) => sum + p * (REWARDS[arm] as number), 0)
  for (const [arm, p] of POLICY.entries()) {
    const expected = -p * ((REWARDS[arm] as number) - value)
    t.true(Math.abs((mean[arm] as number) - expected) < 1e-5, `${arm}: ${mean[arm]} against ${expected}`)
  }
})

test.serial(
  'the baseline leaves the expected gradient but for a factor (n - 1) / n, and lowers its variance',
  async t => {
    const [without, with_] = [await exactly(false), await exactly(true)]
    for (const arm of POLICY.keys()) {
      const [a, b] = [without.mean[arm] as number, (with_.mean[arm] as number) * (PULLS / (PULLS - 1))]
      t.true(Math.abs(a - b) < 1e-5, `${arm}: ${a} against ${b}`)
    }
    const rescaled = with_.variance * (PULLS / (PULLS - 1)) ** 2
    t.true(rescaled < without.variance / 20, `${rescaled} against ${without.variance}`)
  },
)

test.serial('so it is for batches that the policy draws', async t => {
  const [exact, with_, without] = [await exactly(true), await sampled(true, 500), await sampled(false, 500)]
  for (const [arm, mean] of exact.mean.entries()) {
    const standardError = Math.sqrt(with_.variance / 500)
    t.true(Math.abs((with_.mean[arm] as number) - mean) < 4 * standardError, `${arm}: ${with_.mean[arm]}, ${mean}`)
  }
  t.true(with_.variance < without.variance / 20, `${with_.variance} against ${without.variance}`)
})
