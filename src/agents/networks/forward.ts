import type { Block } from './mlp.js'

/**
 * A network's answers [n, outputs] to n inputs, in typed arrays: for the few observations that are acted on, which a multi-layer perceptron
 * answers in less time than a backend of tfjs is called in.
 *
 * @param theta all parameters; `blocks` says where each layer's weights and biases are.
 */
export const forward = (theta: Float32Array, blocks: readonly Block[], x: Float32Array, n: number): Float32Array => {
  let h: Float32Array | Float64Array = x
  for (let i = 0; i < blocks.length; i += 2) {
    const [weights, bias] = [blocks[i] as Block, blocks[i + 1] as Block]
    const z = new Float64Array(n * weights.columns)
    for (let row = 0; row < n; row++) addLayer(theta, weights, bias, h, row, z)
    if (i + 2 < blocks.length) for (let k = 0; k < z.length; k++) z[k] = Math.tanh(z[k] as number)
    h = z
  }
  return Float32Array.from(h)
}

/** One row of z = h W + b. Four inputs at a time, so that z is read and written less often. */
const addLayer = (
  theta: Float32Array,
  { rows, columns, offset }: Block,
  { offset: bias }: Block,
  h: Float32Array | Float64Array,
  row: number,
  z: Float64Array,
): void => {
  const [from, to] = [row * rows, row * columns]
  for (let j = 0; j < columns; j++) z[to + j] = theta[bias + j] as number
  let i = 0
  for (; i + 4 <= rows; i += 4) {
    const [h0, h1, h2, h3] = [h[from + i], h[from + i + 1], h[from + i + 2], h[from + i + 3]] as [
      number,
      number,
      number,
      number,
    ]
    const w0 = offset + i * columns
    const [w1, w2, w3] = [w0 + columns, w0 + 2 * columns, w0 + 3 * columns]
    for (let j = 0; j < columns; j++)
      z[to + j] =
        (z[to + j] as number) +
        h0 * (theta[w0 + j] as number) +
        h1 * (theta[w1 + j] as number) +
        h2 * (theta[w2 + j] as number) +
        h3 * (theta[w3 + j] as number)
  }
  for (; i < rows; i++) {
    const hi = h[from + i] as number
    for (let j = 0; j < columns; j++)
      z[to + j] = (z[to + j] as number) + hi * (theta[offset + i * columns + j] as number)
  }
}
