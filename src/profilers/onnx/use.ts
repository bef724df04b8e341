import type { InferenceSession } from 'onnxruntime-node'
import { type Config, ParetuneError } from '../../core/index.js'
import { ProfileError } from '../failure.js'
import type { ProfileContext } from '../profiler.js'
import { webGpuAdapter } from '../webgpu-device.js'
import type { OnnxDefinition, OnnxModel, OnnxSessionOptions, OnnxTensors } from './definition.js'
import { makeFeeds } from './feeds.js'
import { checkProviders, loadOrt, type Ort, providersOf } from './load.js'
import { createSession, modelBytes, ortFailure } from './session.js'

/** A session with what goes into it, for one profile. */
export interface Use<C> {
  readonly config: C
  readonly ort: Ort
  readonly model: OnnxModel
  readonly modelBytes: number
  readonly options: OnnxSessionOptions
  readonly session: InferenceSession
  readonly loadMs: number
  readonly feeds: readonly OnnxTensors[]
  readonly signal: AbortSignal
  readonly machine: Readonly<Record<string, string>>
  /** Runs the session on the next set of feeds. */
  readonly call: () => Promise<OnnxTensors>
  /** Releases the session, once. */
  readonly release: () => Promise<void>
}

/** Loads the model and makes its feeds. What fails releases what it made. */
export const openUse = async <C extends Config, X extends string>(
  definition: OnnxDefinition<C, X>,
  config: C,
  { seed, signal }: ProfileContext,
): Promise<Use<C>> => {
  const ort = await loadOrt()
  const options = definition.session?.(config) ?? {}
  checkProviders(ort, providersOf(options))
  const { model: given } = definition
  const model = typeof given === 'function' ? await given(config) : given
  const bytes = await modelBytes(model)
  const beganMs = performance.now()
  const session = await createSession(ort, model, options)
  const loadMs = performance.now() - beganMs
  let isReleased = false
  const release = async (): Promise<void> => {
    if (isReleased) return
    isReleased = true
    await session.release()
  }
  try {
    const dimensions = { ...options.freeDimensionOverrides, ...definition.dimensions?.(config) }
    const values = definition.feeds?.(config, seed) ?? {}
    const sets = isList(values) ? values : [values]
    if (sets.length === 0) throw new ProfileError('RunFailed', 'expected at least one set of feeds, got none')
    const feeds = sets.map((set, i) => makeFeeds(ort, session, set, dimensions, seed + i))
    const machine = { onnxruntime: ort.env.versions.node ?? ort.env.versions.common, ...(await webGpuOf(options)) }
    const call = caller(definition, session, feeds)
    return { config, ort, model, modelBytes: bytes, options, session, loadMs, feeds, signal, machine, call, release }
  } catch (thrown) {
    await release()
    throw thrown
  }
}

const isList = <A>(values: A | readonly A[]): values is readonly A[] => Array.isArray(values)

/** Runs a session on each set of feeds in turn, outputs carried on to the next run. */
export const caller = <C extends Config, X extends string>(
  { run, carry }: Pick<OnnxDefinition<C, X>, 'run' | 'carry'>,
  session: InferenceSession,
  feeds: readonly OnnxTensors[],
): (() => Promise<OnnxTensors>) => {
  checkCarry(session, carry ?? {})
  const carried = Object.entries(carry ?? {})
  let next = 0
  let kept: OnnxTensors = {}
  return async () => {
    const set = feeds[next++ % feeds.length] as OnnxTensors
    const all = carried.length === 0 ? set : { ...set, ...kept }
    try {
      const outputs = (await (run === undefined ? session.run(all) : run(session, all))) as OnnxTensors
      if (carried.length > 0)
        kept = Object.fromEntries(carried.map(([output, input]) => [input, outputs[output] ?? missing(output)]))
      return outputs
    } catch (thrown) {
      throw ortFailure('RunFailed', thrown)
    }
  }
}

const missing = (output: string): never => {
  throw new ProfileError(
    'RunFailed',
    `expected \`run\` to answer with the output \`${output}\`, which is carried, got none`,
  )
}

const checkCarry = ({ inputNames, outputNames }: InferenceSession, carry: Readonly<Record<string, string>>): void => {
  for (const [output, input] of Object.entries(carry)) {
    const isKnown = outputNames.includes(output) && inputNames.includes(input)
    if (isKnown) continue
    const expected = `an output (${outputNames.join(', ')}) carried to an input (${inputNames.join(', ')})`
    throw new ProfileError('CompileFailed', `expected ${expected}, got \`${output}\` to \`${input}\``)
  }
}

/** ONNX Runtime does not tell its adapter; the package `webgpu` asks the same driver for the one that it would take. */
const webGpuOf = async (options: OnnxSessionOptions): Promise<Readonly<Record<string, string>>> => {
  if (!providersOf(options).includes('webgpu')) return {}
  try {
    const { adapter } = await webGpuAdapter({ powerPreference: 'high-performance' })
    return { 'webgpu adapter': adapter.info.description || adapter.info.device || 'unnamed' }
  } catch (thrown) {
    if (thrown instanceof ParetuneError) return { 'webgpu adapter': `not known (${thrown.message})` }
    throw thrown
  }
}
