import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Config, fault, ParetuneError, type Value } from '../../core/index.js'
import type { CommandDefinition, CommandRun, PassedAs } from './definition.js'
import { type Filler, fillerOf } from './placeholders.js'

/** A program ready to be started. */
export interface Invocation {
  readonly program: string
  readonly args: readonly string[]
  /** Added to the environment of this process. */
  readonly env: Readonly<Record<string, string>>
  readonly stdin?: string
  /** Removes the file of the parameters, where there is one. */
  remove(): void
}

/**
 * What a configuration looks like to the program.
 * @throws ParetuneError `InvalidProfiler` for an unknown placeholder or an empty command
 */
export const invocationOf = <C extends Config, M extends string>(
  definition: Pick<CommandDefinition<C, M>, 'command' | 'parameters' | 'env' | 'stdin'>,
  config: C,
  run: CommandRun,
): Invocation => {
  const { command, stdin } = definition
  const passed = definition.parameters ?? { as: typeof command === 'function' ? 'nothing' : 'arguments' }
  const file = passed.as === 'file' ? parameterFile(config) : undefined
  try {
    const { fidelity, seed, trial, resumeFrom } = run
    const filler = fillerOf(config, {
      fidelity,
      seed,
      ...(trial !== undefined && { trial }),
      ...(resumeFrom !== undefined && { resumeFrom }),
      ...(file && { file: file.path }),
    })
    const [program, ...given] =
      typeof command === 'function' ? command(config, run) : filled(filler, [command].flat() as readonly string[])
    if (program === undefined) throw new ParetuneError(fault('InvalidProfiler', 'expected a program, got no command'))
    const env =
      typeof definition.env === 'function' ? definition.env(config, run) : filledValues(filler, definition.env)
    const rest = Object.entries(config).filter(([name]) => !filler.used.has(name))
    return {
      program,
      args: [...given, ...argumentsOf(passed, rest), ...(file && !filler.used.has('file') ? [file.path] : [])],
      env: {
        PARETUNE_FIDELITY: String(fidelity),
        PARETUNE_SEED: String(seed),
        ...(trial !== undefined && { PARETUNE_TRIAL: String(trial) }),
        ...(resumeFrom !== undefined && { PARETUNE_RESUME_FROM: String(resumeFrom) }),
        ...variablesOf(passed, rest),
        ...env,
      },
      ...(stdin !== undefined && { stdin: typeof stdin === 'function' ? stdin(config, run) : stdin }),
      remove: () => file?.remove(),
    }
  } catch (thrown) {
    file?.remove()
    throw thrown
  }
}

const parameterFile = (config: Config) => {
  const folder = mkdtempSync(join(tmpdir(), `paretune-command-${process.pid}-`))
  const path = join(folder, 'parameters.json')
  writeFileSync(path, JSON.stringify(config))
  return { path, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

const filled = (filler: Filler, texts: readonly string[]): string[] => texts.flatMap(text => filler.fill(text) ?? [])

const filledValues = (filler: Filler, texts: Readonly<Record<string, string>> = {}): Record<string, string> =>
  Object.fromEntries(
    Object.entries(texts).flatMap(([name, text]) => {
      const value = filler.fill(text)
      return value === undefined ? [] : [[name, value]]
    }),
  )

const argumentsOf = (passed: PassedAs, values: readonly (readonly [string, Value])[]): string[] => {
  if (passed.as !== 'arguments') return []
  const { naming = 'kebab', flags = 'present' } = passed
  const joint = naming === 'kebab' ? '-' : '_'
  return values.flatMap(([parameter, value]) => {
    const name = naming === 'exact' ? parameter : wordsOf(parameter).join(joint)
    if (typeof value !== 'boolean' || flags === 'value') return [`--${name}`, String(value)]
    if (value) return [`--${name}`]
    return flags === 'negated' ? [`--no${joint}${name}`] : []
  })
}

const variablesOf = (passed: PassedAs, values: readonly (readonly [string, Value])[]): Record<string, string> => {
  if (passed.as !== 'environment') return {}
  const { prefix = '' } = passed
  return Object.fromEntries(
    values.map(([parameter, value]) => [`${prefix}${wordsOf(parameter).join('_').toUpperCase()}`, String(value)]),
  )
}

/** `batchSize`, `batch_size` and `batch-size` are the words batch and size. */
const wordsOf = (name: string): string[] =>
  name
    .split(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[^A-Za-z0-9]+/)
    .filter(word => word !== '')
    .map(word => word.toLowerCase())
