import { show } from '../../core/index.js'
import { ProfileError } from '../failure.js'
import { optionalPackage } from '../optional-package.js'
import type { OnnxSessionOptions } from './definition.js'

/** What onnxruntime-node exports. */
export type Ort = typeof import('onnxruntime-node')

/** Throws a ParetuneError `MissingPackage` where it is not installed. */
export const loadOrt = (): Promise<Ort> => {
  loading ??= load().catch((thrown: unknown) => {
    loading = undefined
    throw thrown
  })
  return loading
}

let loading: Promise<Ort> | undefined

const load = async (): Promise<Ort> => {
  const ort = await optionalPackage('onnxruntime-node', () => import('onnxruntime-node'))
  // The first session makes ONNX Runtime's environment, which takes longer than many a model: one that fails, so that no
  // configuration is charged for it.
  await ort.InferenceSession.create(new Uint8Array()).catch(() => {})
  return ort
}

/** Names of the execution providers asked for; ONNX Runtime's own default is the CPU. */
export const providersOf = ({ executionProviders = ['cpu'] }: OnnxSessionOptions): readonly string[] =>
  executionProviders.map(provider => (typeof provider === 'string' ? provider : provider.name))

/** Fails (CompileFailed) for a provider that this ONNX Runtime does not have: it would leave it out with a warning. */
export const checkProviders = (ort: Ort, names: readonly string[]): void => {
  const known = ort.listSupportedBackends().map(({ name }) => name)
  const unknown = names.find(name => !known.includes(name))
  if (unknown === undefined) return
  const message = `expected an execution provider of this ONNX Runtime (${known.join(', ')}), got ${show(unknown)}`
  throw new ProfileError('CompileFailed', message)
}

/** The provider behind its name in a profile: `WebGpuExecutionProvider` is `webgpu`. */
export const providerName = (name: string): string => name.replace(/ExecutionProvider$/, '').toLowerCase()
