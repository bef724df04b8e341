import type { Agent, AgentFactory } from '../../agents/agent.js'
import { agentFactory } from '../../agents/agent.js'
import { type Config, simulatedClock, type Trial, type Value, wallClock } from '../../core/index.js'
import { type Candidate, Standing } from '../../env/index.js'
import type { Budget } from '../../goals/index.js'
import { dominates, type Point } from '../../pareto/index.js'
import type { Profiler } from '../../profilers/profiler.js'
import { nowhere } from '../../storage/index.js'
import { openStudy, type Stopped, type Study } from '../../study/index.js'
import type { Problem } from '../problems/problem.js'

/** An advance: after how many evaluations and seconds (of what was measured) the best or the front changed, and the losses that joined. */
export type Advance = readonly [evaluations: number, seconds: number, ...losses: number[]]

/** What one study of an experiment left behind: a problem, an agent, a seed. */
export interface CellResult {
  /** Evaluations in the terms of the budget: trials, distinct configurations, or sums of fidelities. */
  readonly evaluations: number
  /** What they cost: recorded, told by the profiler, or of the wall where the problem is live. */
  readonly seconds: number
  readonly failed: number
  readonly stopped: Stopped
  /**
   * One objective: each time that the best feasible loss of full fidelity became better; where measuring is noisy, that another
   * configuration looked best, repeats pooled as studies pool them. Several: each time that something joined the front. Losses are
   * those without noise where the problem knows them.
   */
  readonly advances: readonly Advance[]
  /** Position among the proposals of the configuration that the last advance is about; -1 where there is none. */
  readonly lastAdvance: number
  /** In order of asking: rows of the population where the problem has one, else values in the order of the space's parameters (null: inactive). */
  readonly proposals: readonly number[] | readonly (readonly (Value | null)[])[]
  /** Milliseconds that the agent has spent asking and telling after 1/20, 2/20, ... of the trials. */
  readonly agentMs: readonly number[]
}

export interface CellOptions {
  readonly budget: Budget
  readonly seed: number
  readonly signal?: AbortSignal | undefined
}

/** Runs one cell; what is wrong with the problem or the agent is thrown as a ParetuneError. Deterministic but for `agentMs` and live problems. */
export const runCell = async (
  problem: Problem,
  agent: AgentFactory,
  { budget, seed, signal }: CellOptions,
): Promise<CellResult> => {
  const watch = stopwatch()
  const study = await openCell(problem, timed(agent, watch), { budget, seed })
  try {
    const { trials, stopped } = await study.run({ handleSignals: false, ...(signal && { signal }) })
    return {
      ...courseOf(trials, budget, problem),
      failed: trials.reduce((count, { outcome }) => count + Number(outcome._tag === 'Failed'), 0),
      stopped,
      proposals: proposalsOf(trials, problem),
      agentMs: watch.marks(MARKS),
    }
  } finally {
    await study.close()
  }
}

/** The study of a cell, which is kept nowhere. */
export const openCell = (
  { name, space, profiler, objectives, constraints, isLive }: Problem,
  agent: AgentFactory,
  { budget, seed }: Pick<CellOptions, 'budget' | 'seed'>,
): Promise<Study> =>
  openStudy({
    name,
    space,
    profiler: lasting(profiler),
    objectives,
    ...(constraints && { constraints }),
    agent,
    budget,
    seed,
    store: nowhere(),
    clock: isLive ? wallClock() : simulatedClock(),
  })

const MARKS = 20

/** It serves other cells afterwards: closing a study leaves it open. */
const lasting = (profiler: Profiler): Profiler => {
  const { profileSync } = profiler
  return {
    name: profiler.name,
    metrics: profiler.metrics,
    profile: (config, context) => profiler.profile(config, context),
    ...(profileSync && { profileSync: (config, context) => profileSync.call(profiler, config, context) }),
    ...(profiler.isolated && { isolated: true }),
  }
}

/** How the best, or the front, came about. */
const courseOf = (
  trials: readonly Trial[],
  budget: Budget,
  { objectives, truth, isLive }: Problem,
): Pick<CellResult, 'evaluations' | 'seconds' | 'advances' | 'lastAdvance'> => {
  const seen = new Set<string>()
  const advances: Advance[] = []
  const isOne = Object.keys(objectives).length === 1
  let [evaluations, seconds] = [0, 0]
  // What is measured again may lose the lead; without noise it is the same again.
  const joins = isOne && (truth || isLive) ? leading(truth !== undefined) : joining(isOne)
  let lastAdvance = -1
  for (const [i, trial] of trials.entries()) {
    const { fidelity, fingerprint, finishedMs } = trial
    seconds = finishedMs / 1000
    // A repeat is a trial, but no other configuration; of parts of measurements the parts count.
    if (budget.trials !== undefined) evaluations++
    else if (budget.fullTrials !== undefined) evaluations += fidelity
    else evaluations = seen.add(fingerprint).size
    const joined = joins(trial)
    if (!joined) continue
    lastAdvance =
      joined.fingerprint === fingerprint ? i : trials.findIndex(each => each.fingerprint === joined.fingerprint)
    advances.push([rounded(evaluations), seconds, ...(truth?.(joined.config) ?? joined.losses)])
  }
  return { evaluations: rounded(evaluations), seconds, advances, lastAdvance }
}

/** Who has joined the best, or the front, by a trial: trials in their order. */
type Joins = (trial: Trial) => Pick<Candidate, 'config' | 'fingerprint' | 'losses'> | undefined

const joining = (isOne: boolean): Joins => {
  let front: Point[] = []
  return ({ outcome, config, fidelity, fingerprint }) => {
    if (outcome._tag !== 'Measured' || fidelity < 1 || !outcome.feasible) return undefined
    const { losses } = outcome
    if (front.some(point => dominates(point, losses) || losses.every((loss, i) => loss === point[i]))) return undefined
    front = isOne ? [losses] : [...front.filter(point => !dominates(losses, point)), losses]
    return { config, fingerprint, losses }
  }
}

/** One objective with noise: who leads by the median of all its trials. What is thought of the leader counts where the truth is not known. */
const leading = (isTruthKnown: boolean): Joins => {
  const standing = new Standing(1)
  return trial => {
    const [before] = standing.front
    standing.add(trial)
    const [leader] = standing.front
    const isSame = leader?.fingerprint === before?.fingerprint
    return isSame && (isTruthKnown || leader?.losses[0] === before?.losses[0]) ? undefined : leader
  }
}

/** Without the rounding errors of adding fidelities up. */
const rounded = (evaluations: number): number => Math.round(evaluations * 1e9) / 1e9

const proposalsOf = (trials: readonly Trial[], { space, population }: Problem): CellResult['proposals'] => {
  if (population) {
    const all = space.enumerate()
    return trials.map(({ config }) => all.indexOf(config))
  }
  const valuesOf = (config: Config): (Value | null)[] => space.names.map(name => config[name] ?? null)
  return trials.map(({ config }) => valuesOf(config))
}

/** Adds up what passes within calls. */
const stopwatch = () => {
  const clock = wallClock()
  const totals: number[] = []
  let total = 0
  const timing = <T>(call: () => T): T => {
    const beganMs = clock.nowMs()
    const done = (): void => {
      total += clock.nowMs() - beganMs
    }
    const result = call()
    if (result instanceof Promise) return result.finally(done) as T
    done()
    return result
  }
  return {
    timing,
    lap: (): void => {
      totals.push(total)
    },
    /** The total after equal parts of the laps, and at the end. */
    marks: (parts: number): number[] => {
      const count = Math.min(parts, totals.length)
      return Array.from({ length: count }, (_, i) => {
        const lap = totals[Math.round(((i + 1) * totals.length) / count) - 1] as number
        return Number(lap.toFixed(4))
      })
    },
  }
}

const timed = (agent: AgentFactory, { timing, lap }: ReturnType<typeof stopwatch>): AgentFactory =>
  agentFactory(agent.agentName, async context => {
    const inner = await agent(context)
    const told = (result: void | Promise<void>): void | Promise<void> => {
      if (result instanceof Promise) return result.then(lap)
      lap()
    }
    return {
      name: inner.name,
      ...(inner.isBlind && { isBlind: true as const }),
      ask: requests => timing(() => inner.ask(requests)),
      tell: transitions => told(timing(() => inner.tell(transitions)) as void | Promise<void>),
      save: () => inner.save(),
      close: () => inner.close?.(),
    } satisfies Agent
  })
