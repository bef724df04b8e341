import { show } from '../core/index.js'
import type { Confirmation, Confirmed } from './confirm.js'

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
