import { moduleProfiler } from 'paretune/profilers'
import { type GpujsMetric, gpujsMetrics } from 'paretune/profilers/gpujs'
import { type ConfigOf, choice, defineSpace, flag, on, ordinal } from 'paretune/space'
import { finalist, pull } from './limits.js'
import { profiler } from './matmul.js'
import { modes } from './modes.js'

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
export type MatmulConfig = ConfigOf<typeof space>

/**
 * The README of gpu.js: `new GPU()`, which without a GPU picks webasm, one thread, nested arrays, one plain loop. What a
 * newcomer runs on this machine.
 */
const defaultConfig: MatmulConfig = { mode: 'webasm', async: false, formulation: 'nested', outputs: 1, unroll: 1 }

const freshProfiler = moduleProfiler<MatmulConfig, GpujsMetric>(new URL('./matmul.js', import.meta.url), {
  name: 'gpu.js matrix multiplication, in a new process',
  metrics: gpujsMetrics,
  args: finalist,
  fresh: true,
})

export const matmul = { space, profiler: profiler(pull), freshProfiler, defaultConfig }
