import { existsSync, renameSync, writeFileSync } from 'node:fs'
import { relative } from 'node:path'
import { parseArgs } from 'node:util'
import { type Operator, ppoOptionNames } from '../agents/index.js'
import { messageOf, wallClock } from '../core/index.js'
import { operatorsByName } from '../defaults/index.js'
import { recordedProblem, type TrainingProgress, trainOperatorPolicy } from '../experiments/index.js'
import { standardOperators } from '../search/index.js'
import { Spec } from './spec.js'
import { UsageError } from './usage.js'

const fields = ['problems', 'validation', 'operators', 'trials', 'steps', 'seed', 'ppo']

/** `paretune train SPEC.json --out POLICY.json`: docs/agents.md has the fields of the spec. */
export const train = async (args: readonly string[]): Promise<void> => {
  const { specFile, out, isQuiet } = optionsOf(args)
  const spec = Spec.read(specFile, fields)
  const trials = spec.whole('trials', 2, 200)
  const steps = spec.whole('steps', 1, 200_000)
  const seed = spec.whole('seed', 0, 0)
  const names = spec.listOf('operators', Object.keys(operatorsByName))
  const ppo = spec.part('ppo', ppoOptionNames)
  const validationFiles = spec.files('validation')
  const problemFiles = spec.files('problems').filter(file => !validationFiles.includes(file))
  // All files are read before the training begins: one that is none is told at once.
  const [problems, validation] = [problemFiles, validationFiles].map(list =>
    list.map(file => ({ ...recordedProblem(file, trials), name: relative('', file) })),
  ) as [ReturnType<typeof recordedProblem>[], ReturnType<typeof recordedProblem>[]]
  const operators = names?.map(name => (operatorsByName[name] as () => Operator)()) ?? standardOperators()

  const stop = new AbortController()
  const interrupt = (): void => {
    console.error('stopping after this update; the policy so far is saved')
    stop.abort()
  }
  process.once('SIGINT', interrupt)
  const clock = wallClock()
  const startMs = clock.nowMs()
  const policy = await trainOperatorPolicy(operators, problems, {
    ...ppo,
    steps,
    trials,
    seed,
    validation,
    signal: stop.signal,
    onProgress: progress => {
      if (!isQuiet) console.error(lineOf(progress, clock.nowMs() - startMs))
    },
  })
  process.removeListener('SIGINT', interrupt)
  save(out, JSON.stringify(policy, undefined, 2))
  console.log(out)
}

const optionsOf = (args: readonly string[]) => {
  let parsed: ReturnType<typeof parse>
  try {
    parsed = parse(args)
  } catch (thrown) {
    throw new UsageError(`train: ${messageOf(thrown)}`)
  }
  const { values, positionals } = parsed
  const [specFile] = positionals
  if (specFile === undefined || positionals.length > 1)
    throw new UsageError(`train: expected one SPEC.json, got ${positionals.join(' ') || 'none'}`)
  if (values.out === undefined) throw new UsageError('train: expected --out POLICY.json, got none')
  if (existsSync(values.out) && !values.force)
    throw new UsageError(
      `train: expected a new file for --out, got ${values.out}, which is there (--force replaces it)`,
    )
  return { specFile, out: values.out, isQuiet: values.quiet }
}

const parse = (args: readonly string[]) =>
  parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      out: { type: 'string' },
      force: { type: 'boolean', default: false },
      quiet: { type: 'boolean', default: false },
    },
  })

const lineOf = ({ done, training, validation, entropy }: TrainingProgress, elapsedMs: number): string => {
  const leftS = Math.round((elapsedMs / 1000) * (1 / done - 1))
  return [
    `${(100 * done).toFixed(0).padStart(3)}%`,
    `training ${training.toFixed(3)}`,
    ...(validation === undefined ? [] : [`validation ${validation.toFixed(3)}`]),
    `entropy ${entropy.toFixed(2)}`,
    `${leftS} s left`,
  ].join('  ')
}

/** Whole or not at all. */
const save = (file: string, text: string): void => {
  writeFileSync(`${file}.part`, text)
  renameSync(`${file}.part`, file)
}
