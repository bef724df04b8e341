import type { ActionSpace, BoxSpace, Env } from '#src/env/index.js'
import { makeRng, type Rng } from '#src/index.js'

/** A task of Gymnasium: its state is a row of float64 numbers. */
export interface Task {
  readonly observationSpace: BoxSpace
  readonly actionSpace: ActionSpace
  /** Steps after which an episode is truncated. */
  readonly limit: number
  start(rng: Rng): number[]
  step(state: readonly number[], action: readonly number[]): { state: number[]; reward: number; terminated: boolean }
  observe(state: readonly number[]): number[]
}

export type ReferenceEnv = Env<readonly number[]> & {
  /** `reset` to a state of one's choice. */
  startFrom(state: readonly number[]): Float32Array
}

export const box = (bounds: Readonly<Record<string, readonly [low: number, high: number]>>): BoxSpace => ({
  kind: 'box',
  size: Object.keys(bounds).length,
  names: Object.keys(bounds),
  low: Float32Array.from(Object.values(bounds), ([low]) => low),
  high: Float32Array.from(Object.values(bounds), ([, high]) => high),
})

/** An environment that plays a task, as often as it is reset. */
export const referenceEnv = (task: Task, seed = 0): ReferenceEnv => {
  let rng = makeRng(seed)
  let state: readonly number[] | undefined
  let steps = 0
  const startFrom = (from: readonly number[]): Float32Array => {
    state = from
    steps = 0
    return Float32Array.from(task.observe(from))
  }
  return {
    observationSpace: task.observationSpace,
    actionSpace: task.actionSpace,
    startFrom,
    reset: async (options = {}) => {
      if (options.seed !== undefined) rng = makeRng(options.seed)
      return { observation: startFrom(task.start(rng)), info: {} }
    },
    step: async action => {
      if (state === undefined) throw new Error('expected reset() before step()')
      const next = task.step(state, action)
      const { reward, terminated } = next
      const truncated = !terminated && ++steps >= task.limit
      state = terminated || truncated ? undefined : next.state
      return { observation: Float32Array.from(task.observe(next.state)), reward, terminated, truncated, info: {} }
    },
    close: async () => {
      state = undefined
    },
  }
}
