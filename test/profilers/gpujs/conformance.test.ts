import test from 'ava'
import { gpujs } from '#src/profilers/gpujs/index.js'
import { checkProfiler } from '#src/testing/index.js'
import { type Config, noWebGpu, scaling } from './kernels.js'

const configs: readonly Config[] = [
  { mode: 'webasm' },
  { mode: 'webasm', poolSize: 2 },
  { mode: 'cpu' },
  ...(noWebGpu === undefined ? [{ mode: 'webgpu' } as const] : []),
]

for (const keep of [0, 2]) {
  const title = keep === 0 ? 'freed after each profile' : 'kept between profiles'
  test.serial(
    `the profiler keeps the contract, its kernels ${title} (${configs.map(({ mode }) => mode).join(', ')})`,
    async t => {
      // WebGL never runs in Node.js.
      const trial = { configs, invalidConfig: { mode: 'webgl' } as never }
      t.deepEqual(await checkProfiler(gpujs({ ...scaling, keep }), trial), [])
    },
  )
}
