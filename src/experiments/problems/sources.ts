import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { globSync } from 'tinyglobby'
import { canonicalJson, type Json, messageOf, orThrow, show } from '../../core/index.js'
import { readRecorded, recordedFromShared, type SharedRecording, shareRecorded } from '../../profilers/index.js'
import { readT1 } from '../../space/index.js'
import { expectKeys, invalid } from '../invalid.js'
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
  if (typeof spec === 'string') return kinds.recorded({ recorded: spec }, folder, place)
  if (typeof spec !== 'object' || spec === null || Array.isArray(spec))
    throw invalid(place, 'a file, a glob or an object', show(spec))
  const fields = spec as Readonly<Record<string, Json>>
  const kind = Object.keys(kinds).find(each => Object.hasOwn(fields, each)) as keyof typeof kinds | undefined
  if (kind === undefined) throw invalid(place, `an object with one of ${Object.keys(kinds).join(', ')}`, show(spec))
  if (typeof fields[kind] !== 'string') throw invalid(place, `a text for \`${kind}\``, show(fields[kind]))
  return kinds[kind](fields, folder, place)
}

/** How a problem of each kind is read; the key is the field that tells the kind. */
const kinds = {
  recorded: async (spec, folder, place) => {
    expectKeys(place, spec, ['recorded', 'name', 'study', 'objective', 't1', 'better', 'charge'])
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
    const { module, export: exported = 'problem', options = {}, name } = spec
    const file = resolve(folder, module as string)
    const loaded = await importing(file, place)
    const found = loaded[exported as string]
    if (found === undefined)
      throw invalid(place, `an export \`${exported}\` of ${module}`, Object.keys(loaded).join(', ') || 'none')
    const made = typeof found === 'function' ? await found(options) : found
    return [
      {
        problem: checked({ name: name ?? basename(file).replace(/\.\w+$/, ''), ...(made as object) }, place),
        digest: digestOf([readFileSync(file), canonicalJson(spec)]),
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
export const sourceOf = (problem: Problem): ProblemSource => {
  const { name, space, profiler, objectives, constraints } = checked(problem, 'problem')
  return {
    problem,
    digest: digestOf([show({ name, space: space.id, profiler: profiler.name, objectives, constraints })]),
  }
}

const filesOf = (pattern: string, folder: string, place: string): readonly string[] => {
  const files = globSync(pattern, { cwd: folder, absolute: true }).sort((a, b) => (a < b ? -1 : 1))
  if (files.length === 0) throw invalid(place, 'files', `none that ${pattern} names`)
  return files
}

const recordedSource = async (spec: Fields, folder: string, place: string): Promise<ProblemSource> => {
  const { recorded, ...asked } = spec
  const file = recorded as string
  const t1 = textOf(spec, 't1', place)
  const [study, objective] = [textOf(spec, 'study', place), textOf(spec, 'objective', place)]
  const options: RecordedProblemOptions = {
    name: textOf(spec, 'name', place) ?? nameOf(file),
    ...directionOf(spec, place),
    ...chargeOf(spec, place),
  }
  const rules = t1 === undefined ? undefined : readFileSync(resolve(folder, t1), 'utf8')
  const recording = isStore(file)
    ? await recordedStudy(file, study, objective)
    : orThrow(readRecorded(file, rules === undefined ? options : { ...options, t1: orThrow(readT1(rules)) }))
  const shared = shareRecorded(recording)
  return {
    problem: recordedProblem(recording, options),
    digest: digestOf([readFileSync(file), rules ?? '', canonicalJson(asked)]),
    parcel: shared ? { _tag: 'Shared', recording: shared, options } : { _tag: 'Spec', spec, folder },
  }
}

type Fields = Readonly<Record<string, Json>>

const textOf = (spec: Fields, key: string, place: string): string | undefined => {
  const value = spec[key]
  if (value === undefined || typeof value === 'string') return value
  throw invalid(place, `a text for \`${key}\``, show(value))
}

const directionOf = ({ better }: Fields, place: string): Pick<RecordedProblemOptions, 'better'> => {
  if (better === undefined) return {}
  if (better === 'lower' || better === 'higher') return { better }
  throw invalid(place, '`better` to be lower or higher', show(better))
}

const chargeOf = ({ charge }: Fields, place: string): Pick<RecordedProblemOptions, 'charge'> => {
  if (charge === undefined) return {}
  if (Array.isArray(charge) && charge.every(part => typeof part === 'string')) return { charge }
  throw invalid(place, 'a list of parts of the cost for `charge`', show(charge))
}

/** `convolution/A100` of `.../convolution/A100.json.gz`. */
const nameOf = (file: string): string => `${basename(dirname(file))}/${basename(file).replace(/(\.json)?(\.gz)?$/, '')}`

const isStore = (file: string): boolean => readFileSync(file).subarray(0, 15).toString('latin1') === 'SQLite format 3'

const importing = async (file: string, place: string): Promise<Readonly<Record<string, unknown>>> => {
  try {
    return await import(pathToFileURL(file).href)
  } catch (thrown) {
    throw invalid(place, 'a module that can be imported', `${file}: ${messageOf(thrown)}`)
  }
}

const checked = (problem: unknown, place: string): Problem => {
  const { space, profiler, objectives } = (problem ?? {}) as Partial<Problem>
  for (const [key, value] of Object.entries({ space, profiler, objectives }))
    if (typeof value !== 'object' || value === null) throw invalid(place, `a problem with a \`${key}\``, show(value))
  return problem as Problem
}

const digestOf = (parts: readonly (string | Uint8Array)[]): string => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part).update('\0')
  return hash.digest('hex').slice(0, 16)
}
