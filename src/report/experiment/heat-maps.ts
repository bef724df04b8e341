import type { ExperimentSummary } from '../../experiments/summary.js'
import type { Markup } from '../markup.js'
import { type MatrixCell, matrix } from './matrix.js'
import { agentOn } from './paper-tables.js'
import { isSignificant, pairOf, standingsOf } from './standings.js'

/** The score of each agent on each problem, and the mean. */
export const scoresMap = (summary: ExperimentSummary): Markup => {
  const standings = standingsOf(summary)
  const rows = standings.map(({ agent, score }) => [
    ...summary.problems.map(problem => agentOn(problem, agent)?.score.value),
    score.value,
  ])
  const sizes = rows
    .flat()
    .map(value => Math.abs(value ?? 0))
    .filter(Number.isFinite)
  const most = Math.min(1, Math.max(0.1, Math.ceil(10 * Math.max(0, ...sizes)) / 10))
  const cellOf = (score: number): MatrixCell => ({ text: twoDigits(score), strength: score / most })
  return matrix({
    label: `${summary.title}: score of each agent on each problem`,
    rows: standings.map(({ agent }) => agent),
    columns: [...summary.problems.map(({ name }) => name), 'mean'],
    cellWidth: summary.problems.length <= 10 ? 44 : 36,
    cell: (r, c) => {
      const score = rows[r]?.[c]
      return score === undefined || !Number.isFinite(score)
        ? { text: '–', strength: 0 }
        : { ...cellOf(score), isBold: c === summary.problems.length }
    },
    scale: [-1, -0.5, 0, 0.5, 1].map(part => cellOf(part * most)),
    scaleName: 'score: 0 is random search, 1 the optimum',
  })
}

/** How likely a run of the agent at the left is to score higher than one of the agent above, in percent. */
export const pairsMap = (summary: ExperimentSummary): Markup | undefined => {
  const agents = standingsOf(summary).map(({ agent }) => agent)
  if (agents.length < 2) return undefined
  const cellOf = (chance: number, isBold = false): MatrixCell => ({
    text: (100 * chance).toFixed(0),
    strength: 2 * (chance - 0.5),
    isBold,
  })
  return matrix({
    label: `${summary.title}: probability of improvement between agents`,
    rows: agents,
    columns: agents,
    cellWidth: agents.length <= 10 ? 36 : 26,
    cell: (r, c) => {
      const pair = r === c ? undefined : pairOf(summary, agents[r] ?? '', agents[c] ?? '')
      if (pair === undefined) return undefined
      const made = cellOf(pair.improvement.value, isSignificant(pair))
      return isSignificant(pair) ? { ...made, text: `${made.text}*` } : made
    },
    scale: [0, 0.25, 0.5, 0.75, 1].map(chance => cellOf(chance)),
    scaleName: '% of runs better than the agent above; * significant',
  })
}

const twoDigits = (value: number): string => value.toFixed(2).replace(/^-(?=0\.00$)/, '')
