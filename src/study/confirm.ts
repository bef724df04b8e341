import { type Config, fault, type Outcome, ParetuneError, type Rng, show } from '../core/index.js'
import { type Goals, lossOf } from '../goals/index.js'
import { holm, median, medianInterval, pairedTest, std, studentQuantile } from '../numeric/index.js'
import type { Profiler } from '../profilers/profiler.js'
import { type Finding, speedupOf } from './result.js'
import { rivalsOf, verdictOf } from './verdict.js'

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
   * How likely rounds that are as clearly in favour of the first of all, the baseline included, are where both are equally good: Student's t of
   * the differences within rounds, by Holm's method for all that are compared with it. Absent for the first one.
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
  /**
   * Those that may be the best instead of the winner, the baseline included: all that are not clearly worse than the first (`pValue` over
   * 0.05), and a baseline that is the first. However many are compared, one that is as good as the first is left out in 5 confirmations of 100.
   */
  readonly rivals: readonly Confirmed<C>[]
  /** What came out, in one sentence: which one is the best with what probability, or which ones cannot be told apart. */
  readonly verdict: string
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
  const pValues = comparedWithFirst(losses)
  const rows = configs.map((config, i): Confirmed => {
    const column = losses[i] as number[]
    const values = column.map(loss => lossOf(goal, loss))
    const { low: ciLow, high: ciHigh } = medianInterval(values.filter(value => !Number.isNaN(value)))
    const speedup = baselineLosses && compare(baselineLosses, column)
    return {
      config,
      trial: lastTrials[i] ?? -1,
      samples: values,
      median: lossOf(goal, medianOf(column)),
      ciLow,
      ciHigh,
      pBest: pBest[i] as number,
      ...(speedup && { speedup }),
      ...pValues[i],
    }
  })
  const baseline = study.baseline && rows.at(-1)
  const ranked = (
    study.baseline && !finalists.some(config => same(config, study.baseline as Config)) ? rows.slice(0, -1) : rows
  )
    .filter(row => !Number.isNaN(row.median))
    .sort((a, b) => lossOf(goal, a.median) - lossOf(goal, b.median))
  const winner = ranked[0]
  const compared = baseline && !ranked.includes(baseline) ? [...ranked, baseline] : ranked
  const rivals = winner ? rivalsOf(winner, compared) : []
  const confirmation = {
    objective,
    rounds: finished,
    finalists: ranked,
    rivals,
    ...(baseline && { baseline }),
    ...(winner && { winner }),
  }
  return { ...confirmation, verdict: verdictOf(confirmation) }
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

/** For each column, how surely it differs from the one with the lowest median. */
const comparedWithFirst = (columns: readonly (readonly number[])[]): readonly { readonly pValue?: number }[] => {
  const medians = columns.map(medianOf)
  const first = medians.indexOf(Math.min(...medians.filter(value => !Number.isNaN(value))))
  // Within a round all are measured on the same machine in the same state, in random order. Drift multiplies, hence logarithms.
  const isPositive = columns.flat().every(loss => !(loss <= 0))
  const scaled = (loss: number): number => (isPositive ? Math.log(loss) : loss)
  const others = [...columns.keys()].filter(i => i !== first)
  const pValues = holm(
    others.map(i => {
      const differences = columns[i]?.map((loss, round) => scaled(loss) - scaled(columns[first]?.[round] as number))
      return pairedTest(differences?.filter(difference => !Number.isNaN(difference)) ?? [])
    }),
  )
  return columns.map((_, i) => (i === first ? {} : { pValue: pValues[others.indexOf(i)] as number }))
}

/** Part of the bootstrap samples of rounds in which each column has the lowest median; columns that share it share the sample. */
const probabilityOfBest = (losses: readonly (readonly number[])[], rng: Rng): number[] => {
  const rounds = losses[0]?.length ?? 0
  const wins = losses.map(() => 0)
  if (rounds === 0) return wins
  for (let b = 0; b < RESAMPLES; b++) {
    const drawn = Array.from({ length: rounds }, () => rng.integer(0, rounds - 1))
    const medians = losses.map(column => medianOf(drawn.map(round => column[round] as number)))
    const lowest = Math.min(...medians.filter(value => !Number.isNaN(value)))
    const first = medians.flatMap((value, i) => (value === lowest ? [i] : []))
    for (const i of first) wins[i] = (wins[i] as number) + 1 / first.length
  }
  return wins.map(count => count / RESAMPLES)
}
