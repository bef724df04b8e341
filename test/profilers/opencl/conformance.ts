import { opencl } from '#src/profilers/opencl/index.js'
import { checkProfiler } from '#src/testing/index.js'
import { onOpencl } from './on-opencl.js'
import { scaling } from './scaling.js'

onOpencl('the profiler of OpenCL kernels keeps the contract', async t => {
  const configs = [
    { items: 16, factor: 2 },
    { items: 64, factor: 3 },
  ]
  // More work items than any device has.
  const invalidConfig = { items: 2 ** 30, factor: 1 }
  t.deepEqual(await checkProfiler(opencl(scaling), { configs, invalidConfig }), [])
})
