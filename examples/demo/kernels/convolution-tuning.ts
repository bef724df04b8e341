import { moduleProfiler } from 'paretune/profilers'
import { type GpujsMetric, gpujsMetrics } from 'paretune/profilers/gpujs'
import { type ConfigOf, choice, defineSpace, flag, on, ordinal } from 'paretune/space'
import { profiler } from './convolution.js'
import { finalist, pull } from './limits.js'
import { modes } from './modes.js'

const space = defineSpace(
  {
    mode: choice(...modes),
    async: flag(),
    poolSize: ordinal(2, 4),
    layout: choice('nested', 'flat'),
    // loop: two loops over the filter; unrolled: one long sum; literal: that sum with the weights written into the code.
    filter: choice('loop', 'unrolled', 'literal'),
    outputs: ordinal(1, 4),
  },
  {
    when: { async: c => c.mode === 'webasm', poolSize: c => c.async === true },
    where: [
      on(['layout', 'filter'], c => c.layout === 'flat' || c.filter === 'loop', {
        name: 'nested is for the plain loop',
      }),
      on(['filter', 'outputs'], c => c.outputs === 1 || c.filter === 'unrolled', {
        name: 'four outputs are for the unrolled sum',
      }),
      on(['mode', 'filter'], c => c.mode !== 'webgpu' || c.filter !== 'loop', {
        name: 'webgpu without unrolling would take most of the time of the demo on a software adapter',
      }),
    ],
  },
)
export type ConvolutionConfig = ConfigOf<typeof space>

/** In the style of the README of gpu.js: `new GPU()`, which without a GPU picks webasm, one thread, nested arrays, plain loops. */
const defaultConfig: ConvolutionConfig = { mode: 'webasm', async: false, layout: 'nested', filter: 'loop', outputs: 1 }

const freshProfiler = moduleProfiler<ConvolutionConfig, GpujsMetric>(new URL('./convolution.js', import.meta.url), {
  name: 'gpu.js convolution, in a new process',
  metrics: gpujsMetrics,
  args: finalist,
  fresh: true,
})

export const convolution = { space, profiler: profiler(pull), freshProfiler, defaultConfig }
