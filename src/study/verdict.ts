import { show } from '../core/index.js'
import { lossOf, type Objective } from '../goals/index.js'
import type { Confirmation, Confirmed } from './confirm.js'

/** What is called different, though it is not, at most as often as this. */
const SIGNIFICANCE = 0.05

/** Those that may be the best instead of the winner, or are: told apart by chance only, or better (as a baseline may be). */
export const rivalsOf = (winner: Confirmed, compared: readonly Confirmed[], goal: Objective): Confirmed[] =>
  compared.filter(row => row !== winner && (!isApart(row) || lossOf(goal, row.median) < lossOf(goal, winner.median)))

const isApart = ({ pValue = 1 }: Confirmed): boolean => pValue <= SIGNIFICANCE

/** What a confirmation showed, in one sentence without its full stop. `nameOf` is what a configuration is called. */
export const verdictOf = (
  { winner, rivals, finalists, baseline, rounds, objective }: Omit<Confirmation, 'verdict'>,
  nameOf: (row: Confirmed) => string = ({ config }) => show(config),
): string => {
  if (!winner) return 'no winner: no finalist was measured in more than half of the rounds'
  const called = (row: Confirmed) => ({
    name: row === baseline ? `the baseline, ${nameOf(row)},` : nameOf(row),
    pBest: row.pBest,
  })
  const compared = new Set([...finalists, ...(baseline ? [baseline] : [])]).size
  if (compared === 1) return `there was nothing to compare ${nameOf(winner)} with`
  const inRounds = `by ${objective} in ${rounds} rounds`
  // Not always the winner, which is a finalist: the baseline may be better, and surely so.
  const better = rivals.find(isApart)
  const first = called(better ?? winner)
  if (better || rivals.length === 0)
    return `${first.name} is the best of ${compared} ${inRounds}, with probability ${chance(first)}`
  const others = [...rivals].sort((a, b) => b.pBest - a.pBest).map(called)
  const names = listed(others.map(({ name }) => name))
  return `${first.name} cannot be told apart from ${names} ${inRounds}: the probability of being the best is ${listed([first, ...others].map(chance))}`
}

/** From finitely many samples it is never quite 1. */
const chance = ({ pBest }: Pick<Confirmed, 'pBest'>): string => (pBest > 0.99 ? 'over 0.99' : pBest.toFixed(2))

const listed = (items: readonly string[]): string =>
  items.length < 2 ? items.join() : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`
