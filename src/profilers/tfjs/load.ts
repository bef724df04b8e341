import { optionalPackage } from '../optional-package.js'
import { installWebGpu } from '../webgpu-device.js'

type Core = typeof import('@tensorflow/tfjs-core')

/** The tfjs that is loaded where none is given. tfjs-layers brings the gradients along. */
export type Tf = Core & typeof import('@tensorflow/tfjs-layers')

/** What the profiler itself uses of a tfjs. */
export type TfEngine = Pick<
  Core,
  | 'backend'
  | 'engine'
  | 'env'
  | 'findBackendFactory'
  | 'getBackend'
  | 'getKernel'
  | 'memory'
  | 'profile'
  | 'ready'
  | 'registerBackend'
  | 'removeBackend'
  | 'setBackend'
  | 'version_core'
>

let loading: Promise<Tf> | undefined

/** tfjs-core and tfjs-layers as one, loaded once. */
export const loadTf = (): Promise<Tf> => {
  loading ??= Promise.all([import('@tensorflow/tfjs-core'), import('@tensorflow/tfjs-layers')]).then(
    ([core, layers]) => ({ ...core, ...layers }),
  )
  return loading
}

/**
 * Registers a backend with the engine (all copies of tfjs in a process share it). A backend unknown here has to be
 * registered by the tfjs that was given. Answers what will run it, for the machine's fingerprint.
 *
 * @throws ParetuneError `MissingPackage` for webgpu without its packages, `InvalidProfiler` without an adapter.
 */
export const loadBackend = async (tf: TfEngine, name: string): Promise<Readonly<Record<string, string>>> => {
  const isThere = tf.findBackendFactory(name) != null
  if (name === 'cpu' && !isThere) await import('@tensorflow/tfjs-backend-cpu')
  if (name === 'wasm' && !isThere) await import('@tensorflow/tfjs-backend-wasm')
  if (name !== 'webgpu') return {}
  const { adapter } = await installWebGpu()
  const webgpu = '@tensorflow/tfjs-backend-webgpu'
  if (!isThere) await optionalPackage(webgpu, () => import('@tensorflow/tfjs-backend-webgpu'))
  return { 'webgpu adapter': adapter }
}
