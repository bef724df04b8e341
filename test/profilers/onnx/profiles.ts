import { isLeft, isRight } from '#src/core/fp.js'
import type { Config, Measurement, Profile, ProfileFailure } from '#src/core/index.js'
import type { Profiler } from '#src/profilers/index.js'
import { contextOf } from '../context.js'

// What the tests of the ONNX profiler share.

export const limits = { timeMs: 20, warmupMs: 10, minSamples: 3 }

/** Profiles once; throws where it fails. */
export const profileOf = async <C extends Config, M extends string>(
  profiler: Profiler<C, M>,
  config: C,
  context = contextOf(),
): Promise<Profile<M>> => {
  const answer = await profiler.profile(config, context)()
  if (isLeft(answer)) throw new Error(`${answer.left._tag}: ${answer.left.message}`)
  return answer.right
}

/** Profiles once; throws where it does not fail. */
export const failureOf = async <C extends Config>(
  profiler: Profiler<C>,
  config: C,
  context = contextOf(),
): Promise<ProfileFailure> => {
  const answer = await profiler.profile(config, context)()
  if (isRight(answer)) throw new Error('expected a failure, got a profile')
  return answer.left
}

export const median = (value: Measurement | number | undefined): number =>
  typeof value === 'object' ? value.median : Number.NaN
