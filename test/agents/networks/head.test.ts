import type { Tensor1D } from '@tensorflow/tfjs-core'
import test from 'ava'
import { openEngine } from '#src/agents/networks/engine.js'
import { draw, type Masking } from '#src/agents/networks/head.js'
import { makeRng } from '#src/index.js'
import { likelihood, taken } from './autograd-likelihood.js'

const head = { sizes: [2, 3], reals: 1 }
const outputs = Float32Array.from([0.3, -0.2, 1, 0, -1, 0.7])
const logStd = Float32Array.from([-0.5])
/** The second choice may be 1 or 2 after 0, and only 0 after 1. */
const masking: Masking = (place, before, mask) => {
  if (place === 1) mask.set(before[0] === 0 ? [0, 1, 1] : [1, 0, 0])
}

test('what is not allowed after the choices before is never drawn, and the rest as often as the logits say', t => {
  const rng = makeRng(1)
  const counts = new Map<string, number>()
  const draws = 20_000
  for (let n = 0; n < draws; n++) {
    const key = draw(head, outputs, logStd, rng, { masking }).action.slice(0, 2).join()
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  const first = 1 / (1 + Math.exp(-0.5))
  const expected = { '0,1': first / (1 + Math.exp(-1)), '0,2': first / (1 + Math.exp(1)), '1,0': 1 - first }
  t.deepEqual([...counts.keys()].sort(), Object.keys(expected))
  for (const [key, p] of Object.entries(expected)) {
    const error = Math.abs((counts.get(key) ?? 0) / draws - p)
    t.true(error < 4 * Math.sqrt((p * (1 - p)) / draws), `${key}: off by ${error}`)
  }
})

test('greedy takes the likeliest allowed alternative of each choice, and the mean', t => {
  t.deepEqual(
    draw(head, outputs, logStd, makeRng(1), { masking, greedy: true }).action.map(value => Math.fround(value)),
    [0, 1, 0.7].map(Math.fround),
  )
})

test('an empty mask is refused', t => {
  const error = t.throws(() =>
    draw(head, outputs, logStd, makeRng(1), { masking: (_place, _before, mask) => mask.fill(0) }),
  )
  t.regex(error.message, /at least one allowed alternative/)
})

test.serial(
  'the loss gives an action the log-probability with which it was drawn; entropies count what is allowed alone',
  async t => {
    const { tf } = await openEngine()
    const rng = makeRng(4)
    const drawn = Array.from({ length: 50 }, () => draw(head, outputs, logStd, rng, { masking }))
    const result = tf.tidy(() => {
      const n = drawn.length
      const actions = taken(
        tf,
        head,
        Float32Array.from(drawn.flatMap(({ action }) => action)),
        Uint8Array.from(drawn.flatMap(({ mask }) => [...mask])),
        n,
      )
      const rows = tf.tensor2d(Float32Array.from(drawn.flatMap(() => [...outputs])), [n, outputs.length])
      const { logProbability, entropy } = likelihood(tf, head, rows, tf.tensor2d(logStd, [1, 1]), actions)
      const numbers = (tensor: Tensor1D) => [...tensor.dataSync()]
      return { logProbability: numbers(logProbability), entropy: numbers(entropy) }
    })
    const entropyOf = (...logits: number[]): number => {
      const total = logits.reduce((sum, logit) => sum + Math.exp(logit), 0)
      return -logits.reduce((sum, logit) => sum + (Math.exp(logit) / total) * Math.log(Math.exp(logit) / total), 0)
    }
    const gaussian = 0.5 * Math.log(2 * Math.PI * Math.E) - 0.5
    for (const [i, { action, logProbability }] of drawn.entries()) {
      t.true(Math.abs((result.logProbability[i] as number) - logProbability) < 1e-4)
      const expected = entropyOf(0.3, -0.2) + (action[0] === 0 ? entropyOf(0, -1) : 0) + gaussian
      t.true(Math.abs((result.entropy[i] as number) - expected) < 1e-4)
    }
  },
)
