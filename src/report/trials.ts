import type { Measured, Trial } from '../core/index.js'

/** How a trial is shown: every trial is one of these. */
export type TrialState = 'feasible' | 'infeasible' | 'failed' | 'pruned'

export const stateOf = ({ outcome }: Trial): TrialState => {
  if (outcome._tag === 'Failed') return 'failed'
  if (outcome._tag === 'Pruned') return 'pruned'
  return outcome.feasible ? 'feasible' : 'infeasible'
}

/** The value of an objective, where the trial was measured. */
export const objectiveOf = ({ outcome }: Trial, name: string): number | undefined =>
  outcome._tag === 'Measured' ? outcome.objectives[name] : undefined

/** Trials that count for the best: feasible, and measured in full. */
const isContender = (trial: Trial): trial is Trial & { readonly outcome: Measured } =>
  stateOf(trial) === 'feasible' && trial.fidelity === 1

/** The best value so far after each trial; undefined until there is one. */
export const bestSoFar = (
  trials: readonly Trial[],
  objective: { readonly name: string; readonly direction: 'minimize' | 'maximize' },
): readonly (number | undefined)[] => {
  let best: number | undefined
  return trials.map(trial => {
    const value = isContender(trial) ? objectiveOf(trial, objective.name) : undefined
    if (
      value !== undefined &&
      (best === undefined || (objective.direction === 'minimize' ? value < best : value > best))
    ) {
      best = value
    }
    return best
  })
}

/** Names of all parameters that occur, in the order of their first occurrence. */
export const parameterNames = (trials: readonly Trial[]): readonly string[] => [
  ...new Set(trials.flatMap(trial => Object.keys(trial.config))),
]
