// A gpu.js kernel: which backend, how many threads, and how far should its inner loop be unrolled?
import { type ConfigOf, choice, createStudy, defineSpace, flag, minimize, ordinal, random } from 'paretune'
import { gpujs } from 'paretune/profilers/gpujs'

const SIZE = 128
const row = (y: number): Float32Array => Float32Array.from({ length: SIZE }, (_cell, x) => ((x * 7 + y * 3) % 11) - 5)
const matrix = Array.from({ length: SIZE }, (_row, y) => row(y))
const product = matrix.map(a =>
  Float32Array.from({ length: SIZE }, (_cell, x) =>
    a.reduce((sum, value, k) => sum + value * (matrix[k]?.[x] ?? 0), 0),
  ),
)

const space = defineSpace(
  { mode: choice('cpu', 'webasm'), threads: ordinal(1, 2), unroll: ordinal(1, 2, 4, 8), strictIntegers: flag() },
  { when: { threads: c => c.mode === 'webasm', strictIntegers: c => c.mode === 'webasm' } },
)
type Config = ConfigOf<typeof space>

/** gpu.js translates text, so the text may depend on the configuration. */
const source = (unroll: number): string => {
  const terms = Array.from({ length: unroll }, (_, i) => `a[this.thread.y][k + ${i}] * b[k + ${i}][this.thread.x]`)
  return `function (a, b) {
    let sum = 0
    for (let k = 0; k < ${SIZE}; k += ${unroll}) sum += ${terms.join(' + ')}
    return sum
  }`
}

const study = await createStudy({
  space,
  profiler: gpujs({
    mode: (config: Config) => config.mode,
    kernel: (gpu, { unroll }) => gpu.createKernel(source(unroll), { output: [SIZE, SIZE] }),
    settings: ({ threads = 1, strictIntegers = false }) => ({
      strictIntegers,
      ...(threads > 1 && { asyncMode: true, poolSize: threads }),
    }),
    inputs: () => [matrix, matrix],
    reference: () => ({ expected: product, absolute: 1e-3 }),
    items: () => 2 * SIZE ** 3,
    limits: { timeMs: 100, warmupMs: 50 },
  }),
  objectives: { latency: minimize('latencyMs') },
  agent: random(),
  baseline: { mode: 'cpu', unroll: 1 },
  budget: { trials: 20 }, // all there are
})
await study.run()
const { winner } = await study.confirm({ rounds: 5 })
console.log('the fastest:', winner?.config)
console.log('times as fast as the plain loop on cpu:', winner?.speedup)
