import test from 'ava'
import { webgpu } from '#src/profilers/webgpu/index.js'
import { checkProfiler } from '#src/testing/index.js'
import { noWebGpu, square, unlessSkipped } from './shaders.js'

const onWebGpu = noWebGpu === undefined ? test.serial : test.serial.skip

onWebGpu(`the profiler keeps the contract${unlessSkipped}`, async t => {
  const trial = { configs: [{ block: 64 }, { block: 8 }], invalidConfig: { block: 1_000_000 } }
  t.deepEqual(await checkProfiler(webgpu(square), trial), [])
})
