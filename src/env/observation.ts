import type { OpProfile, Trial } from '../core/index.js'
import type { Goals } from '../goals/index.js'
import type { Space } from '../space/space.js'
import type { BoxSpace } from './spaces.js'

/** What the environment shows a learner about the state of the search. */
interface ObservedState {
  /** 1 at the start, 0 when the budget is spent. */
  readonly budgetLeft: number
  /** Part of the trials so far that passed since the front last changed. */
  readonly stagnation: number
  readonly last: Trial | undefined
  readonly best: readonly number[] | undefined
  readonly reference: readonly number[] | undefined
}

/** What observations show besides what they always do. */
export interface ObserveOptions {
  /** Shares of operators in the last trial's time: of those named, or of the n longest. */
  readonly ops?: readonly string[] | number
}

export interface Observer {
  readonly space: BoxSpace
  observe(state: ObservedState): Float32Array
}

/**
 * Declares and writes observations: budget left, stagnation, whether the last trial failed or was infeasible, its losses and the best
 * losses relative to the reference (each through the bounded x / (1 + |x|)), and the last configuration as encoded by the space; after
 * them what the options ask for.
 */
export const makeObserver = (space: Space, goals: Goals, { ops = [] }: ObserveOptions = {}): Observer => {
  const bottlenecks = typeof ops === 'number' ? Array.from({ length: ops }, (_, i) => `#${i + 1}`) : ops
  const names = [
    'budgetLeft',
    'stagnation',
    'lastFailed',
    'lastInfeasible',
    ...goals.names.map(name => `last/${name}`),
    ...goals.names.map(name => `best/${name}`),
    ...Array.from({ length: space.dimension }, (_, i) => `lastConfig/${i}`),
    ...bottlenecks.map(name => `lastOp/${name}`),
  ]
  const low = Float32Array.from(names, name => (/^(last|best)\//.test(name) ? -1 : 0))
  const box: BoxSpace = { kind: 'box', size: names.length, low, high: new Float32Array(names.length).fill(1), names }
  return {
    space: box,
    observe: state => {
      const observation = new Float32Array(box.size)
      const outcome = state.last?.outcome
      observation[0] = state.budgetLeft
      observation[1] = state.stagnation
      observation[2] = outcome && outcome._tag !== 'Measured' ? 1 : 0
      observation[3] = outcome?._tag === 'Measured' && !outcome.feasible ? 1 : 0
      goals.names.forEach((_, i) => {
        if (outcome?._tag === 'Measured') observation[4 + i] = relative(outcome.losses[i], state.reference?.[i])
        observation[4 + goals.names.length + i] = relative(state.best?.[i], state.reference?.[i])
      })
      if (state.last) observation.set(space.encode(state.last.config), 4 + 2 * goals.names.length)
      if (outcome?._tag === 'Measured')
        observation.set(bottleneckFeatures(outcome.profile.ops ?? [], ops), box.size - bottlenecks.length)
      return observation
    },
  }
}

/** Shares in the time of all operators, 0 to 1: of those named, or of the n longest; 0 for what is not there. */
export const bottleneckFeatures = (ops: readonly OpProfile[], which: readonly string[] | number): readonly number[] => {
  if (typeof which !== 'number') return which.map(name => ops.find(op => op.name === name)?.share ?? 0)
  const shares = ops.map(({ share }) => share).sort((a, b) => b - a)
  return Array.from({ length: which }, (_, i) => shares[i] ?? 0)
}

/** Gain over the reference in units of its size, squashed into (-1, 1); 0 where one of the two is not known. */
const relative = (loss: number | undefined, reference: number | undefined): number => {
  if (loss === undefined || reference === undefined) return 0
  const gain = (reference - loss) / (Math.abs(reference) || 1)
  return gain / (1 + Math.abs(gain))
}
