import type { ExperimentSummary, ProblemSummary } from '../../experiments/summary.js'
import { counted, formatNumber, formatValue } from '../format.js'
import { html, type Markup } from '../markup.js'
import { problemPlot } from './curves.js'
import { agentOn, isMinimised, milestonesTable, targetsTable, valueName } from './paper-tables.js'
import { byScore, standingsOf } from './standings.js'
import type { Strokes } from './strokes.js'
import { type Cell, estimateOf, figureOf, type Table, threeDigits, withBest } from './table.js'
import { tableMarkup } from './table-markup.js'

/** Everything about one problem, folded away. */
export const problemDetails = async (
  summary: ExperimentSummary,
  problem: ProblemSummary,
  strokes: Strokes,
): Promise<Markup> => {
  const [first] = byScore(problem)
  return html`<details class="problem"${summary.problems.length === 1 ? html` open` : undefined}><summary><strong>${problem.name}</strong>${
    first && html`: ${first.agent} has the highest score, ${threeDigits(first.score.value)}`
  }</summary><div>
${facts(problem)}
<div class="figures"><figure>${await problemPlot(summary, problem, strokes)}</figure></div>
${[agentsTable(summary, problem), milestonesTable(summary, problem), targetsTable(summary, problem)]
  .filter(({ heads }) => heads.length > 1)
  .map(table => html`<div><h4>${table.caption}</h4>${tableMarkup(table)}</div>`)}
${bestConfiguration(problem)}
</div></details>`
}

const facts = (problem: ProblemSummary): Markup => {
  const { objectives, parameters, configurations, budget, optimum, optimumIsKnown, reference, random } = problem
  const pairs: readonly (readonly [string, string])[] = [
    ['objectives', objectives.map(({ name, direction }) => `${direction} ${name}`).join(', ')],
    ['parameters', formatNumber(parameters)],
    ['configurations', configurations === null ? 'not counted' : formatNumber(configurations)],
    [
      'budget',
      Object.entries(budget)
        .map(([name, most]) => `${formatNumber(most)} ${name}`)
        .join(', '),
    ],
    [optimumIsKnown ? 'optimum' : 'best that any run found', `${valueName(problem)} ${formatNumber(optimum)}`],
    ...(reference === null ? [] : [['reference', reference.map(formatNumber).join(', ')] as const]),
    ['curve of random search', random],
  ]
  return html`<dl class="pairs">${pairs.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`
}

/** Scores and what else is known of each agent; columns without a figure are left out. */
const agentsTable = (summary: ExperimentSummary, problem: ProblemSummary): Table => {
  const heads = ['Agent', 'Score', 'Time score', 'IGD+', 'Failed', 'Best found']
  const all = standingsOf(summary).flatMap(({ agent }) => {
    const own = agentOn(problem, agent)
    if (own === undefined) return []
    const { score, timeScore, igdPlus, failedPart, best } = own
    const failed = failedPart > 0 ? figureOf(100 * failedPart, value => `${value.toFixed(1)}%`) : figureOf(null)
    return [
      [
        agent,
        estimateOf(score, threeDigits),
        figureOf(timeScore, threeDigits),
        igdPlus === null ? figureOf(null) : estimateOf(igdPlus),
        failed,
        figureOf(best?.value),
      ] satisfies readonly Cell[],
    ]
  })
  const kept = heads.map((_, i) => i === 0 || all.some(row => isKnown(row[i])))
  const keep = <T>(row: readonly T[]): readonly T[] => row.filter((_, i) => kept[i])
  const better = ['higher', 'higher', 'lower', 'lower', isMinimised(problem) ? 'lower' : 'higher'] as const
  return {
    caption: 'Agents',
    heads: keep(heads),
    rows: better.reduce<Table['rows']>((rows, which, i) => withBest(rows, i + 1, which), all).map(keep),
    notes: ['In brackets 95% bootstrap intervals.'],
  }
}

const isKnown = (cell: Cell | undefined): boolean => typeof cell === 'object' && cell.value !== null

const bestConfiguration = (problem: ProblemSummary): Markup | undefined => {
  const sign = isMinimised(problem) ? 1 : -1
  const found = problem.agents.flatMap(({ agent, best }) => (best ? [{ agent, ...best }] : []))
  const [best, ...others] = found.sort((a, b) => sign * (a.value - b.value))
  if (best === undefined) return undefined
  const equals = others.filter(({ value }) => value === best.value).length
  return html`<div class="winner"><h4>Best configuration, found by ${best.agent}${equals > 0 ? ` and ${counted(equals, 'other agent')}` : ''}</h4>
<dl class="pairs">${Object.entries(best.config).map(([name, value]) => html`<div><dt>${name}</dt><dd>${formatValue(value)}</dd></div>`)}</dl>
<p>${valueName(problem)} ${formatNumber(best.value)}</p></div>`
}
