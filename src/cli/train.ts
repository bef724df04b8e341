import { existsSync, renameSync, writeFileSync } from 'node:fs'
import { relative } from 'node:path'
import { type Operator, type Policy, ppoOptionNames } from '../agents/index.js'
import { wallClock } from '../core/index.js'
import { operatorsByName } from '../defaults/index.js'
import {
  type Problem,
  recordedProblem,
  type TrainingProgress,
  trainOperatorPolicy,
  trainPpoPolicy,
} from '../experiments/index.js'
import { standardOperators } from '../search/index.js'
import { Spec } from './spec.js'
import { specArguments, UsageError } from './usage.js'

/** `paretune train SPEC.json --out POLICY.json`: docs/policies.md has the fields of the spec. */
export const train = async (args: readonly string[]): Promise<void> => {
  const { specFile, out, isQuiet, flagged } = specArguments('train', args, 'POLICY.json', {
    force: { type: 'boolean' },
  })
  if (existsSync(out) && !flagged.force)
    throw new UsageError(`train: expected a new file for --out, got ${out}, which is there (--force replaces it)`)
  const agent = Spec.read(specFile).oneOf('agent', ['operatorPolicy', 'ppo'], 'operatorPolicy')
  const training = agent === 'ppo' ? ofPpo(specFile) : ofOperators(specFile)

  const stop = new AbortController()
  const interrupt = (): void => {
    console.error('stopping after this update; the policy so far is saved')
    stop.abort()
  }
  process.once('SIGINT', interrupt)
  const clock = wallClock()
  const startMs = clock.nowMs()
  const policy = await training(stop.signal, progress => {
    if (!isQuiet) console.error(lineOf(progress, clock.nowMs() - startMs))
  })
  process.removeListener('SIGINT', interrupt)
  save(out, JSON.stringify(policy, undefined, 2))
  console.log(out)
}

/** A training whose spec and files were read: what is wrong with them is told before it begins. */
type Training = (
  signal: AbortSignal,
  onProgress: (progress: Pick<TrainingProgress, 'done' | 'training'> & Partial<TrainingProgress>) => void,
) => Promise<Policy>

const common = ['agent', 'problems', 'trials', 'seed', 'ppo']

const ofOperators = (specFile: string): Training => {
  const spec = Spec.read(specFile, [...common, 'validation', 'operators', 'steps'])
  const trials = spec.whole('trials', 2, 200)
  const steps = spec.whole('steps', 1, 300_000)
  const seed = spec.whole('seed', 0, 0)
  const ppo = spec.part('ppo', ppoOptionNames)
  const names = spec.listOf('operators', Object.keys(operatorsByName))
  const operators = names?.map(name => (operatorsByName[name] as () => Operator)()) ?? standardOperators()
  const validationFiles = spec.files('validation')
  const problems = read(spec.files('problems').filter(file => !validationFiles.includes(file)))
  const validation = read(validationFiles)
  return (signal, onProgress) =>
    trainOperatorPolicy(operators, problems, { ...ppo, steps, trials, seed, validation, signal, onProgress })
}

const ofPpo = (specFile: string): Training => {
  const spec = Spec.read(specFile, [...common, 'studies'])
  const trials = spec.whole('trials', 2, 200)
  const studies = spec.whole('studies', 1, 30)
  const seed = spec.whole('seed', 0, 0)
  const ppo = spec.part('ppo', ppoOptionNames)
  const problems = read(spec.files('problems'))
  return (signal, onProgress) => trainPpoPolicy(problems, { ...ppo, studies, trials, seed, signal, onProgress })
}

const read = (files: readonly string[]): readonly Problem[] =>
  files.map(file => recordedProblem(file, { name: relative('', file) }))

const lineOf = (
  { done, training, validation, entropy }: Pick<TrainingProgress, 'done' | 'training'> & Partial<TrainingProgress>,
  elapsedMs: number,
): string => {
  const leftS = Math.round((elapsedMs / 1000) * (1 / done - 1))
  return [
    `${(100 * done).toFixed(0).padStart(3)}%`,
    `training ${training.toFixed(3)}`,
    ...(validation === undefined ? [] : [`validation ${validation.toFixed(3)}`]),
    ...(entropy === undefined ? [] : [`entropy ${entropy.toFixed(2)}`]),
    `${leftS} s left`,
  ].join('  ')
}

/** Whole or not at all. */
const save = (file: string, text: string): void => {
  writeFileSync(`${file}.part`, text)
  renameSync(`${file}.part`, file)
}
