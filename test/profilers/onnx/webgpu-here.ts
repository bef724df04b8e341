import { onnx } from '#src/profilers/onnx/index.js'
import { isRequired } from '../../required.js'
import { limits, profileOf } from './profiles.js'
import { dense } from './write-model.js'

// Only one test file uses this: ONNX Runtime's WebGPU crashes the process where two threads of it begin at once.

const onWebGpu = onnx({
  model: dense(4, 3),
  session: () => ({ executionProviders: ['webgpu'] }),
  dimensions: () => ({ batch: 2 }),
  limits,
})

/** Why the tests on webgpu do not run here; undefined where they do, or have to. */
export const noWebGpu: string | undefined = isRequired('onnx-webgpu')
  ? undefined
  : await profileOf(onWebGpu, {}).then(
      () => undefined,
      (error: Error) => error.message,
    )

/** For titles. */
export const unlessSkipped = noWebGpu === undefined ? '' : ' (skipped: ONNX Runtime finds no WebGPU adapter)'
