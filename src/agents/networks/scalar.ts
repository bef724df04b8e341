import type { Scalar, Tensor, Tf } from './engine.js'

/** A number of some arrays, and its derivatives with respect to each of their entries. */
export interface Differentiated {
  readonly value: number
  readonly gradients: readonly Float32Array[]
}

/**
 * A number that is computed from tensors in typed arrays, derivatives included, as an operator that autograd goes through: for losses whose
 * dozens of small steps tfjs spends more time on calling than they take.
 */
export const scalarOf = (
  tf: Tf,
  inputs: readonly Tensor[],
  compute: (...values: readonly Float32Array[]) => Differentiated,
): Scalar => {
  const operator = tf.customGrad<Scalar>(() => {
    const { value, gradients } = compute(...inputs.map(input => input.dataSync<'float32'>()))
    const gradFunc = (dy: Scalar): Tensor[] => {
      const [factor] = dy.dataSync<'float32'>() as Float32Array & [number]
      return inputs.map(({ shape }, i) =>
        tf.tensor(
          (gradients[i] as Float32Array).map(d => factor * d),
          shape,
        ),
      )
    }
    return { value: tf.scalar(value), gradFunc }
  })
  return operator(...inputs)
}
