import type { ExecutionContext } from 'ava'
import { isLeft, isRight } from '#src/core/fp.js'
import type { Profile, ProfileFailure } from '#src/core/index.js'
import { type CudaDefinition, cuda } from '#src/profilers/cuda/index.js'
import { float32, inout, input, int32 } from '#src/profilers/kernel/index.js'
import type { ProfileContext, Profiler } from '#src/profilers/profiler.js'
import { contextOf } from '../context.js'

// What the tests of the CUDA profiler share. The sources are real ones; the stubs know the kernels by their names.

export type Config = { readonly block: number; readonly items?: number }

export const LENGTH = 1000
const x = Float32Array.from({ length: LENGTH }, (_, i) => i)
const y = new Float32Array(LENGTH).fill(1)

/** y[i] += 2 * x[i]: exact in float32. */
export const saxpy: CudaDefinition<Config> = {
  source: `
    extern "C" __global__ void saxpy(int n, float a, const float *x, float *y) {
      for (int i = blockIdx.x * block * ITEMS + threadIdx.x, item = 0; item < ITEMS && i < n; item++, i += block) y[i] += a * x[i];
    }`,
  entry: 'saxpy',
  constants: { LENGTH },
  defines: ({ block, items = 1 }) => ({ block, ITEMS: items }),
  inputs: () => [int32(LENGTH), float32(2), input(x), inout(y)],
  workgroup: ['block'],
  grid: [({ block, items = 1 }) => Math.ceil(LENGTH / (block * items))],
  reference: () => ({ expected: [x.map(value => 1 + 2 * value)] }),
  limits: { timeMs: 1, warmupMs: 1, minSamples: 2, maxSamples: 3 },
}

/** A kernel without parameters, which the stubs know by its name. */
export const bare = (name: string, body = ''): CudaDefinition<Config> => ({
  source: `extern "C" __global__ void ${name}() { ${body} }`,
  entry: name,
  inputs: () => [],
  workgroup: ['block'],
  grid: [1],
  limits: { timeMs: 1, warmupMs: 1, minSamples: 2, maxSamples: 3 },
})

/** The same by way of the last word of this much shared memory. */
export const lastOf = (sharedBytes: number): CudaDefinition<Config> => ({
  ...saxpy,
  source: `
    extern "C" __global__ void through(int n, float a, const float *x, float *y) {
      extern __shared__ float words[];
      int last = ${sharedBytes} / 4 - 1, i = blockIdx.x * blockDim.x + threadIdx.x;
      if (threadIdx.x == 0) words[last] = a;
      __syncthreads();
      if (i < n) y[i] += words[last] * x[i];
    }`,
  entry: 'through',
  sharedBytes,
})

/** Writes where it must not, in blocks of 64. */
export const astray = bare('astray', 'if (block == 64) *(volatile int *)16 = 1;')

export const profileOf = async (t: ExecutionContext, profiler: Profiler<Config>, config: Config): Promise<Profile> => {
  const answer = await profiler.profile(config, contextOf())()
  if (isRight(answer)) return answer.right
  throw t.fail(`expected a profile, got ${answer.left._tag}: ${answer.left.message}`)
}

export const failureOf = async (
  t: ExecutionContext,
  profiler: Profiler<Config>,
  config: Config,
  parts: Partial<ProfileContext> = {},
): Promise<ProfileFailure> => {
  const answer = await profiler.profile(config, contextOf(parts))()
  if (isLeft(answer)) return answer.left
  throw t.fail('expected a failure, got a profile')
}

export { cuda }
