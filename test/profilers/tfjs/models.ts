import { createRequire } from 'node:module'
import { isLeft, isRight } from '#src/core/fp.js'
import type { Profile, ProfileFailure } from '#src/core/index.js'
import type { ProfileContext, Profiler } from '#src/profilers/index.js'
import type { TfjsDefinition } from '#src/profilers/tfjs/index.js'
import { loadTf, type Tf } from '#src/profilers/tfjs/load.js'
import { installWebGpu } from '#src/profilers/webgpu-device.js'
import { isRequired } from '../../required.js'
import { contextOf } from '../context.js'

// What the tests of the tfjs profiler share: a small model, and what this machine has.

export type Config = { readonly backend: string; readonly batch: number }
export interface State {
  readonly weights: Tensor
  readonly images: Tensor
}
type Tensor = ReturnType<Tf['ones']>

export const tf: Tf = await loadTf()

const INPUTS = 16
const OUTPUTS = 4

/** Every output is `INPUTS`: ones times ones. */
export const ones: TfjsDefinition<Config, State, never, Tf> = {
  backend: config => config.backend,
  build: (tfjs, { batch }) => ({ weights: tfjs.ones([INPUTS, OUTPUTS]), images: tfjs.ones([batch, INPUTS]) }),
  run: (tfjs, { weights, images }) => tfjs.tidy(() => tfjs.relu(tfjs.matMul(images, weights))),
  verify: ([values]) => values?.every(value => value === INPUTS) || `expected ${INPUTS} everywhere, got ${values}`,
  items: config => config.batch,
  limits: { timeMs: 20, warmupMs: 10, minSamples: 3 },
}

/** Bytes of the weights and inputs of `ones`: float32. */
export const bytesOf = (batch: number): number => 4 * (INPUTS * OUTPUTS + batch * INPUTS)

/**
 * The tfjs-node to run the suite on too, where `PARETUNE_TFJS_NODE` names a file beside whose node_modules it is found.
 * It brings a native library that this project does not install.
 */
export const tfjsNode: Tf | undefined = process.env.PARETUNE_TFJS_NODE
  ? (createRequire(process.env.PARETUNE_TFJS_NODE)('@tensorflow/tfjs-node') as Tf)
  : undefined

/** `ones` on whichever tfjs has the backend. */
export const onesOn = (backend: string): typeof ones =>
  backend === 'tensorflow' && tfjsNode ? { ...ones, tf: tfjsNode } : ones

/** Profiles once and closes; throws where it fails. */
export const profileOf = async <M extends string>(
  profiler: Profiler<Config, M>,
  config: Config,
): Promise<Profile<M>> => {
  const answer = await profiler.profile(config, contextOf())()
  await profiler.close?.()
  if (isLeft(answer)) throw new Error(`${answer.left._tag}: ${answer.left.message}`)
  return answer.right
}

/** Profiles once and closes; throws where it does not fail. */
export const failureOf = async (
  profiler: Profiler<Config>,
  config: Config,
  context: ProfileContext = contextOf(),
): Promise<ProfileFailure> => {
  const answer = await profiler.profile(config, context)()
  await profiler.close?.()
  if (isRight(answer)) throw new Error('expected a failure, got a profile')
  return answer.left
}

/** Why the tests on webgpu do not run here; undefined where they do, or have to. */
export const noWebGpu: string | undefined = await installWebGpu().then(
  () => undefined,
  (error: Error) => (isRequired('tfjs-webgpu') ? undefined : error.message),
)

/** For titles. */
export const unlessSkipped = noWebGpu === undefined ? '' : ` (skipped: ${noWebGpu.split(':')[0]})`
