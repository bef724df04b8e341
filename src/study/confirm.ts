import { type Config, fault, type Outcome, ParetuneError, type Rng, show } from '../core/index.js'
import { type Goals, lossOf } from '../goals/index.js'
import { holm, median, medianInterval, signedRankTest, std, studentQuantile } from '../numeric/index.js'
import type { Profiler } from '../profilers/profiler.js'
import { type Finding, speedupOf } from './result.js'

/** How finalists are measured again. */
export interface ConfirmOptions<C extends Config = Config> {
  /** Configurations to compare. Default: the front (of one objective: the best). The baseline takes part in any case. */
  readonly finalists?: readonly C[]
  /** Rounds in which each is measured once, in a new random order each. At least 3. Default: 10. */
  readonly rounds?: number
  /** The objective that decides. Default: the first. */
  readonly objective?: string
  /** Another profiler of the same metrics, such as one that measures in fresh processes. Default: the study's. */
  readonly profiler?: Profiler<C>
  readonly signal?: AbortSignal
  readonly onRound?: (round: number, rounds: number) => void
}

/** What the rounds showed of one configuration. */
export interface Confirmed<C extends Config = Config> {
  readonly config: C
  /** Values of the deciding objective by round; NaN where the round failed. */
  readonly samples: readonly number[]
  readonly median: number
  /** 95% interval of that median, from order statistics. */
  readonly ciLow: number
  readonly ciHigh: number
  /** Number of its last trial. */
  readonly trial: number
  /** Times better than the baseline: the median over rounds, each a comparison within its round, and the interval in which the median of another run of as many rounds lies with 95% probability. */
  readonly speedup?: { readonly median: number; readonly low: number; readonly high: number }
  /** Probability of being the best of those compared, by bootstrap over rounds. */
  readonly pBest: number
  /**
   * How likely rounds that differ as clearly from the winner's are where both are equally good: signed-rank test of the differences within
   * rounds, by Holm's method for all that are compared with it. Absent for the winner.
   */
  readonly pValue?: number
}

export interface Confirmation<C extends Config = Config> {
  readonly objective: string
  /** Rounds that were finished; fewer than asked for where the confirmation was interrupted. */
  readonly rounds: number
  /** The finalists, best first. The baseline is among them where it was one. */
  readonly finalists: readonly Confirmed<C>[]
  readonly baseline?: Confirmed<C>
  readonly winner?: Confirmed<C>
  /** Finalists that may as well be the best: their `pValue` is over 0.05. Under 6 rounds nothing can be told apart. */
  readonly rivals: readonly Confirmed<C>[]
}

/** One round of a confirmation, and what it is a round of. */
export interface Round {
  /** 1, 2, ... */
  readonly round: number
  readonly rounds: number
  readonly objective: string
  readonly finalists: readonly Config[]
  /** The finalists, and the baseline. */
  readonly participants: number
}

/** What a study lends to the confirmation. */
export interface Confirming {
  readonly goals: Goals
  readonly rng: Rng
  readonly baseline: Config | undefined
  readonly front: readonly Finding[]
  readonly interrupt: AbortSignal
  measure(config: Config, round: Round): Promise<{ readonly trial: number; readonly outcome: Outcome }>
}

/** Rounds of the bootstrap behind `pBest`. */
const RESAMPLES = 2000
/** What is called different, though it is not, at most as often as this. */
const SIGNIFICANCE = 0.05

/**
 * Measures the finalists and the baseline round by round, in a new random order each round, so that drift of the machine hits
 * all of them alike; compares within rounds, and names the one with the best median.
 */
export const confirm = async (options: ConfirmOptions, study: Confirming): Promise<Confirmation> => {
  const { rounds = 10, objective = study.goals.names[0] as string } = options
  const goal = study.goals.objectives[objective]
  if (!goal)
    throw new ParetuneError(
      fault('InvalidGoal', `expected objective to be one of ${study.goals.names.join(', ')}, got ${show(objective)}`),
    )
  if (!(Number.isInteger(rounds) && rounds >= 3))
    throw new ParetuneError(fault('InvalidStudy', `expected at least 3 whole rounds, got ${show(rounds)}`))
  const finalists = options.finalists ?? study.front.map(finding => finding.config)
  const configs = study.baseline
    ? [...finalists.filter(config => !same(config, study.baseline as Config)), study.baseline]
    : [...finalists]

  const losses: number[][] = configs.map(() => [])
  const lastTrials: number[] = []
  let finished = 0
  for (; finished < rounds && !study.interrupt.aborted; finished++) {
    const row: number[] = []
    for (const i of study.rng.shuffle(configs.map((_, index) => index))) {
      const round = { round: finished + 1, rounds, objective, finalists, participants: configs.length }
      const { trial, outcome } = await study.measure(configs[i] as Config, round)
      if (study.interrupt.aborted) break
      lastTrials[i] = trial
      row[i] =
        outcome._tag === 'Measured' && outcome.feasible
          ? lossOf(goal, outcome.objectives[objective] as number)
          : Number.NaN
    }
    if (study.interrupt.aborted) break
    for (const [i, column] of losses.entries()) column.push(row[i] as number)
    options.onRound?.(finished + 1, rounds)
  }

  const pBest = probabilityOfBest(losses, study.rng)
  const baselineLosses = study.baseline && losses.at(-1)
  const isFinalist = (config: Config): boolean => finalists.some(finalist => same(finalist, config))
  const medians = losses.map(medianOf)
  const order = [...configs.keys()]
    .filter(i => isFinalist(configs[i] as Config) && !Number.isNaN(medians[i]))
    .sort((a, b) => (medians[a] as number) - (medians[b] as number))
  const pValues = comparedWith(order[0], losses)
  const rows = configs.map((config, i): Confirmed => {
    const column = losses[i] as number[]
    const values = column.map(loss => lossOf(goal, loss))
    const { low: ciLow, high: ciHigh } = medianInterval(values.filter(value => !Number.isNaN(value)))
    const speedup = baselineLosses && compare(baselineLosses, column)
    return {
      config,
      trial: lastTrials[i] ?? -1,
      samples: values,
      median: lossOf(goal, medians[i] as number),
      ciLow,
      ciHigh,
      pBest: pBest[i] as number,
      ...(speedup && { speedup }),
      ...pValues[i],
    }
  })
  const baseline = study.baseline && rows.at(-1)
  const ranked = order.map(i => rows[i] as Confirmed)
  const [winner, ...others] = ranked
  return {
    objective,
    rounds: finished,
    finalists: ranked,
    rivals: others.filter(({ pValue = 1 }) => pValue > SIGNIFICANCE),
    ...(baseline && { baseline }),
    ...(winner && { winner }),
  }
}

const same = (a: Config, b: Config): boolean => {
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every(key => a[key] === b[key])
}

/** The median, where more than half of the rounds were measured. */
const medianOf = (losses: readonly number[]): number => {
  const measured = losses.filter(loss => !Number.isNaN(loss))
  return measured.length * 2 > losses.length ? median(measured) : Number.NaN
}

/**
 * The ratio within each round, on the log scale. The medians of two runs of n rounds differ by a normal error of variance
 * 2 (pi / 2) s^2 / n, with s from this run's rounds: hence Student's t with n - 1 degrees of freedom.
 */
const compare = (baseline: readonly number[], losses: readonly number[]): Confirmed['speedup'] => {
  const ratios = baseline
    .map((reference, round) => speedupOf(reference, losses[round] as number))
    .filter(ratio => ratio !== undefined)
  if (ratios.length < 3) return undefined
  const logs = ratios.map(Math.log)
  const center = median(logs)
  const reach = studentQuantile(0.975, logs.length - 1) * std(logs) * Math.sqrt(Math.PI / logs.length)
  return { median: Math.exp(center), low: Math.exp(center - reach), high: Math.exp(center + reach) }
}

/** For each column, how surely it differs from the winner's. */
const comparedWith = (
  winner: number | undefined,
  columns: readonly (readonly number[])[],
): readonly { readonly pValue?: number }[] => {
  if (winner === undefined) return columns.map(() => ({}))
  const best = columns[winner] as readonly number[]
  // The order within a round is random, so that a difference and its negative are equally likely where both are equally good.
  const pValues = columns.map(column => {
    const isPositive = [...best, ...column].every(loss => !(loss <= 0))
    const scaled = (loss: number): number => (isPositive ? Math.log(loss) : loss)
    const differences = column.map((loss, round) => scaled(loss) - scaled(best[round] as number))
    return signedRankTest(differences.filter(difference => !Number.isNaN(difference)))
  })
  const others = [...columns.keys()].filter(i => i !== winner)
  const adjusted = holm(others.map(i => pValues[i] as number))
  return columns.map((_, i) => (i === winner ? {} : { pValue: adjusted[others.indexOf(i)] as number }))
}

/** Part of the bootstrap samples of rounds in which each column has the lowest median. */
const probabilityOfBest = (losses: readonly (readonly number[])[], rng: Rng): number[] => {
  const rounds = losses[0]?.length ?? 0
  const wins = losses.map(() => 0)
  if (rounds === 0) return wins
  for (let b = 0; b < RESAMPLES; b++) {
    const drawn = Array.from({ length: rounds }, () => rng.integer(0, rounds - 1))
    const medians = losses.map(column => medianOf(drawn.map(round => column[round] as number)))
    const best = medians.reduce(
      (low, value, i) => (Number.isNaN(value) || value >= (medians[low] ?? Infinity) ? low : i),
      medians.findIndex(value => !Number.isNaN(value)),
    )
    if (best >= 0) wins[best] = (wins[best] as number) + 1
  }
  return wins.map(count => count / RESAMPLES)
}
