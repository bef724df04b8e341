import { moduleProfiler } from 'paretune/profilers'
import { gpujs, gpujsMetrics } from 'paretune/profilers/gpujs'
import { type ConfigOf, choice, defineSpace, flag, on, ordinal } from 'paretune/space'
import { flat } from './flat.js'
import { modes } from './modes.js'

// C = A B for square matrices in gpu.js. Each thread computes `outputs` neighbours of a row of C, and its loop over k
// does `unroll` steps at a time: together the block that one turn of the loop works on.

/** Large enough for nine chunks of work for the threads (gpu.js cuts 4096 cells each), small enough for a quick trial. */
const SIZE = 192

const space = defineSpace(
  {
    mode: choice(...modes),
    async: flag(),
    poolSize: ordinal(2, 4),
    // nested: arrays of rows, as in the README of gpu.js; transposed: flat arrays and B transposed, so that both factors
    // are read along their rows.
    formulation: choice('nested', 'transposed'),
    outputs: ordinal(1, 4),
    unroll: ordinal(1, 4),
  },
  {
    when: { async: c => c.mode === 'webasm', poolSize: c => c.async === true },
    where: [
      on(['formulation', 'outputs', 'unroll'], c => c.formulation === 'nested' || (c.outputs === 1 && c.unroll === 4), {
        name: 'transposed is for one unrolled product of two rows',
      }),
      on(['mode', 'unroll'], c => c.mode !== 'webgpu' || c.unroll === 4, {
        name: 'webgpu without unrolling would take most of the time of the demo on a software adapter',
      }),
    ],
  },
)
type MatmulConfig = ConfigOf<typeof space>

/** The text of the kernel: gpu.js translates text, so that a formulation can be generated. */
const source = ({ formulation, outputs, unroll }: MatmulConfig): string => {
  const b = (k: string, x: string): string => (formulation === 'transposed' ? `b[${x}][${k}]` : `b[${k}][${x}]`)
  const steps = Array.from({ length: unroll }, (_, i) => (i === 0 ? 'k' : `k + ${i}`))
  const sums = Array.from({ length: outputs }, (_, i) => i)
  const products = (sum: number): string => steps.map((k, i) => `a${i} * ${b(k, `x + ${sum}`)}`).join(' + ')
  return `function (a, b) {
    const x = this.thread.x * ${outputs}
    ${sums.map(sum => `let sum${sum} = 0`).join('\n')}
    for (let k = 0; k < ${SIZE}; k += ${unroll}) {
      ${steps.map((k, i) => `const a${i} = a[this.thread.y][${k}]`).join('\n')}
      ${sums.map(sum => `sum${sum} += ${products(sum)}`).join('\n')}
    }
    return ${outputs === 1 ? 'sum0' : `[${sums.map(sum => `sum${sum}`).join(', ')}]`}
  }`
}

const matrix = (value: (row: number, column: number) => number): Float32Array[] =>
  Array.from({ length: SIZE }, (_row, y) => Float32Array.from({ length: SIZE }, (_cell, x) => value(y, x)))
const rowsOfA = matrix((row, column) => Math.sin(row * SIZE + column))
const rowsOfB = matrix((row, column) => Math.cos(row * SIZE + column))
const columnsOfB = matrix((column, row) => Math.cos(row * SIZE + column))

const inputs = { nested: [rowsOfA, rowsOfB], transposed: [flat(rowsOfA), flat(columnsOfB)] }

/** In double precision, once for all trials. */
const dot = (u: Float32Array, v: Float32Array): number => u.reduce((sum, value, k) => sum + value * (v[k] as number), 0)
const expected = rowsOfA.flatMap(row => columnsOfB.map(column => dot(row, column)))

/** What one pull of an arm may take: a tenth of a second or two, first calls apart. */
const pull = { timeMs: 60, warmupMs: 30, minSamples: 5 }

/** A function of the limits, so that `moduleProfiler` can hand them to another process. */
export const profiler = (limits: typeof pull) =>
  gpujs({
    name: 'gpu.js matrix multiplication',
    mode: (config: MatmulConfig) => config.mode,
    kernel: (gpu, config) => gpu.createKernel(source(config), { output: [SIZE / config.outputs, SIZE] }),
    inputs: config => inputs[config.formulation],
    settings: ({ async, poolSize }) => (async ? { asyncMode: true, poolSize } : {}),
    reference: () => ({ expected }),
    // Floating-point operations.
    items: () => 2 * SIZE ** 3,
    limits,
    keep: 6,
  })

/**
 * The README of gpu.js: `new GPU()`, which without a GPU picks webasm, one thread, nested arrays, one plain loop. What a
 * newcomer runs on this machine.
 */
const defaultConfig: MatmulConfig = { mode: 'webasm', async: false, formulation: 'nested', outputs: 1, unroll: 1 }

/** For finalists: each profile in a new process, and long enough to tell them apart. */
const freshProfiler = moduleProfiler<MatmulConfig, keyof typeof gpujsMetrics>(new URL(import.meta.url), {
  name: 'gpu.js matrix multiplication, in a new process',
  metrics: gpujsMetrics,
  args: { timeMs: 1000, warmupMs: 500, minSamples: 20 },
  fresh: true,
})

export const matmul = { space, profiler: profiler(pull), freshProfiler, defaultConfig }
