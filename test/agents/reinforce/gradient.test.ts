import test from 'ava'
import type { NetworkBackend } from '#src/agents/networks/engine.js'
import type { HeadShape } from '#src/agents/networks/head.js'
import { type ReinforceBatch, ReinforceLearner } from '#src/agents/reinforce/learner.js'
import { type ReinforceOptions, reinforceSettings } from '#src/agents/reinforce/options.js'
import { discountedReturns, weightsOf } from '#src/agents/reinforce/returns.js'
import { makeRng } from '#src/index.js'

const open = (observationSize: number, head: HeadShape, options: ReinforceOptions, theta?: readonly number[]) =>
  ReinforceLearner.open(
    { observationSize, head },
    reinforceSettings(options),
    makeRng(1),
    theta && { theta: Float32Array.from(theta) },
  )

test('a return is the discounted sum of the rewards that followed, by hand', t => {
  t.deepEqual([...discountedReturns([1, 2, 4], 0.5)], [1 + 1 + 1, 2 + 2, 4])
  t.deepEqual([...discountedReturns([1, 2, 4], 0)], [1, 2, 4])
})

test('the baseline takes the mean return away, and normalising divides by the deviation', t => {
  const weights = (baseline: boolean, normalise: boolean) =>
    [...weightsOf(Float32Array.from([1, 2, 3, 10]), { baseline, normalise }).weights].map(value => value.toFixed(5))
  const deviation = Math.sqrt((9 + 4 + 1 + 36) / 4)
  const scaled = (values: readonly number[]) => values.map(value => (value / deviation).toFixed(5))
  t.deepEqual(weights(false, false), ['1.00000', '2.00000', '3.00000', '10.00000'])
  t.deepEqual(weights(true, false), ['-3.00000', '-2.00000', '-1.00000', '6.00000'])
  t.deepEqual(weights(true, true), scaled([-3, -2, -1, 6]))
  t.deepEqual(weights(false, true), scaled([1, 2, 3, 10]))
})

test('returns that do not vary teach nothing, normalised or not', t => {
  for (const normalise of [false, true])
    t.deepEqual([...weightsOf(Float32Array.from([7, 7]), { baseline: true, normalise }).weights], [0, 0])
})

/** Two steps of a softmax over two logits, which are two weights (of the observation 1) and two biases. */
const twoSteps: ReinforceBatch = {
  n: 2,
  observations: Float32Array.from([1, 1]),
  actions: Float32Array.from([0, 1]),
  masks: Uint8Array.from([1, 1, 1, 1]),
  returns: Float32Array.from([5, 1]),
}

test.serial('the gradient of two steps of a softmax policy is that by hand', async t => {
  // Logits log 3 and 0: pi = 3/4, 1/4, and the gradient of log pi(a) in the logits is the indicator of a minus pi.
  const theta = [Math.log(3), 0, 0, 0]
  for (const [baseline, [first, second]] of [
    [false, [5, 1]],
    [true, [2, -2]],
  ] as const) {
    const learner = await open(1, { sizes: [2], reals: 0 }, { hidden: [], baseline }, theta)
    const { gradient, policyLoss, entropy, meanReturn } = await learner.gradient(twoSteps, 0)
    learner.close()
    const logit = -(first * (1 - 3 / 4) + second * (0 - 3 / 4)) / 2
    for (const [i, expected] of [logit, -logit, logit, -logit].entries())
      t.true(Math.abs((gradient[i] as number) - expected) < 1e-6, `${i}: ${gradient[i]} against ${expected}`)
    t.true(Math.abs(policyLoss + (first * Math.log(3 / 4) + second * Math.log(1 / 4)) / 2) < 1e-6, `${policyLoss}`)
    t.true(Math.abs(entropy + 0.75 * Math.log(0.75) + 0.25 * Math.log(0.25)) < 1e-6, `${entropy}`)
    t.is(meanReturn, 3)
  }
})

test.serial('a step of the learner goes against the gradient, by the learning rate', async t => {
  const learner = await open(1, { sizes: [2], reals: 0 }, { hidden: [], learningRate: 0.25 }, [0, 0, 0, 0])
  const { gradientNorm } = await learner.learn(twoSteps, 0)
  // Adam's first step is alpha times the sign; the gradient in each parameter is -(2 * 0.5 + 2 * 0.5) / 2 in size.
  const { theta } = learner.save()
  learner.close()
  for (const [i, expected] of [0.25, -0.25, 0.25, -0.25].entries())
    t.true(Math.abs((theta[i] as number) - expected) < 1e-6, `${i}: ${theta[i]}`)
  t.true(Math.abs(gradientNorm - 2) < 1e-6, `${gradientNorm}`)
})

for (const backend of ['wasm', 'cpu'] as const satisfies readonly NetworkBackend[])
  test.serial(
    `the gradient of masked choices and real numbers on ${backend} is that of finite differences`,
    async t => {
      const head = { sizes: [2, 3], reals: 2 }
      const options = { hidden: [4], entropy: 0.3, normalise: true, backend }
      const rng = makeRng(4)
      const batch: ReinforceBatch = {
        n: 3,
        observations: Float32Array.from({ length: 6 }, () => rng.normal()),
        actions: Float32Array.from([0, 2, 0.3, -1, 1, 0, 1.2, 0.4, 1, 1, -0.6, 0.9]),
        masks: Uint8Array.from([1, 1, 1, 0, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 0]),
        returns: Float32Array.from([3, -1, 0.5]),
      }
      const fresh = await open(2, head, options)
      const theta = Array.from(fresh.save().theta, () => rng.normal(0, 0.5))
      fresh.close()
      const lossAt = async (parameters: readonly number[]): Promise<number> => {
        const learner = await open(2, head, options, parameters)
        const { policyLoss, entropy } = await learner.gradient(batch, 0)
        learner.close()
        return policyLoss - 0.3 * entropy
      }
      const learner = await open(2, head, options, theta)
      const { gradient } = await learner.gradient(batch, 0)
      learner.close()
      t.is(gradient.length, 2 * 4 + 4 + 4 * 7 + 7 + 2)
      for (const i of theta.keys()) {
        const moved = (step: number) => theta.map((value, k) => (k === i ? value + step : value))
        const difference = ((await lossAt(moved(1e-2))) - (await lossAt(moved(-1e-2)))) / 2e-2
        const off = Math.abs((gradient[i] as number) - difference)
        t.true(off < 2e-3 + 2e-3 * Math.abs(difference), `${i}: ${gradient[i]} against ${difference}`)
      }
    },
  )
