import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core'
import test from 'ava'
import { openEngine } from '#src/agents/networks/engine.js'
import { ppoLoss } from '#src/agents/ppo/loss.js'
import { makeRng } from '#src/index.js'
import { autogradLoss, type TensorTerms } from './autograd-loss.js'

/** One transition each: the loss's terms, with epsilon = 0.2, c1 = 0.5, c2 = 0.1. */
const terms = ({ ratio = 1, advantage = 1, value = 0, oldValue = 0, returns = 0, entropy = 0, clipValue = true }) => {
  const one = (number: number) => Float64Array.of(number)
  const { loss, policyLoss, valueLoss } = ppoLoss(
    {
      logProbability: one(Math.log(ratio) - 1),
      oldLogProbability: one(-1),
      entropy: one(entropy),
      value: one(value),
      oldValue: one(oldValue),
      advantage: one(advantage),
      returns: one(returns),
    },
    { clip: 0.2, clipValue, valueWeight: 0.5, entropyWeight: 0.1 },
  )
  const rounded = (number: number) => Number(number.toFixed(5))
  return { loss: rounded(loss), policy: rounded(policyLoss), value: rounded(valueLoss) }
}

test('a ratio counts up to 1 + epsilon for a good action and from 1 - epsilon for a bad one', t => {
  t.is(terms({ ratio: 1.1, advantage: 2 }).policy, -2.2)
  t.is(terms({ ratio: 1.5, advantage: 2 }).policy, -2.4)
  t.is(terms({ ratio: 0.5, advantage: 2 }).policy, -1)
  t.is(terms({ ratio: 0.5, advantage: -2 }).policy, 1.6)
  t.is(terms({ ratio: 1.5, advantage: -2 }).policy, 3)
})

test('the value loss is the larger one of the plain and of the one kept near the old value', t => {
  t.is(terms({ value: 1, oldValue: 0, returns: 1 }).value, 0.64)
  t.is(terms({ value: 1, oldValue: 0, returns: 1, clipValue: false }).value, 0)
  t.is(terms({ value: 3, oldValue: 2.9, returns: 1 }).value, 4)
})

test('the loss is -(L_CLIP - c1 L_VF + c2 S)', t => {
  t.is(terms({ ratio: 1, advantage: 2, value: 3, oldValue: 3, returns: 1, entropy: 5 }).loss, -2 + 0.5 * 4 - 0.1 * 5)
})

for (const clipValue of [true, false])
  test.serial(`the loss and its derivatives are those of autograd, clipValue ${clipValue}`, async t => {
    const { tf } = await openEngine('cpu')
    const rng = makeRng(7)
    const n = 200
    const draw = (spread: number) => Float32Array.from({ length: n }, () => rng.normal(0, spread))
    const given = {
      logProbability: draw(0.3),
      entropy: draw(1),
      value: draw(0.3),
      oldLogProbability: draw(0.3),
      oldValue: draw(0.3),
      advantage: draw(1),
      returns: draw(1),
    }
    const weights = { clip: 0.2, clipValue, valueWeight: 0.5, entropyWeight: 0.1 }
    const ours = ppoLoss(given, weights)
    tf.tidy(() => {
      const tensors = Object.fromEntries(
        Object.entries(given).map(([name, values]) => [name, tf.tensor1d(values)]),
      ) as unknown as TensorTerms
      const { loss, policyLoss, valueLoss, meanEntropy } = autogradLoss(tf, tensors, weights)
      for (const [tensor, number] of [
        [loss, ours.loss],
        [policyLoss, ours.policyLoss],
        [valueLoss, ours.valueLoss],
        [meanEntropy, ours.meanEntropy],
      ] as const)
        t.true(Math.abs((tensor.dataSync()[0] as number) - number) < 1e-5)

      const lossOf = (...[logProbability, entropy, value]: Tensor[]) =>
        autogradLoss(tf, { ...tensors, logProbability, entropy, value } as TensorTerms, weights).loss
      const gradients = tf.grads(lossOf)([tensors.logProbability, tensors.entropy, tensors.value]) as Tensor1D[]
      for (const [k, name] of (['logProbability', 'entropy', 'value'] as const).entries())
        for (const [i, expected] of (gradients[k] as Tensor1D).dataSync().entries()) {
          const got = ours.gradient[name][i] as number
          t.true(Math.abs(got - expected) < 1e-7 + 1e-5 * Math.abs(expected), `${name} ${i}: ${got}, ${expected}`)
        }
    })
    // Of all the cases that the loss tells apart there are some.
    const zeros = (numbers: Iterable<number>) => [...numbers].filter(number => number === 0).length
    t.true(zeros(ours.gradient.logProbability) > 10 && zeros(ours.gradient.logProbability) < n - 10)
    t.is(zeros(ours.gradient.value) > 10, clipValue)
  })
