import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { isLeft } from '#src/core/fp.js'
import type { Config, Profile, ProfileFailure } from '#src/core/index.js'
import { type CommandDefinition, command, type ProfileContext } from '#src/profilers/index.js'
import { isRequired } from '../../required.js'
import { contextOf } from '../context.js'

/** The path of a program in `programs`; they are not compiled. */
export const programPath = (name: string): string =>
  fileURLToPath(new URL(`../../../../test/profilers/command/programs/${name}`, import.meta.url))

/** A command that does one deed. */
export const deed = (name: string, ...args: readonly string[]): readonly string[] => [
  process.execPath,
  programPath('deeds.mjs'),
  name,
  ...args,
]

type Definition = CommandDefinition<Config, string>
type Given = { readonly config?: Config; readonly context?: Partial<ProfileContext> }

export const profileOf = async (definition: Definition, { config = {}, context }: Given = {}): Promise<Profile> => {
  const answer = await command(definition).profile(config, contextOf(context))()
  if (isLeft(answer)) throw new Error(`${answer.left._tag}: ${answer.left.message}`)
  return answer.right
}

export const failureOf = async (
  definition: Definition,
  { config = {}, context }: Given = {},
): Promise<ProfileFailure> => {
  const answer = await command(definition).profile(config, contextOf(context))()
  if (isLeft(answer)) return answer.left
  throw new Error(`expected a failure, got ${JSON.stringify(answer.right.metrics)}`)
}

/** Whether a process runs. One that has ended and that nobody has waited for does not. */
export const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  return !existsSync('/proc/self/stat') || !/\) [ZX] /.test(textOf(`/proc/${pid}/stat`))
}

const textOf = (path: string): string => {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ') X '
  }
}

export const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await sleep(10)
}

const noPython =
  spawnSync('python3', ['--version']).status === 0 || isRequired('python3') ? undefined : 'python3 is not there'
export const needsPython = { isMissing: noPython !== undefined, note: noPython ? ` (skipped: ${noPython})` : '' }
