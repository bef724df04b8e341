import { spawnSync } from 'node:child_process'
import test, { type ExecutionContext } from 'ava'
import { isLeft, isRight } from '#src/core/fp.js'
import type { Config, Profile, ProfileFailure } from '#src/core/index.js'
import { type OpenclDefinition, opencl } from '#src/profilers/opencl/index.js'
import { isRequired } from '../../required.js'
import { contextOf } from '../context.js'

// What the tests of the OpenCL profiler share.

/** Why there is no OpenCL here; looked up in another process, so that this one's thread need not be the only one that asks. */
const noOpencl = ((): string | undefined => {
  if (isRequired('opencl')) return undefined
  const body = `const { openclDevices } = await import(${JSON.stringify(import.meta.resolve('#src/profilers/opencl/index.js'))})
    const answer = await openclDevices().then(({ length }) => (length > 0 ? '' : 'no device'), ({ message }) => message)
    console.log(answer)`
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', body], { encoding: 'utf8' })
  return stdout === '\n' ? undefined : stdout.trim() || stderr.trim()
})()

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
