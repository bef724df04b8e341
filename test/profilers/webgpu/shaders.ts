import type { ExecutionContext } from 'ava'
import { isLeft, isRight } from '#src/core/fp.js'
import type { Config, Profile, ProfileFailure } from '#src/core/index.js'
import { input, output, type WebGpuDefinition, webgpu } from '#src/profilers/webgpu/index.js'
import { installWebGpu } from '#src/profilers/webgpu-device.js'
import { isRequired } from '../../required.js'
import { contextOf } from '../context.js'

// What the tests of the WebGPU profiler share: a small shader, and what this machine has.

export const numbers = Float32Array.from({ length: 1000 }, (_, i) => i - 500)

export type Block = { readonly block: number }

/** The square of each number, one work item for each. */
export const square: WebGpuDefinition<Block> = {
  source: `
    override block: u32;
    @group(0) @binding(0) var<storage, read> values: array<f32>;
    @group(0) @binding(1) var<storage, read_write> squares: array<f32>;
    @compute @workgroup_size(block) fn square(@builtin(global_invocation_id) id: vec3u) {
      if (id.x < arrayLength(&values)) { squares[id.x] = values[id.x] * values[id.x]; }
    }`,
  entry: 'square',
  inputs: () => [input(numbers), output(new Float32Array(numbers.length))],
  workgroup: ['block'],
  grid: [({ block }) => Math.ceil(numbers.length / block)],
  reference: () => ({ expected: [numbers.map(x => x * x)] }),
  limits: { timeMs: 20, warmupMs: 0, minSamples: 3 },
}

/** Profiles once, by a profiler that is closed then; the test fails where there is no profile. */
export const profileOf = async <C extends Config>(
  t: ExecutionContext,
  definition: WebGpuDefinition<C>,
  config: C,
): Promise<Profile> => {
  const answer = await answerOf(definition, config)
  if (isLeft(answer)) throw t.fail(answer.left.message)
  return answer.right
}

/** The other way round. */
export const failureOf = async <C extends Config>(
  t: ExecutionContext,
  definition: WebGpuDefinition<C>,
  config: C,
): Promise<ProfileFailure> => {
  const answer = await answerOf(definition, config)
  if (isRight(answer)) throw t.fail('expected a failure, got a profile')
  return answer.left
}

const answerOf = async <C extends Config>(definition: WebGpuDefinition<C>, config: C) => {
  const profiler = webgpu(definition)
  try {
    return await profiler.profile(config, contextOf())()
  } finally {
    await profiler.close?.()
  }
}

/** Why the tests on WebGPU do not run here; undefined where they do, or have to. */
export const noWebGpu: string | undefined = await installWebGpu().then(
  () => undefined,
  (error: Error) => (isRequired('webgpu') ? undefined : error.message),
)

/** For titles. */
export const unlessSkipped = noWebGpu === undefined ? '' : ` (skipped: ${noWebGpu.split(':')[0]})`
