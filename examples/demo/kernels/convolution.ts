import type { MeasureOptions } from 'paretune/profilers'
import { gpujs } from 'paretune/profilers/gpujs'
import type { ConvolutionConfig } from './convolution-tuning.js'
import { flat } from './flat.js'

// A 2-D convolution (in the sense of neural networks: no mirroring) of an image with a small filter in gpu.js.

const SIZE = 320
const FILTER = 5
const PADDED = SIZE + FILTER - 1

const matrix = (size: number, value: (i: number) => number): Float32Array[] =>
  Array.from({ length: size }, (_row, y) => Float32Array.from({ length: size }, (_cell, x) => value(y * size + x)))
const weights = matrix(FILTER, Math.cos)
const image = matrix(PADDED, Math.sin)

/** The text of the kernel: gpu.js translates text, so that a formulation can be generated. */
const source = ({ filter, outputs }: ConvolutionConfig): string => {
  if (filter === 'loop') {
    return `function (image, weights) {
      let sum = 0
      for (let i = 0; i < ${FILTER}; i++) {
        for (let j = 0; j < ${FILTER}; j++) {
          sum += image[this.thread.y + i][this.thread.x + j] * weights[i][j]
        }
      }
      return sum
    }`
  }
  const weight = (i: number, j: number): string =>
    filter === 'literal' ? `(${weights[i]?.[j]})` : `weights[${i}][${j}]`
  const sum = (output: number): string =>
    weights
      .flatMap((row, i) => Array.from(row, (_weight, j) => `image[y + ${i}][x + ${output + j}] * ${weight(i, j)}`))
      .join(' + ')
  const sums = Array.from({ length: outputs }, (_, output) => sum(output))
  return `function (image, weights) {
    const x = this.thread.x * ${outputs}
    const y = this.thread.y
    return ${outputs === 1 ? sums[0] : `[${sums.join(', ')}]`}
  }`
}

const inputs = { nested: [image, weights], flat: [flat(image), flat(weights)] }

/** In double precision, once for all trials. */
const expected = Float64Array.from({ length: SIZE * SIZE }, (_, cell) => {
  const x = cell % SIZE
  const y = Math.floor(cell / SIZE)
  const rows = image.slice(y, y + FILTER)
  return weights.reduce(
    (sum, row, i) => sum + row.reduce((part, weight, j) => part + weight * (rows[i]?.[x + j] as number), 0),
    0,
  )
})

/** A function of the limits, so that `moduleProfiler` can hand them to another process. */
export const profiler = (limits: Partial<MeasureOptions>) =>
  gpujs({
    name: 'gpu.js convolution',
    mode: (config: ConvolutionConfig) => config.mode,
    kernel: (gpu, config) => gpu.createKernel(source(config), { output: [SIZE / config.outputs, SIZE] }),
    inputs: config => inputs[config.layout],
    settings: ({ async, poolSize }) => (async ? { asyncMode: true, poolSize } : {}),
    reference: () => ({ expected }),
    // Floating-point operations.
    items: () => 2 * (SIZE * FILTER) ** 2,
    limits,
    keep: 6,
  })
