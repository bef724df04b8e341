import test from 'ava'
import { onnx } from '#src/profilers/onnx/index.js'
import { checkProfiler } from '#src/testing/index.js'
import { limits } from './profiles.js'
import { temporaryFiles } from './temporary.js'
import { dense } from './write-model.js'

const leftOver = await temporaryFiles()

test('the profiler keeps the contract (on webgpu: see webgpu.test)', async t => {
  const profiler = onnx({
    model: dense(16, 4),
    session: ({ threads }: { threads: number; batch: number }) => ({ intraOpNumThreads: threads }),
    dimensions: ({ batch }) => ({ batch }),
    limits,
  })
  const trial = {
    configs: [
      { threads: 1, batch: 8 },
      { threads: 2, batch: 1 },
    ],
    invalidConfig: { threads: -1, batch: 1 },
  }
  t.deepEqual(await checkProfiler(profiler, trial), [])
  t.deepEqual(await leftOver(), [])
})
