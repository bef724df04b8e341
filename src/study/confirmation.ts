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

/** What is called worse, though it is not, at most as often as this. */
const SIGNIFICANCE = 0.05

/** Measured, and not clearly worse than the first. */
const mayBeBest = ({ pValue = 1, median }: Confirmed): boolean => pValue > SIGNIFICANCE && !Number.isNaN(median)

/** Those that may be the best instead of the winner, or are. */
export const rivalsOf = (winner: Confirmed, compared: readonly Confirmed[]): Confirmed[] =>
  compared.filter(row => row !== winner && mayBeBest(row)).sort((a, b) => b.pBest - a.pBest)

/** What a confirmation showed, in one sentence without its full stop. `nameOf` is what a configuration is called. */
export const verdictOf = (
  { winner, rivals, finalists, baseline, rounds, objective }: Omit<Confirmation, 'verdict'>,
  nameOf: (row: Confirmed) => string = ({ config }) => show(config),
): string => {
  if (!winner) return 'no winner: no finalist was measured in more than half of the rounds'
  const [first, ...others] = [winner, ...rivals]
    .filter(mayBeBest)
    .sort((a, b) => b.pBest - a.pBest)
    .map(row => ({ name: row === baseline ? `the baseline, ${nameOf(row)},` : nameOf(row), pBest: row.pBest }))
  const compared = new Set([...finalists, ...(baseline ? [baseline] : [])]).size
  if (!first || compared === 1) return `there was nothing to compare ${nameOf(winner)} with`
  const inRounds = `by ${objective} in ${rounds} rounds`
  // Not always the winner, which is a finalist: the baseline may be better.
  if (others.length === 0)
    return `${first.name} is the best of ${compared} ${inRounds}, with probability ${chance(first)}`
  const names = listed(others.map(({ name }) => name))
  return `${first.name} cannot be told apart from ${names} ${inRounds}: the probability of being the best is ${listed([first, ...others].map(chance))}`
}

/** From finitely many samples it is never quite 1. */
const chance = ({ pBest }: Pick<Confirmed, 'pBest'>): string => (pBest > 0.99 ? 'over 0.99' : pBest.toFixed(2))

const listed = (items: readonly string[]): string =>
  items.length < 2 ? items.join() : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`
