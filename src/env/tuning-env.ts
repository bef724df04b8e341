import { isLeft } from '../core/fp.js'
import {
  type Clock,
  type Config,
  costMsOf,
  fault,
  makeRng,
  type Outcome,
  orThrow,
  ParetuneError,
  type PendingTrial,
  wallClock,
} from '../core/index.js'
import { type Budget, defineGoals, type GoalOptions, parseBudget, type Reward, relativeLoss } from '../goals/index.js'
import type { Profiler } from '../profilers/profiler.js'
import type { Space } from '../space/space.js'
import type { Action } from './action.js'
import type { Env, Step } from './env.js'
import { Episode } from './episode.js'
import { makeEvaluator } from './evaluate.js'
import type { ObservationPart } from './observations/index.js'

export interface TuningEnvOptions<C extends Config = Config, M extends string = string>
  extends GoalOptions<NoInfer<M>> {
  readonly space: Space<C>
  readonly profiler: Profiler<NoInfer<C>, M>
  /** What a step is worth. Default: `relativeLoss()`. */
  readonly reward?: Reward<C>
  /** When an episode is truncated. */
  readonly budget: Budget
  /** Value of each objective to reach, where the episode terminates. */
  readonly target?: Readonly<Record<string, number>>
  readonly baseline?: NoInfer<C>
  /** What observations are composed of. Default: `defaultObservation()`. */
  readonly observe?: readonly ObservationPart[]
  /** Time that one measurement may take. Default: 600,000 ms. */
  readonly timeoutMs?: number
  readonly seed?: number
  readonly clock?: Clock
}

/** An environment whose actions are configurations and whose steps are measurements. */
export interface TuningEnv<C extends Config = Config> extends Env<Action<C>> {
  /** The episode so far: trials, standing, budget. */
  readonly episode: Episode
  /** Several measurements, at most `parallel` at once; the steps come in the order of the actions, whatever finished first. */
  stepMany(actions: readonly Action<C>[], options?: { readonly parallel?: number }): Promise<Step[]>
}

/**
 * A Markov decision process around a profiler, with Gymnasium's semantics, for people who bring a loop of their own.
 * An action is a whole configuration. `info` of a step holds its trial.
 */
export const createTuningEnv = <C extends Config, M extends string>(options: TuningEnvOptions<C, M>): TuningEnv<C> => {
  const { space, timeoutMs = 600_000, clock = wallClock() } = options
  const profiler = options.profiler as unknown as Profiler
  const goals = orThrow(defineGoals(options, profiler.metrics))
  const episodeOptions = {
    space: space as unknown as Space,
    goals,
    reward: (options.reward ?? relativeLoss()) as Reward,
    budget: orThrow(parseBudget(options.budget)),
    ...(options.target && { target: options.target }),
    ...(options.baseline && { baseline: options.baseline }),
    ...(options.observe && { observe: options.observe }),
  }
  const abort = new AbortController()
  let seed = options.seed ?? 0
  let episode = new Episode(episodeOptions)
  let evaluator = makeEvaluator({ profiler, goals, rng: makeRng(seed), timeoutMs })
  let state: 'fresh' | 'running' | 'ended' | 'closed' = 'fresh'
  let startMs = 0

  const propose = ({ config }: Action<C>, number: number): PendingTrial => {
    const parsed = space.parse(config)
    if (isLeft(parsed)) throw new ParetuneError(parsed.left)
    return {
      number,
      slot: 0,
      config: parsed.right,
      fingerprint: space.fingerprint(parsed.right),
      fidelity: 1,
      origin: 'caller',
      repeat: true,
    }
  }
  const take = (pending: PendingTrial, outcome: Outcome): Step => {
    clock.spend(costMsOf(outcome))
    const { trial, ...step } = episode.advance(pending, outcome, clock.nowMs() - startMs)
    if (step.terminated || step.truncated) state = 'ended'
    return { ...step, info: { trial } }
  }
  const expectRunning = (): void => {
    if (state !== 'running')
      throw new ParetuneError(
        fault('InvalidStudy', `expected reset() before step() of a tuning environment, which is ${state}`),
      )
  }

  return {
    observationSpace: episode.observationSpace,
    actionSpace: { kind: 'config' },
    get episode() {
      return episode
    },
    reset: async (reset = {}) => {
      seed = reset.seed ?? seed
      episode = new Episode(episodeOptions)
      evaluator = makeEvaluator({ profiler, goals, rng: makeRng(seed), timeoutMs })
      state = 'running'
      startMs = clock.nowMs()
      return { observation: episode.observe(), info: {} }
    },
    step: async action => {
      expectRunning()
      const pending = propose(action, episode.trials.length)
      return take(pending, await evaluator.evaluate(pending, abort.signal))
    },
    stepMany: async (actions, { parallel = 1 } = {}) => {
      expectRunning()
      const pending = actions.map((action, i) => propose(action, episode.trials.length + i))
      const outcomes: Outcome[] = []
      let next = 0
      const worker = async (): Promise<void> => {
        for (let i = next++; i < pending.length; i = next++)
          outcomes[i] = await evaluator.evaluate(pending[i] as PendingTrial, abort.signal)
      }
      await Promise.all(Array.from({ length: Math.max(1, parallel) }, worker))
      return pending.map((trial, i) => take(trial, outcomes[i] as Outcome))
    },
    close: async () => {
      state = 'closed'
      abort.abort()
      await profiler.close?.()
    },
  }
}
