import { show } from '../../core/index.js'
import { ProfileError } from '../failure.js'
import { optionalPackage } from '../optional-package.js'
import type { OnnxSessionOptions } from './definition.js'

/** What onnxruntime-node exports. */
export type Ort = typeof import('onnxruntime-node')

/** Throws a ParetuneError `MissingPackage` where it is not installed. */
export const loadOrt = (): Promise<Ort> => optionalPackage('onnxruntime-node', () => import('onnxruntime-node'))

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
