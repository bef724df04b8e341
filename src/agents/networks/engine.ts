import { fault, messageOf, ParetuneError } from '../../core/index.js'

export type { Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs-core'
export type Tf = typeof import('@tensorflow/tfjs-core')

/** Where networks compute. One engine serves a process, so a profiler of tfjs in the same process may switch it: see `use`. */
export interface Engine {
  readonly tf: Tf
  readonly backend: NetworkBackend
  /** Makes the backend current again, and checks that it is. Throws InvalidAgent where it is not. */
  use(): Promise<void>
}

/** Where networks learn: wasm is the faster one for all but the smallest networks (`npm run bench:rl`). They act in typed arrays: see `forward`. */
export type NetworkBackend = 'wasm' | 'cpu'

/** Engines are opened one after the other: tfjs names a backend as current before it can be used. */
let opening: Promise<unknown> = Promise.resolve()

/** Loads tfjs and a backend on first use. Throws a ParetuneError (InvalidAgent) where it cannot run here; none stands in for another. */
export const openEngine = (backend: NetworkBackend = 'wasm'): Promise<Engine> => {
  const mine = opening.then(() => open(backend))
  opening = mine.catch(() => {})
  return mine
}

const open = async (backend: NetworkBackend): Promise<Engine> => {
  // tfjs-layers registers the gradients of the operators; tfjs-core alone has none in Node.
  const [tf] = await Promise.all([
    import('@tensorflow/tfjs-core'),
    import('@tensorflow/tfjs-layers'),
    backend === 'wasm' ? import('@tensorflow/tfjs-backend-wasm') : import('@tensorflow/tfjs-backend-cpu'),
  ])
  const use = async (): Promise<void> => {
    if (tf.getBackend() === backend) return
    const isReady = await tf.setBackend(backend).catch((thrown: unknown) => messageOf(thrown))
    await tf.ready()
    if (isReady !== true || tf.getBackend() !== backend) {
      const message = `expected networks to run on tfjs ${backend}, got ${tf.getBackend() || 'no backend'}`
      throw new ParetuneError(fault('InvalidAgent', message))
    }
  }
  await use()
  if (backend === 'cpu') greetUnheard(tf)
  return { tf, backend, use }
}

/** The cpu backend advertises tfjs-node in the console with its first tensor, unless tfjs takes the process for one in production. */
const greetUnheard = (tf: Tf): void => {
  const isProduction = tf.env().getBool('PROD')
  tf.env().set('PROD', true)
  tf.tensor1d([0]).dispose()
  tf.env().set('PROD', isProduction)
}
