import type { MeasureOptions } from 'paretune/profilers'
import { gpujs } from 'paretune/profilers/gpujs'
import { flat } from './flat.js'
import type { MatmulConfig } from './matmul-tuning.js'

// C = A B for square matrices in gpu.js. Each thread computes `outputs` neighbours of a row of C, and its loop over k
// does `unroll` steps at a time: together the block that one turn of the loop works on.

/** Large enough for nine chunks of work for the threads (gpu.js cuts 4096 cells each), small enough for a quick trial. */
const SIZE = 192

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
const expected = rowsOfA.flatMap(row =>
  columnsOfB.map(column => {
    let sum = 0
    for (let k = 0; k < SIZE; k++) sum += (row[k] as number) * (column[k] as number)
    return sum
  }),
)

/** A function of the limits, so that `moduleProfiler` can hand them to another process. */
export const profiler = (limits: Partial<MeasureOptions>) =>
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
