import { readFile, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { InferenceSession } from 'onnxruntime-node'
import { messageOf, show } from '../../core/index.js'
import { ProfileError } from '../failure.js'
import type { OnnxModel, OnnxSessionOptions } from './definition.js'
import { withFixedDimensions } from './free-dimensions.js'
import { type Ort, providersOf } from './load.js'

/** All of them is what `OnnxSessionOptions` has; ONNX Runtime would take no notice of any other. */
const KNOWN: Readonly<Record<keyof OnnxSessionOptions, true>> = {
  enableCpuMemArena: true,
  enableMemPattern: true,
  executionMode: true,
  executionProviders: true,
  externalData: true,
  extra: true,
  freeDimensionOverrides: true,
  graphOptimizationLevel: true,
  interOpNumThreads: true,
  intraOpNumThreads: true,
  logId: true,
  logSeverityLevel: true,
  logVerbosityLevel: true,
  optimizedModelFilePath: true,
}

/** Bytes of the model; of one that is split, those of the `.onnx` file alone. */
export const modelBytes = async (model: OnnxModel): Promise<number> =>
  model instanceof Uint8Array ? model.byteLength : (await compiling(() => stat(pathOf(model)))).size

/**
 * Reads a model and makes a session of it. Fails with CompileFailed, or OutOfMemory.
 *
 * @param more options of ONNX Runtime besides those of the definition
 */
export const createSession = (
  ort: Ort,
  model: OnnxModel,
  options: OnnxSessionOptions,
  more: InferenceSession.SessionOptions = {},
): Promise<InferenceSession> =>
  compiling(async () => {
    const { freeDimensionOverrides, extra = {}, ...rest } = known(options)
    const entries = { ...whereNodesMayRun(options), ...Object.fromEntries(Object.entries(extra).map(entryText)) }
    const create = (source: string | Uint8Array, folder: Readonly<Record<string, string>> = {}) => {
      const all = { ...QUIET, ...rest, ...more, extra: { ...folder, ...entries } } as InferenceSession.SessionOptions
      return typeof source === 'string'
        ? ort.InferenceSession.create(source, all)
        : ort.InferenceSession.create(source, all)
    }
    if (freeDimensionOverrides === undefined) return create(model instanceof Uint8Array ? model : pathOf(model))
    if (model instanceof Uint8Array) return create(withFixedDimensions(model, freeDimensionOverrides))
    const path = pathOf(model)
    return create(withFixedDimensions(await readFile(path), freeDimensionOverrides), weightsBeside(path))
  })

/** What ONNX Runtime writes to stderr would stand in the middle of a study's progress; its errors come as exceptions too. */
const QUIET = { logSeverityLevel: 4 } as const

/** The options that are not undefined. Fails for one that ONNX Runtime would take no notice of. */
const known = (options: OnnxSessionOptions): OnnxSessionOptions => {
  const unknown = Object.keys(options).find(name => !Object.hasOwn(KNOWN, name))
  if (unknown === undefined)
    return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
  throw new Error(`expected an option of a session in Node.js (${Object.keys(KNOWN).join(', ')}), got ${show(unknown)}`)
}

/** A node that the CPU would get, though it is not among the providers, fails the session. */
const whereNodesMayRun = (options: OnnxSessionOptions): Readonly<Record<string, string>> =>
  providersOf(options).includes('cpu') ? {} : { 'session.disable_cpu_ep_fallback': '1' }

/** A model that comes as bytes does not say where its file with external data is. */
const weightsBeside = (path: string): Readonly<Record<string, string>> => ({
  'session.model_external_initializers_file_folder_path': dirname(path),
})

const entryText = ([key, value]: readonly [string, string | number | boolean]): readonly [string, string] => {
  if (typeof value === 'object') throw new Error(`expected a text, number or flag for \`${key}\`, got ${show(value)}`)
  return [key, typeof value === 'boolean' ? String(Number(value)) : String(value)]
}

const pathOf = (model: string | URL): string => (model instanceof URL ? fileURLToPath(model) : model)

/** How ONNX Runtime and the standard library word an allocation that did not fit. */
const OUT_OF_MEMORY = /failed to allocate memory|bad_alloc|bad allocation|out of memory/i

/** The failure for what ONNX Runtime threw. */
export const ortFailure = (tag: 'CompileFailed' | 'RunFailed', thrown: unknown): ProfileError => {
  if (thrown instanceof ProfileError) return thrown
  const message = messageOf(thrown).trim()
  const hint = /fallback to CPU EP has been explicitly disabled/.test(message)
    ? "; `executionProviders` with 'cpu' among them allow it"
    : ''
  return new ProfileError(OUT_OF_MEMORY.test(message) ? 'OutOfMemory' : tag, message + hint, { cause: thrown })
}

const compiling = async <A>(make: () => Promise<A>): Promise<A> => {
  try {
    return await make()
  } catch (thrown) {
    throw ortFailure('CompileFailed', thrown)
  }
}
