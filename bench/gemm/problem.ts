import { makeRng } from '#src/core/index.js'
import { fitsWorkgroup, input, opencl, output, type WorkgroupLimits } from '#src/profilers/opencl/index.js'
import type { Profiler } from '#src/profilers/profiler.js'
import { type ConfigOf, choice, defineSpace, ordinal } from '#src/space/index.js'
import { source } from './kernel.js'

/** Rows and columns of the matrices. */
const SIZE = 512
const WORKGROUP = ['tileN // workN', 'tileM // workM']

/** 896 valid configurations where a device takes workgroups of 512 work items and 12 KiB of local memory. */
export const gemmSpace = (limits: WorkgroupLimits) =>
  defineSpace(
    {
      tileM: ordinal(32, 64),
      tileN: ordinal(64, 128),
      workM: ordinal(1, 2, 4, 8),
      workN: ordinal(8, 16, 32),
      vector: ordinal(4, 8, 16),
      unroll: ordinal(1, 4),
      layout: choice('plain', 'transposed', 'localB', 'localAB'),
    },
    {
      where: [
        'vector <= workN',
        // The sums of a work item fit into the registers of the widest machines.
        'workM * workN // vector <= 16',
        ...fitsWorkgroup(limits, { workgroup: WORKGROUP, sharedBytes: '64 * (tileN + tileM)' }),
      ],
    },
  )
export type GemmConfig = ConfigOf<ReturnType<typeof gemmSpace>>

/** Multiplies two matrices of random numbers; every configuration's product is compared with that of plain JavaScript. */
export const gemm = () => {
  const rng = makeRng(1)
  const matrix = (): Float32Array => Float32Array.from({ length: SIZE * SIZE }, () => 2 * rng.next() - 1)
  const [a, b] = [matrix(), matrix()]
  const [transposed, product] = [transposeOf(a), productOf(a, b)]
  const result = output(new Float32Array(SIZE * SIZE))
  return (): Profiler<GemmConfig> =>
    opencl({
      name: 'gemm',
      source,
      entry: 'gemm',
      constants: { size: SIZE },
      inputs: ({ layout }) => [input(layout === 'transposed' ? transposed : a), input(b), result],
      workgroup: WORKGROUP,
      grid: ['size // tileN', 'size // tileM'],
      // A sum of 512 products of numbers up to 1 is off by some 1e-5 in single precision.
      reference: () => ({ expected: [product], relative: 1e-4, absolute: 1e-3 }),
      items: () => 2 * SIZE ** 3,
      slowerFactor: 10,
      limits: { timeMs: 200, warmupMs: 50, minSamples: 10 },
    })
}

const transposeOf = (matrix: Float32Array): Float32Array =>
  matrix.map((_, i) => matrix[(i % SIZE) * SIZE + Math.floor(i / SIZE)] as number)

const productOf = (a: Float32Array, b: Float32Array): Float64Array => {
  const product = new Float64Array(SIZE * SIZE)
  for (let row = 0; row < SIZE; row++) {
    for (let k = 0; k < SIZE; k++) {
      const factor = a[row * SIZE + k] as number
      for (let column = 0; column < SIZE; column++) {
        product[row * SIZE + column] =
          (product[row * SIZE + column] as number) + factor * (b[k * SIZE + column] as number)
      }
    }
  }
  return product
}
