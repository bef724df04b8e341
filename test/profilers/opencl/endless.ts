import { inout, opencl } from '#src/profilers/opencl/index.js'
import { quick } from './scaling.js'

/** What process.ts runs in another process: a kernel that never ends where it is told to. */
export const profiler = opencl({
  source: `kernel void wait(global volatile int *a) {
  while (endless) a[0]++;
  a[0] = 1;
}`,
  entry: 'wait',
  inputs: (_config: { readonly endless: boolean }) => [inout(new Int32Array(1))],
  workgroup: [1],
  grid: [1],
  limits: quick,
})
