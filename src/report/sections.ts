import { costMsOf } from '../core/index.js'
import { answerOf } from './answer.js'
import { bottlenecks } from './bottlenecks.js'
import type { Comparison, ReportFinalist, ReportStudy } from './data.js'
import { comparisonFigure, frontFigures, historyFigures } from './figures.js'
import { counted, formatNumber, formatQuantity, formatValue } from './format.js'
import { ranOn } from './machines.js'
import { html, type Markup } from './markup.js'
import { stateOf, type TrialState } from './trials.js'
import { trialsTable } from './trials-table.js'

/** A headed piece of a page. */
export interface Block {
  readonly title: string
  readonly body: Markup
}

/** What a page is put together from: a heading, what came out in one sentence, and the evidence for it. */
export interface Section {
  readonly title: string
  readonly answer: string
  readonly blocks: readonly Block[]
}

/** Everything about one study; `extra` blocks come after its pictures. */
export const studySection = async (study: ReportStudy, extra: readonly Block[] = []): Promise<Section> => {
  const whereTimeGoes = bottlenecks(study)
  const [front, history] = await Promise.all([frontFigures(study), historyFigures(study)])
  const figures = (title: string, drawn: readonly Markup[]): readonly Block[] =>
    drawn.length === 0 ? [] : [{ title, body: html`<div class="figures">${drawn}</div>` }]
  return {
    title: study.title ?? study.header.name,
    answer: study.answer ?? answerOf(study),
    blocks: [
      { title: 'Result', body: html`${tiles(study)}${best(study)}` },
      ...(study.finalists?.length
        ? [{ title: 'Finalists, measured again in turns', body: finalists(study.finalists) }]
        : []),
      ...figures('Pareto front', front),
      ...figures('History', history),
      ...(whereTimeGoes ? [{ title: 'Bottlenecks', body: whereTimeGoes }] : []),
      ...extra,
      ...remarks(study),
      { title: 'Trials', body: trialsTable(study) },
      { title: 'Settings', body: settings(study) },
    ],
  }
}

/** Curves of several agents in one picture, as a block. */
export const comparisonBlock = async (comparison: Comparison): Promise<Block> => ({
  title: comparison.title,
  body: html`${comparison.answer === undefined ? undefined : html`<p>${comparison.answer}</p>`}
<div class="figures">${await comparisonFigure(comparison)}</div>`,
})

/** Rows of text as a block. */
export const tableBlock = (
  title: string,
  heads: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): Block => ({
  title,
  body: html`<div class="scroll"><table><thead><tr>${heads.map(
    (head, i) => html`<th scope="col" class="${typeof rows[0]?.[i] === 'number' ? 'number' : ''}">${head}</th>`,
  )}</tr></thead>
<tbody>${rows.map(
    row =>
      html`<tr>${row.map(cell => (typeof cell === 'number' ? html`<td class="number">${formatNumber(cell)}</td>` : html`<td>${cell}</td>`))}</tr>`,
  )}</tbody></table></div>`,
})

const tiles = ({ trials, front, objectives }: ReportStudy): Markup => {
  const count = (state: TrialState): number => trials.filter(trial => stateOf(trial) === state).length
  const seconds = trials.reduce((sum, trial) => sum + costMsOf(trial.outcome), 0) / 1000
  const tile = (value: string, label: string): Markup => html`<div><dt>${label}</dt><dd>${value}</dd></div>`
  return html`<dl class="tiles">${tile(formatNumber(trials.length), 'trials')}${tile(formatNumber(count('feasible')), 'feasible')}
${tile(formatNumber(count('infeasible')), 'infeasible')}${tile(formatNumber(count('failed')), 'failed')}
${count('pruned') > 0 ? tile(formatNumber(count('pruned')), 'pruned') : undefined}
${objectives.length > 1 ? tile(formatNumber(front.length), 'on the front') : undefined}${tile(`${formatNumber(seconds)} s`, 'measuring')}</dl>`
}

const best = ({ trials, best, objectives }: ReportStudy): Markup | undefined => {
  const trial = trials.find(({ number }) => number === best)
  if (trial?.outcome._tag !== 'Measured') return undefined
  const { objectives: reached } = trial.outcome
  return html`<div class="winner"><h4>${objectives.length > 1 ? 'Compromise, nearest to the best of every objective' : 'Best configuration'}: trial ${trial.number}</h4>
<dl class="pairs">${Object.entries(trial.config).map(([name, value]) => html`<div><dt>${name}</dt><dd>${formatValue(value)}</dd></div>`)}</dl>
<p>${objectives.map(({ name, unit }) => `${name} ${formatQuantity(reached[name] ?? Number.NaN, unit)}`).join(', ')}</p></div>`
}

const finalists = (rows: readonly ReportFinalist[]): Markup =>
  tableBlock(
    '',
    ['trial', 'metric', 'median', '95% interval', 'against the baseline', 'verdict'],
    rows.map(({ trial, metric, unit, median, ciLow, ciHigh, speedup, verdict }) => [
      trial,
      metric,
      formatQuantity(median, unit),
      `${formatQuantity(ciLow, unit)} to ${formatQuantity(ciHigh, unit)}`,
      speedup ? `${formatNumber(speedup.value)} × (${formatNumber(speedup.low)} to ${formatNumber(speedup.high)})` : '',
      verdict ?? '',
    ]),
  ).body

/** What a reader of the figures has to know: notes of the profiler and failures, each once, with how often. */
const remarks = ({ trials, warnings = [] }: ReportStudy): readonly Block[] => {
  const said = trials.flatMap(({ outcome }) =>
    outcome._tag === 'Failed'
      ? [`${outcome.failure._tag}: ${outcome.failure.message}`]
      : [...new Set(outcome.profile?.notes ?? [])],
  )
  const counts = new Map<string, number>()
  for (const text of said) counts.set(text, (counts.get(text) ?? 0) + 1)
  const sorted = [...counts].sort(([, a], [, b]) => b - a)
  const shown = sorted.slice(0, MOST_REMARKS)
  if (shown.length + warnings.length === 0) return []
  const left = sorted.length - shown.length
  return [
    {
      title: 'Remarks',
      body: html`<ul class="remarks">${warnings.map(text => html`<li>${text}</li>`)}${shown.map(([text, count]) => html`<li>${text} <span>${counted(count, 'trial')}</span></li>`)}</ul>
${left > 0 ? html`<p class="note">${counted(left, 'more remark')} in the table of trials.</p>` : undefined}`,
    },
  ]
}
const MOST_REMARKS = 20

const settings = (study: ReportStudy): Markup => {
  const { header, objectives } = study
  const pairs: readonly (readonly [string, string])[] = [
    ['objectives', objectives.map(({ name, direction }) => `${direction} ${name}`).join(', ')],
    ['agent', header.agent],
    ['profiler', header.profiler],
    ['machine', header.machine],
    ...ranOn(study).map(machine => ['ran on', machine] as const),
    ['seed', String(header.seed)],
    ['schedule', `${header.schedule}, ${header.parallel} at a time`],
    ['begun', header.createdAt],
    ['paretune', header.version],
  ]
  return html`<dl class="pairs">${pairs.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
<details><summary>Constraints and space</summary><pre>${JSON.stringify({ constraints: header.constraints, space: header.space }, null, 2)}</pre></details>`
}
