import type { Config, Trial } from '../core/index.js'
import type { Candidate, Episode } from '../env/index.js'
import { type Goals, lossOf } from '../goals/index.js'
import { hypervolume } from '../pareto/index.js'

/** Why a run ended. `interrupted` studies go on where they stopped. */
export type Stopped = 'budget' | 'target' | 'exhausted' | 'interrupted'

/** A configuration and what its trials showed together. */
export interface Finding<C extends Config = Config> {
  readonly config: C
  readonly fingerprint: string
  /** Numbers of its trials; what follows is their median. */
  readonly trials: readonly number[]
  /** Values in the objectives' own direction and unit. */
  readonly objectives: Readonly<Record<string, number>>
}

/** What a study found. */
export interface StudyResult<C extends Config = Config> {
  readonly name: string
  readonly stopped: Stopped
  readonly trials: readonly Trial<C>[]
  /** The best feasible configuration; of several objectives the compromise nearest to the ideal point. */
  readonly best?: Finding<C>
  /** The feasible non-dominated configurations. */
  readonly front: readonly Finding<C>[]
  readonly baseline?: Finding<C>
  /** How many times better than the baseline `best` is in the first objective, as measured once: `confirm` says how sure that is. */
  readonly speedup?: number
  /** Hypervolume of the front against a reference given as values of the objectives. */
  hypervolume(reference: Readonly<Record<string, number>>): number
  readonly elapsedMs: number
  /** What a reader of the figures should know. */
  readonly warnings: readonly string[]
}

/** A candidate as people read it: objectives in their own direction. */
export const findingOf = ({ config, fingerprint, trials, losses }: Candidate, goals: Goals): Finding => ({
  config,
  fingerprint,
  trials,
  objectives: Object.fromEntries(
    Object.entries(goals.objectives).map(([name, objective], i) => [name, lossOf(objective, losses[i] as number)]),
  ),
})

/** Reads the result off an episode. */
export const resultOf = (
  episode: Episode,
  goals: Goals,
  more: {
    readonly name: string
    readonly stopped: Stopped
    readonly baseline?: string
    readonly warnings: readonly string[]
  },
): StudyResult => {
  const { best, front } = episode.standing
  const baseline = more.baseline === undefined ? undefined : episode.standing.candidate(more.baseline)
  const ratio = best && baseline && speedupOf(baseline.losses[0] as number, best.losses[0] as number)
  return {
    name: more.name,
    stopped: more.stopped,
    trials: episode.trials,
    front: front.map(candidate => findingOf(candidate, goals)),
    elapsedMs: episode.spent.elapsedMs,
    warnings: more.warnings,
    ...(best && { best: findingOf(best, goals) }),
    ...(baseline && { baseline: findingOf(baseline, goals) }),
    ...(ratio !== undefined && { speedup: ratio }),
    hypervolume: reference =>
      hypervolume(
        front.map(candidate => candidate.losses),
        Object.entries(goals.objectives).map(([name, objective]) => lossOf(objective, reference[name] ?? Number.NaN)),
      ),
  }
}

/** Times better: loss of the baseline over loss, or gain over gain of the baseline. Undefined where the signs differ. */
export const speedupOf = (baseline: number, loss: number): number | undefined => {
  const ratio = loss > 0 ? baseline / loss : loss / baseline
  return ratio > 0 && Number.isFinite(ratio) ? ratio : undefined
}
