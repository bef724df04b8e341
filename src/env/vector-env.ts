import { fault, messageOf, ParetuneError } from '../core/index.js'
import type { Env, Reset, Step } from './env.js'
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
  /** `info` of each step, also of the one that ended an episode. */
  readonly infos: readonly Step['info'][]
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
 * An error of one of them is thrown
 * with its number in front.
 *
 * @see Gymnasium, VectorEnv with AutoresetMode.SAME_STEP
 */
export const vectorEnv = <A>(envs: readonly Env<A>[]): VectorEnv<A> => {
  const [first] = envs
  if (first === undefined)
    throw new ParetuneError(fault('InvalidStudy', 'expected at least one environment to make a vector of, got none'))
  const size = first.observationSpace.size
  const n = envs.length
  const at = (i: number): Env<A> => envs[i] as Env<A>
  const odd = envs.findIndex(({ observationSpace }) => observationSpace.size !== size)
  if (odd >= 0)
    throw new ParetuneError(
      fault(
        'InvalidStudy',
        `expected environments with observations alike, got ${size} numbers from environment 0 and ${at(odd).observationSpace.size} from environment ${odd}`,
      ),
    )

  const start = async (rows: Rows, i: number, seed: number | undefined): Promise<void> => {
    try {
      write(rows, i, await at(i).reset(seed === undefined ? {} : { seed: seed + i }))
    } catch (thrown) {
      throw named(i, thrown)
    }
  }
  /** One step of one environment, written into its row: a single promise for each, since a step may take microseconds. */
  const advance = async (rows: StepRows, i: number, action: A): Promise<void> => {
    try {
      const step = await at(i).step(action)
      rows.rewards[i] = step.reward
      rows.infos[i] = step.info
      if (step.terminated) rows.terminated[i] = 1
      if (step.truncated) rows.truncated[i] = 1
      if (step.terminated || step.truncated) rows.finalObservations[i] = step.observation
      write(rows, i, rows.finalObservations[i] ? await at(i).reset() : step)
    } catch (thrown) {
      throw named(i, thrown)
    }
  }
  const write = (rows: Rows, i: number, { observation, mask }: Reset): void => {
    rows.observations.set(observation, i * size)
    if (!mask) return
    rows.masks ??= new Uint8Array(n * mask.length).fill(1)
    rows.masks.set(mask, i * mask.length)
  }

  return {
    size: n,
    observationSpace: first.observationSpace,
    actionSpace: first.actionSpace,
    reset: async ({ seed } = {}) => {
      const rows: Rows = { observations: new Float32Array(n * size) }
      await Promise.all(envs.map((_, i) => start(rows, i, seed)))
      return rows
    },
    step: async actions => {
      if (actions.length !== n)
        throw new ParetuneError(
          fault('InvalidStudy', `expected ${n} actions, one for each environment, got ${actions.length}`),
        )
      const rows: StepRows = {
        observations: new Float32Array(n * size),
        rewards: new Float64Array(n),
        terminated: new Uint8Array(n),
        truncated: new Uint8Array(n),
        finalObservations: new Array(n).fill(undefined),
        infos: new Array(n),
      }
      await Promise.all(actions.map((action, i) => advance(rows, i, action)))
      return rows
    },
    close: async () => {
      await Promise.all(envs.map(env => env.close()))
    },
  }
}

/** What is filled in, row by row. */
interface Rows {
  readonly observations: Float32Array
  masks?: Uint8Array
}
interface StepRows extends Rows {
  readonly rewards: Float64Array
  readonly terminated: Uint8Array
  readonly truncated: Uint8Array
  readonly finalObservations: (Float32Array | undefined)[]
  readonly infos: Step['info'][]
}

const named = (index: number, thrown: unknown): Error => {
  const message = `environment ${index}: ${messageOf(thrown)}`
  return thrown instanceof ParetuneError
    ? new ParetuneError(fault(thrown.code, message, { cause: thrown }))
    : new Error(message, { cause: thrown })
}
