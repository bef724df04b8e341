import { fault, messageOf, ParetuneError } from '../core/index.js'
import type { Env, Reset } from './env.js'
import type { ActionSpace, ObservationSpace } from './spaces.js'

/** Where n environments start; numbers of environment i are row i. */
export interface VectorReset {
  /** [n, observation size] */
  readonly observations: Float32Array
  /** [n, alternatives], where the environments mask their actions. */
  readonly masks?: Uint8Array
}

/** What n actions led to. Where an episode ended, `observations` and `masks` are already those of the next one. */
export interface VectorStep extends VectorReset {
  readonly rewards: Float64Array
  /** 1 where the episode terminated; see `Step`. */
  readonly terminated: Uint8Array
  readonly truncated: Uint8Array
  /** The last observation of each episode that ended, from which learners bootstrap at a truncation. */
  readonly finalObservations: readonly (Float32Array | undefined)[]
}

export interface VectorEnv<A> {
  /** Number of environments. */
  readonly size: number
  readonly observationSpace: ObservationSpace
  readonly actionSpace: ActionSpace
  /** Environment i gets seed + i. */
  reset(options?: { readonly seed?: number }): Promise<VectorReset>
  /** One action for each environment; they run at the same time. */
  step(actions: readonly A[]): Promise<VectorStep>
  close(): Promise<void>
}

/**
 * Several environments as one, with episodes that begin anew as soon as they end. Environments that measure do so in parallel.
 * An error of one of them is thrown as it is, with its number in front.
 *
 * @see Gymnasium, VectorEnv with AutoresetMode.SAME_STEP
 */
export const vectorEnv = <A>(envs: readonly Env<A>[]): VectorEnv<A> => {
  const [first] = envs
  if (first === undefined)
    throw new ParetuneError(fault('InvalidStudy', 'expected at least one environment to make a vector of, got none'))
  const size = first.observationSpace.size
  const n = envs.length

  const inEnv = async <T>(index: number, work: Promise<T>): Promise<T> => {
    try {
      return await work
    } catch (thrown) {
      if (!(thrown instanceof ParetuneError)) throw thrown
      throw new ParetuneError(fault(thrown.code, `environment ${index}: ${messageOf(thrown)}`, { cause: thrown }))
    }
  }
  const rowsOf = (starts: readonly Reset[]): VectorReset => {
    const observations = new Float32Array(n * size)
    for (const [i, { observation }] of starts.entries()) observations.set(observation, i * size)
    const width = starts[0]?.mask?.length
    if (width === undefined) return { observations }
    const masks = new Uint8Array(n * width).fill(1)
    for (const [i, { mask }] of starts.entries()) if (mask) masks.set(mask, i * width)
    return { observations, masks }
  }

  return {
    size: n,
    observationSpace: first.observationSpace,
    actionSpace: first.actionSpace,
    reset: async ({ seed } = {}) =>
      rowsOf(
        await Promise.all(envs.map((env, i) => inEnv(i, env.reset(seed === undefined ? {} : { seed: seed + i })))),
      ),
    step: async actions => {
      if (actions.length !== n)
        throw new ParetuneError(
          fault('InvalidStudy', `expected ${n} actions, one for each environment, got ${actions.length}`),
        )
      const steps = await Promise.all(envs.map((env, i) => inEnv(i, env.step(actions[i] as A))))
      const finalObservations = steps.map(step => (step.terminated || step.truncated ? step.observation : undefined))
      const next = await Promise.all(
        steps.map((step, i) => (finalObservations[i] ? inEnv(i, (envs[i] as Env<A>).reset()) : step)),
      )
      return {
        ...rowsOf(next),
        rewards: Float64Array.from(steps, ({ reward }) => reward),
        terminated: Uint8Array.from(steps, ({ terminated }) => Number(terminated)),
        truncated: Uint8Array.from(steps, ({ truncated }) => Number(truncated)),
        finalObservations,
      }
    },
    close: async () => {
      await Promise.all(envs.map(env => env.close()))
    },
  }
}
