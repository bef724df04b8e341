import type { ExecutionContext } from 'ava'
import { isLeft, isRight } from '#src/core/fp.js'
import type { Config, Profile, ProfileFailure } from '#src/core/index.js'
import type { ProfileContext } from '#src/profilers/index.js'
import { float32, input, type KernelDefinition, kernelProfiler, output } from '#src/profilers/kernel/index.js'
import { contextOf } from '../context.js'
import type { Fake, FakeCall } from './fake-backend.js'

// What the tests of the harness share: a kernel that scales numbers, and how it is profiled once.

export const numbers = Float32Array.from({ length: 100 }, (_, i) => i + 1)

/** to[i] = factor * from[i], one work item for each. The device claims 2 ms. */
export const scale = ({ launch, bytes }: FakeCall): number => {
  const from = floats(bytes(0), numbers.length)
  const to = floats(bytes(1), numbers.length)
  const factor = (launch.args.at(-1) as { value: number }).value
  const items = launch.grid[0] * launch.workgroup[0]
  for (let i = 0; i < Math.min(items, from.length); i++) to[i] = (from[i] as number) * factor
  return 2
}

/** The start of a buffer as numbers. */
export const floats = (bytes: Uint8Array, length: number): Float32Array =>
  new Float32Array(bytes.buffer, bytes.byteOffset, length)

export type Scaling = KernelDefinition<{ readonly block: number }>

export const scaling = (parts: Partial<Scaling> = {}): Scaling => ({
  source: 'void scale()',
  entry: 'scale',
  constants: { n: numbers.length },
  inputs: () => [input(numbers), output(new Float32Array(numbers.length)), float32(3)],
  workgroup: ['block'],
  grid: ['-(-n // block)'],
  reference: () => ({ expected: [numbers.map(x => 3 * x)] }),
  limits: { timeMs: 1, warmupMs: 0, minSamples: 3 },
  ...parts,
})

/** Profiles once, by a profiler that is closed then. The test fails where there is no profile, or anything is left on the device. */
export const profileOf = async <C extends Config>(
  t: ExecutionContext,
  fake: Fake,
  definition: KernelDefinition<C>,
  config: C,
): Promise<Profile> => {
  const answer = await answerOf(t, fake, definition, config)
  if (isLeft(answer)) throw t.fail(answer.left.message)
  return answer.right
}

/** The other way round. */
export const failureOf = async <C extends Config>(
  t: ExecutionContext,
  fake: Fake,
  definition: KernelDefinition<C>,
  config: C,
  context?: Partial<ProfileContext>,
): Promise<ProfileFailure> => {
  const answer = await answerOf(t, fake, definition, config, context)
  if (isRight(answer)) throw t.fail('expected a failure, got a profile')
  return answer.left
}

const answerOf = async <C extends Config>(
  t: ExecutionContext,
  fake: Fake,
  definition: KernelDefinition<C>,
  config: C,
  context?: Partial<ProfileContext>,
) => {
  const profiler = kernelProfiler(fake.backend, definition)
  try {
    const answer = await profiler.profile(config, contextOf(context))()
    t.deepEqual(fake.alive, { devices: fake.alive.devices, kernels: 0, buffers: 0 })
    return answer
  } finally {
    await profiler.close?.()
    t.is(fake.alive.devices, 0)
  }
}
