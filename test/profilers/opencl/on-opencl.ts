import test, { type ExecutionContext } from 'ava'
import { isLeft, isRight } from '#src/core/fp.js'
import { type Config, messageOf, type Profile, type ProfileFailure } from '#src/core/index.js'
import { type OpenclDefinition, opencl, openclDevices } from '#src/profilers/opencl/index.js'
import { isRequired } from '../../required.js'
import { contextOf } from '../context.js'

// What the tests of the OpenCL profiler share.

/** Why there is no OpenCL here. */
const noOpencl: string | undefined = await openclDevices().then(
  devices => (devices.length > 0 || isRequired('opencl') ? undefined : 'no device'),
  thrown => (isRequired('opencl') ? undefined : messageOf(thrown)),
)
/** A test that takes OpenCL: skipped by its name where there is none. */
export const onOpencl = (title: string, implementation: (t: ExecutionContext) => Promise<void>): void => {
  if (noOpencl === undefined) test.serial(title, implementation)
  else test.serial.skip(`${title} (${noOpencl})`, implementation)
}

/** The profile of one configuration, the device closed again. */
export const profileOf = async <C extends Config>(
  t: ExecutionContext,
  definition: OpenclDefinition<C>,
  config: C,
): Promise<Profile> => {
  const answer = await profiled(definition, config)
  if (isLeft(answer)) throw t.fail(`${answer.left._tag}: ${answer.left.message}`)
  return answer.right
}

export const failureOf = async <C extends Config>(
  t: ExecutionContext,
  definition: OpenclDefinition<C>,
  config: C,
): Promise<ProfileFailure> => {
  const answer = await profiled(definition, config)
  if (isRight(answer)) throw t.fail('expected a failure, got a profile')
  return answer.left
}

const profiled = async <C extends Config>(definition: OpenclDefinition<C>, config: C) => {
  const profiler = opencl(definition)
  try {
    return await profiler.profile(config, contextOf())()
  } finally {
    await profiler.close?.()
  }
}
