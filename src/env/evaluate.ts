import { type Either, isLeft } from '../core/fp.js'
import {
  fault,
  type MetricSpec,
  type Outcome,
  ParetuneError,
  type PendingTrial,
  type Profile,
  type ProfileFailure,
  type Rng,
} from '../core/index.js'
import type { Goals } from '../goals/index.js'
import { guarded } from '../profilers/index.js'
import type { Profiler, SyncProfileContext } from '../profilers/profiler.js'

/** Decides after each intermediate report whether a trial goes on. */
export type Verdict = (step: number, metrics: Readonly<Record<string, number>>) => 'continue' | 'stop'

export interface Evaluator {
  /**
   * Measures one trial and judges it: whatever goes wrong with the configuration is a Failed outcome. Rejects with the profiler's
   * ParetuneError where it cannot measure anything here (MissingPackage, InvalidProfiler), and with an InvalidGoal where the first profile
   * tells that the machine lacks a metric that the goals need: no other configuration would fare better.
   */
  evaluate(trial: PendingTrial, signal: AbortSignal, verdict?: Verdict): Promise<Outcome>
  /** The same without promises, where the profiler can do that. */
  evaluateSync?(trial: PendingTrial, verdict?: Verdict): Outcome
}

export interface EvaluatorOptions {
  readonly profiler: Profiler
  readonly goals: Goals
  readonly rng: Rng
  /** Time that one trial may take. */
  readonly timeoutMs: number
}

/** A measurement and its judgement in one: what a step of the environment and a trial of a study have in common. */
export const makeEvaluator = ({ profiler, goals, rng, timeoutMs }: EvaluatorOptions): Evaluator => {
  const safe = guarded(profiler)
  let hadAll = false
  const judge = (result: Either<ProfileFailure, Profile>): Outcome => {
    if (!isLeft(result)) {
      if (!hadAll) refuseAbsent(goals, profiler.metrics, result.right)
      hadAll = true
      return goals.judge(result.right)
    }
    if (result.left.cause instanceof ParetuneError) throw result.left.cause
    return { _tag: 'Failed', failure: result.left, costMs: costMs(result) }
  }
  const outcomeOf = (result: Either<ProfileFailure, Profile>, { stoppedAt }: TrialContext): Outcome =>
    stoppedAt === undefined
      ? judge(result)
      : {
          _tag: 'Pruned',
          step: stoppedAt,
          costMs: costMs(result),
          ...(!isLeft(result) && { profile: result.right }),
        }
  const { profileSync } = safe
  return {
    evaluate: async (trial, signal, verdict) => {
      const context = Object.assign(new TrialContext(trial, rng, verdict), { signal, timeoutMs, log: () => {} })
      return outcomeOf(await safe.profile(trial.config, context)(), context)
    },
    ...(profileSync && {
      evaluateSync: (trial, verdict) => {
        const context = new TrialContext(trial, rng, verdict)
        return outcomeOf(profileSync(trial.config, context), context)
      },
    }),
  }
}

/** What a profiler is told of a trial. A class, since recorded trials make hundreds of thousands of it a second. */
class TrialContext implements SyncProfileContext {
  readonly fidelity: number
  readonly trial: number
  declare readonly resumeFrom?: number
  /** The step at which it was told to stop. */
  stoppedAt: number | undefined
  /** A profiler may take it out of the context. */
  readonly report: SyncProfileContext['report']
  readonly #rng: Rng

  constructor({ number, fidelity, resumeFrom }: PendingTrial, rng: Rng, verdict: Verdict | undefined) {
    this.fidelity = fidelity
    this.trial = number
    if (resumeFrom !== undefined) this.resumeFrom = resumeFrom
    this.#rng = rng
    this.report = (step, metrics) => {
      const decision = verdict?.(step, metrics) ?? 'continue'
      if (decision === 'stop') this.stoppedAt = step
      return decision
    }
  }

  /** Only where it is looked at: a fork takes longer than a look into a recording. */
  get seed(): number {
    return seedOf(this.#rng, this.trial)
  }
}

/** A machine may lack an optional metric. Once there was a profile that had it, its absence is a matter of the trial. */
const refuseAbsent = ({ objectives, constraints }: Goals, specs: readonly MetricSpec[], profile: Profile): void => {
  const needs: [string, string][] = [
    ...Object.entries(objectives).flatMap(([name, { metric, compute }]): [string, string][] =>
      compute ? [] : [[`objective \`${name}\``, metric]],
    ),
    ...Object.entries(constraints).map(([name, { metric }]): [string, string] => [`constraint \`${name}\``, metric]),
  ]
  for (const [place, metric] of needs) {
    const reason = profile.absent?.[metric]
    const isOptional = specs.some(({ name, optional }) => name === metric && optional)
    if (!isOptional || reason === undefined || profile.metrics[metric] !== undefined) continue
    const message = `expected ${place} to name a metric that this machine has, got \`${metric}\`: ${reason}`
    throw new ParetuneError(fault('InvalidGoal', message, { details: { metric, reason } }))
  }
}

const costMs = (result: Either<ProfileFailure, Profile>): number =>
  isLeft(result) ? (result.left.costMs ?? 0) : result.right.costMs

/** A whole number of its own for each trial, whatever order they run in. */
const seedOf = (rng: Rng, trial: number): number => rng.fork(`trial/${trial}`).integer(0, 2 ** 31 - 1)
