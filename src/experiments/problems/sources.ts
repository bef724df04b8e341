import { readFileSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { globSync } from 'tinyglobby'
import { canonicalJson, type Json, orThrow, show } from '../../core/index.js'
import { readRecorded, recordedFromShared, type SharedRecording, shareRecorded } from '../../profilers/index.js'
import { readT1 } from '../../space/index.js'
import { digestOf } from '../digest.js'
import { at, expectKeys, invalid } from '../invalid.js'
import { exportOf } from '../modules.js'
import type { Problem } from './problem.js'
import { type RecordedProblemOptions, recordedProblem } from './recorded-problem.js'
import { recordedStudy } from './stored.js'
import { type SurrogateProblemOptions, surrogateProblem } from './surrogate/surrogate-problem.js'
import { type SyntheticSpec, syntheticProblem } from './synthetic/registry.js'

/**
 * A problem as data. Paths and globs are relative to the spec.
 * - a text: files or globs of recordings (Kernel Tuner caches, T4 results, plain or gzip);
 * - `recorded`: such a file, or a store of Paretune with the name of its `study`; with a T1 file, the direction of the objective, the parts of
 *   the cost that count;
 * - `surrogate`: the folder of a scenario of YAHPO Gym, with an `instance` and `targets`;
 * - `synthetic`: the name of a made-up problem, with its options;
 * - `module`: a module's export (default: `problem`) that is a problem, or a study's definition, or a function from `options` to one.
 */
export type ProblemSpec = string | Readonly<Record<string, Json>>

/** A problem that was read, and how other threads come by it. */
export interface ProblemSource {
  readonly problem: Problem
  /** Of what it was read from: another one is another problem. */
  readonly digest: string
  /** Absent where it holds functions that cannot leave this thread. */
  readonly parcel?: ProblemParcel
}

/** What a worker thread makes a problem of. */
export type ProblemParcel =
  | { readonly _tag: 'Shared'; readonly recording: SharedRecording; readonly options: RecordedProblemOptions }
  | { readonly _tag: 'Spec'; readonly spec: Readonly<Record<string, Json>>; readonly folder: string }

/** Makes the problem of a parcel. */
export const unpacked = async (parcel: ProblemParcel): Promise<Problem> => {
  if (parcel._tag === 'Shared') return recordedProblem(recordedFromShared(parcel.recording), parcel.options)
  const [source] = await sourcesOf(parcel.spec, parcel.folder, 'problem')
  return (source as ProblemSource).problem
}

/** Reads the problems of a spec: of a glob several. Throws InvalidExperiment, InvalidRecording, MissingPackage. */
export const sourcesOf = async (spec: unknown, folder: string, place: string): Promise<readonly ProblemSource[]> => {
  if (typeof spec === 'string') return at(place, () => kinds.recorded({ recorded: spec }, folder, place))
  if (typeof spec !== 'object' || spec === null || Array.isArray(spec))
    throw invalid(place, 'a file, a glob or an object', show(spec))
  const fields = spec as Readonly<Record<string, Json>>
  const kind = Object.keys(kinds).find(each => Object.hasOwn(fields, each)) as keyof typeof kinds | undefined
  if (kind === undefined) throw invalid(place, `an object with one of ${Object.keys(kinds).join(', ')}`, show(spec))
  if (typeof fields[kind] !== 'string') throw invalid(place, `a text for \`${kind}\``, show(fields[kind]))
  return at(place, () => kinds[kind](fields, folder, place))
}

/** How a problem of each kind is read; the key is the field that tells the kind. */
const kinds = {
  recorded: async (spec, folder, place) => {
    const files = filesOf(spec.recorded as string, folder, place)
    if (files.length > 1 && spec.name !== undefined) throw invalid(place, 'one file for a `name`', `${files.length}`)
    return Promise.all(files.map(file => recordedSource({ ...spec, recorded: file }, folder, place)))
  },
  surrogate: async (spec, folder, place) => {
    expectKeys(place, spec, ['surrogate', 'instance', 'targets', 'fidelity', 'direction', 'scenario', 'name'])
    const { surrogate, name: _, ...options } = spec
    const name = textOf(spec, 'name', place)
    const path = resolve(folder, surrogate as string)
    const problem = await surrogateProblem({ ...(options as unknown as SurrogateProblemOptions), folder: path })
    const files = ['config_space.json', 'encoding.json', 'model.onnx'].map(file => readFileSync(join(path, file)))
    return [
      {
        problem: name === undefined ? problem : { ...problem, name },
        digest: digestOf([...files, canonicalJson(options)]),
        parcel: { _tag: 'Spec', spec, folder },
      },
    ]
  },
  synthetic: async (spec, _folder, place) => {
    const { name: _, ...rest } = spec
    const name = textOf(spec, 'name', place)
    const problem = syntheticProblem(rest as unknown as SyntheticSpec)
    return [
      {
        problem: name === undefined ? problem : { ...problem, name },
        digest: digestOf([canonicalJson(rest)]),
        parcel: { _tag: 'Spec', spec, folder: '' },
      },
    ]
  },
  module: async (spec, folder, place) => {
    expectKeys(place, spec, ['module', 'export', 'options', 'name'])
    const { module, options = {} } = spec
    const [name, exported = 'problem'] = [textOf(spec, 'name', place), textOf(spec, 'export', place)]
    const file = resolve(folder, module as string)
    const found = await exportOf(file, exported, place)
    const made = checked(typeof found === 'function' ? await found(options) : found, place)
    return [
      {
        problem: { ...made, name: name ?? made.name ?? basename(file).replace(/\.\w+$/, '') },
        digest: digestOf([readFileSync(file), canonicalJson([exported, options])]),
        parcel: { _tag: 'Spec', spec, folder },
      },
    ]
  },
} satisfies Readonly<
  Record<
    string,
    (spec: Readonly<Record<string, Json>>, folder: string, place: string) => Promise<readonly ProblemSource[]>
  >
>

/** A problem that a caller holds. Its cells run in this thread. */
export const sourceOf = (problem: Problem, place: string): ProblemSource => {
  const { name, space, profiler, objectives, constraints } = checked(problem, place)
  return {
    problem,
    digest: digestOf([JSON.stringify({ name, space: space.id, profiler: profiler.name, objectives, constraints })]),
  }
}

const filesOf = (pattern: string, folder: string, place: string): readonly string[] => {
  // The name of a file may look like a pattern.
  const file = resolve(folder, pattern)
  if (statSync(file, { throwIfNoEntry: false })?.isFile()) return [file]
  const files = globSync(pattern, { cwd: folder, absolute: true, expandDirectories: false }).sort((a, b) =>
    a < b ? -1 : 1,
  )
  if (files.length === 0) throw invalid(place, 'files', `none that ${pattern} names`)
  return files
}

const recordedSource = async (spec: Fields, folder: string, place: string): Promise<ProblemSource> => {
  const { recorded, name: _, ...asked } = spec
  const file = recorded as string
  const bytes = readFileSync(file)
  const isStore = bytes.subarray(0, 15).toString('latin1') === 'SQLite format 3'
  expectKeys(place, spec, ['recorded', 'name', ...(isStore ? ['study', 'objective'] : ['t1', 'better']), 'charge'])
  const t1 = textOf(spec, 't1', place)
  const [study, objective] = [textOf(spec, 'study', place), textOf(spec, 'objective', place)]
  const options: RecordedProblemOptions = {
    name: textOf(spec, 'name', place) ?? nameOf(file),
    ...directionOf(spec, place),
    ...chargeOf(spec, place),
  }
  const rules = t1 === undefined ? undefined : readFileSync(resolve(folder, t1), 'utf8')
  const t1Space = rules === undefined ? undefined : await at(`${place}, ${t1}`, () => orThrow(readT1(rules)))
  const recording = isStore
    ? await recordedStudy(file, study, objective)
    : orThrow(readRecorded(file, t1Space === undefined ? options : { ...options, t1: t1Space }))
  const parts = Object.keys(recording.costs)
  const foreign = options.charge?.find(part => !parts.includes(part))
  if (foreign !== undefined) throw invalid(place, `parts of the cost among ${parts.join(', ')}`, show(foreign))
  const shared = shareRecorded(recording)
  return {
    problem: recordedProblem(recording, options),
    digest: digestOf([bytes, rules ?? '', canonicalJson(asked)]),
    parcel: shared ? { _tag: 'Shared', recording: shared, options } : { _tag: 'Spec', spec, folder },
  }
}

type Fields = Readonly<Record<string, Json>>

const textOf = (spec: Fields, key: string, place: string): string | undefined => {
  const value = spec[key]
  if (value === undefined || (typeof value === 'string' && value !== '')) return value
  throw invalid(place, `a text for \`${key}\``, show(value))
}

const directionOf = ({ better }: Fields, place: string): Pick<RecordedProblemOptions, 'better'> => {
  if (better === undefined) return {}
  if (better === 'lower' || better === 'higher') return { better }
  throw invalid(place, '`better` to be lower or higher', show(better))
}

const chargeOf = ({ charge }: Fields, place: string): Pick<RecordedProblemOptions, 'charge'> => {
  if (charge === undefined) return {}
  if (Array.isArray(charge) && charge.length > 0 && charge.every(part => typeof part === 'string')) return { charge }
  throw invalid(place, 'a list of parts of the cost for `charge`', show(charge))
}

/** `convolution/A100` of `.../convolution/A100.json.gz`. */
const nameOf = (file: string): string => `${basename(dirname(file))}/${basename(file).replace(/(\.json)?(\.gz)?$/, '')}`

/** What others made is looked at as far as to tell it from something else; the study looks closer. */
const checked = (problem: unknown, place: string): Problem => {
  if (typeof problem !== 'object' || problem === null) throw invalid(place, 'a problem', show(problem))
  const { space, profiler, objectives } = problem as Partial<Problem>
  if (typeof space?.sample !== 'function') throw invalid(place, 'a problem with a `space`', show(space))
  if (typeof profiler?.profile !== 'function') throw invalid(place, 'a problem with a `profiler`', show(profiler))
  if (typeof objectives !== 'object') throw invalid(place, 'a problem with `objectives`', show(objectives))
  return problem as Problem
}
