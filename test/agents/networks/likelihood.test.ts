import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core'
import test from 'ava'
import { openEngine } from '#src/agents/networks/engine.js'
import { draw, type HeadShape, outputsOf } from '#src/agents/networks/head.js'
import { likelihoodOf } from '#src/agents/networks/likelihood.js'
import { scalarOf } from '#src/agents/networks/scalar.js'
import { makeRng } from '#src/index.js'
import { likelihood, taken } from './autograd-likelihood.js'

const near = (a: number, b: number, tolerance: number): boolean => Math.abs(a - b) <= tolerance * (1 + Math.abs(b))

const heads: readonly (readonly [string, HeadShape])[] = [
  ['one choice', { sizes: [3], reals: 0 }],
  ['several choices', { sizes: [2, 4, 3], reals: 0 }],
  ['real numbers', { sizes: [], reals: 2 }],
  ['choices and real numbers', { sizes: [2, 3], reals: 2 }],
]

for (const [name, head] of heads)
  test.serial(`log-probabilities, entropies and their derivatives are those of autograd, for ${name}`, async t => {
    const { tf } = await openEngine('cpu')
    const rng = makeRng(3)
    const n = 40
    const width = outputsOf(head)
    const numbers = (length: number) => Float32Array.from({ length }, () => rng.normal())
    const outputs = numbers(n * width)
    const logStd = numbers(head.reals)
    // One alternative is not allowed, now and then.
    const masking = (_place: number, _before: readonly number[], mask: Uint8Array) => {
      if (rng.next() < 0.5) mask[rng.integer(0, mask.length - 1)] = 0
    }
    const drawn = Array.from({ length: n }, (_, row) =>
      draw(head, outputs.subarray(row * width, (row + 1) * width), logStd, rng, { masking }),
    )
    const actions = Float32Array.from(drawn.flatMap(({ action }) => action))
    const masks = Uint8Array.from(drawn.flatMap(({ mask }) => [...mask]))
    const [a, b] = [numbers(n), numbers(n)]

    const ours = likelihoodOf(head, { n, outputs, logStd, actions, masks })
    const gradient = ours.gradient(Float64Array.from(a), Float64Array.from(b))
    for (const [row, { logProbability }] of drawn.entries())
      t.true(near(ours.logProbability[row] as number, logProbability, 1e-5))

    tf.tidy(() => {
      const given = [
        tf.tensor2d(outputs, [n, width]),
        ...(head.reals > 0 ? [tf.tensor2d(logStd, [1, head.reals])] : []),
      ]
      const parts = (...[outputs, logStd]: Tensor[]) =>
        likelihood(tf, head, outputs as Tensor2D, logStd as Tensor2D | undefined, taken(tf, head, actions, masks, n))
      const { logProbability, entropy } = parts(...given)
      for (const [i, expected] of logProbability.dataSync().entries())
        t.true(near(ours.logProbability[i] as number, expected, 1e-5))
      for (const [i, expected] of entropy.dataSync().entries()) t.true(near(ours.entropy[i] as number, expected, 1e-5))

      const weighted = (...inputs: Tensor[]) => {
        const { logProbability, entropy } = parts(...inputs)
        return tf.sum(tf.add(tf.mul(logProbability, tf.tensor1d(a)), tf.mul(entropy, tf.tensor1d(b))))
      }
      const [dOutputs, dLogStd] = tf.grads(weighted)(given) as [Tensor, Tensor | undefined]
      for (const [i, expected] of dOutputs.dataSync().entries())
        t.true(near(gradient.outputs[i] as number, expected, 1e-5), `outputs ${i}: ${gradient.outputs[i]}, ${expected}`)
      for (const [i, expected] of dLogStd?.dataSync().entries() ?? [])
        t.true(near(gradient.logStd[i] as number, expected, 1e-4), `logStd ${i}: ${gradient.logStd[i]}, ${expected}`)
    })
  })

test.serial('autograd goes through a number computed in typed arrays', async t => {
  const { tf } = await openEngine('cpu')
  const numbers = tf.tidy(() => {
    // 3 (x y)^2 at x = [1, 2], y = 5, where x y is a scalar product with [y, y].
    const f = (x: Tensor, y: Tensor) => {
      const product = scalarOf(tf, [x, y], (xs, ys) => ({
        value: ((xs?.[0] ?? 0) + (xs?.[1] ?? 0)) * (ys?.[0] ?? 0),
        gradients: [Float32Array.of(ys?.[0] ?? 0, ys?.[0] ?? 0), Float32Array.of((xs?.[0] ?? 0) + (xs?.[1] ?? 0))],
      }))
      return tf.mul(3, tf.square(product))
    }
    return tf
      .grads(f)([tf.tensor1d([1, 2]), tf.scalar(5)])
      .map(gradient => [gradient.shape, [...gradient.dataSync()]])
  })
  // The product is 15, and d 3 p^2 = 90 dp.
  t.deepEqual(numbers, [
    [[2], [450, 450]],
    [[], [270]],
  ])
})
