import type { Config } from '#src/core/index.js'
import { onnx } from '#src/profilers/onnx/index.js'
import { limits } from './profiles.js'
import { dense } from './write-model.js'

// The module of a module profiler: a model that is fine, and one whose run crashes as native code does.

export const profiler = onnx({
  name: 'planted',
  model: dense(16, 4),
  dimensions: () => ({ batch: 2 }),
  run: async (session, feeds) => (await session.run(feeds)) as typeof feeds,
  limits,
  verify: (_outputs, { crashes }: Config) => (crashes ? process.kill(process.pid, 'SIGSEGV') : true),
})
