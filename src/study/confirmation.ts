import { type Config, show } from '../core/index.js'

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
  /** Those that cannot be told apart from the winner, the baseline included: their `pValue` is over 0.05. Under 6 rounds all are. */
  readonly rivals: readonly Confirmed<C>[]
  /** What came out, in one sentence: which one is the best with what probability, or which ones cannot be told apart. */
  readonly verdict: string
}

/** What a confirmation showed, in one sentence without its full stop. `nameOf` is what a configuration is called. */
export const verdictOf = (
  { winner, rivals, finalists, baseline, rounds, objective }: Omit<Confirmation, 'verdict'>,
  nameOf: (row: Confirmed) => string = ({ config }) => show(config),
): string => {
  if (!winner) return 'no winner: no finalist was measured in more than half of the rounds'
  const compared = new Set([...finalists, ...(baseline ? [baseline] : [])]).size
  if (compared === 1) return `there was nothing to compare ${nameOf(winner)} with`
  const inRounds = `by ${objective} in ${rounds} rounds`
  const named = (row: Confirmed): string => (row === baseline ? `the baseline, ${nameOf(row)},` : nameOf(row))
  // The winner is a finalist, so that the baseline may be better.
  const best = baseline && !rivals.includes(baseline) && baseline.pBest > winner.pBest ? baseline : winner
  if (rivals.length === 0 || best !== winner)
    return `${named(best)} is the best of ${compared} ${inRounds}, with probability ${chance(best)}`
  return `${named(winner)} cannot be told apart from ${listed(rivals.map(named))} ${inRounds}: the probability of being the best is ${listed([winner, ...rivals].map(chance))}`
}

/** From finitely many samples it is never quite 1. */
const chance = ({ pBest }: Confirmed): string => (pBest > 0.99 ? 'over 0.99' : pBest.toFixed(2))

const listed = (items: readonly string[]): string =>
  items.length < 2 ? items.join() : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`
