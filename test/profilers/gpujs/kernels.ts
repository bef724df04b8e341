import type { ExecutionContext } from 'ava'
import { isLeft, isRight } from '#src/core/fp.js'
import type { Profile, ProfileFailure } from '#src/core/index.js'
import { type GpujsDefinition, type GpujsMode, gpujs } from '#src/profilers/gpujs/index.js'
import type { ProfileContext } from '#src/profilers/index.js'
import { installWebGpu } from '#src/profilers/webgpu-device.js'
import { isRequired } from '../../required.js'

// What the tests of the gpu.js profiler share: a small kernel, a context, and what this machine has.

/** Large enough for gpu.js to use its worker threads: 4096 cells are the least. */
const SIDE = 96

export type Config = { readonly mode: GpujsMode; readonly poolSize?: number }

/** a[y][x] * 2 + x: every number of the output is different, and exact in float32. */
export const scaling: GpujsDefinition<Config> = {
  mode: config => config.mode,
  kernel: gpu =>
    gpu.createKernel('function (a) { return a[this.thread.y][this.thread.x] * 2 + this.thread.x }', {
      output: [SIDE, SIDE],
    }),
  settings: ({ poolSize }) => (poolSize === undefined ? {} : { asyncMode: true, poolSize }),
  inputs: () => [rows()],
  reference: args => ({ expected: (args[0] as number[][]).map(row => row.map((value, x) => value * 2 + x)) }),
  limits: { timeMs: 20, warmupMs: 10, minSamples: 3 },
}

export const rows = (): number[][] =>
  Array.from({ length: SIDE }, (_row, y) => Array.from({ length: SIDE }, (_cell, x) => y * SIDE + x))

export const context = (more: Partial<ProfileContext> = {}): ProfileContext => ({
  signal: new AbortController().signal,
  timeoutMs: 10_000,
  fidelity: 1,
  seed: 1,
  log: () => {},
  report: () => 'continue',
  ...more,
})

/** Profiles once, by a profiler that is closed then; the test fails where there is no profile. */
export const profile = async (t: ExecutionContext, definition: typeof scaling, config: Config): Promise<Profile> => {
  const profiler = gpujs(definition)
  try {
    const answer = await profiler.profile(config, context())()
    if (isLeft(answer)) throw t.fail(answer.left.message)
    return answer.right
  } finally {
    await profiler.close?.()
  }
}

/** The other way round. */
export const failureOf = async (
  t: ExecutionContext,
  definition: typeof scaling,
  config: Config,
): Promise<ProfileFailure> => {
  const profiler = gpujs(definition)
  try {
    const answer = await profiler.profile(config, context())()
    if (isRight(answer)) throw t.fail('expected a failure, got a profile')
    return answer.left
  } finally {
    await profiler.close?.()
  }
}

/** Why the tests on WebGPU do not run here; undefined where they do, or have to. */
export const noWebGpu: string | undefined = await installWebGpu().then(
  () => undefined,
  (error: Error) => (isRequired('gpujs-webgpu') ? undefined : error.message),
)

/** For titles. */
export const unlessSkipped = noWebGpu === undefined ? '' : ` (skipped: ${noWebGpu.split(':')[0]})`
