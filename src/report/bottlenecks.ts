import type { HotSpot, OpProfile, Trial } from '../core/index.js'
import type { ReportStudy } from './data.js'
import { counted, formatNumber, formatQuantity } from './format.js'
import { html, type Markup } from './markup.js'
import { objectiveOf } from './trials.js'

/** Rows of a table before the rest is one row. */
const MOST_ROWS = 12
/** Trials of the front beside the best one. */
const MOST_TRIALS = 8

/** Where the time goes, operator by operator and function by function: of the best trial, and folded of the others on the front. */
export const bottlenecks = (study: ReportStudy): Markup | undefined => {
  const telling = study.trials.filter(trial => tablesOf(trial).length > 0)
  const best = telling.find(({ number }) => number === study.best)
  const others = telling.filter(({ number }) => study.front.includes(number) && number !== study.best)
  if (best === undefined && others.length === 0) return undefined
  const left = others.length - MOST_TRIALS
  return html`${best && html`<p>Where the time of the best trial (${best.number}) goes.</p>${tablesOf(best)}`}
${others
  .slice(0, MOST_TRIALS)
  .map(
    trial =>
      html`<details><summary>Trial ${trial.number} of the front: ${reached(study, trial)}</summary>${tablesOf(trial)}</details>`,
  )}
${left > 0 ? html`<p class="note">${counted(left, 'more trial')} of the front with a profile.</p>` : undefined}`
}

const reached = ({ objectives }: ReportStudy, trial: Trial): string =>
  objectives
    .map(({ name, unit }) => `${name} ${formatQuantity(objectiveOf(trial, name) ?? Number.NaN, unit)}`)
    .join(', ')

const tablesOf = ({ outcome }: Trial): readonly Markup[] => {
  const { ops = [], hotSpots = [] } = (outcome._tag === 'Measured' ? outcome.profile : undefined) ?? {}
  return [...(ops.length > 0 ? [operators(ops)] : []), ...(hotSpots.length > 0 ? [functions(hotSpots)] : [])]
}

const operators = (ops: readonly OpProfile[]): Markup => {
  const hasBytes = ops.some(({ bytes }) => bytes !== undefined)
  return table(
    ['operator', 'time', 'calls', ...(hasBytes ? ['bytes'] : [])],
    ops.map(({ name, count, timeMs, bytes, share }) => ({
      label: name,
      share,
      cells: [
        `${formatNumber(timeMs)} ms`,
        formatNumber(count),
        ...(hasBytes ? [bytes === undefined ? '' : formatQuantity(bytes, 'bytes')] : []),
      ],
    })),
  )
}

const functions = (spots: readonly HotSpot[]): Markup =>
  table(
    ['JavaScript function', 'own time', 'with calls', 'samples'],
    spots
      .filter(({ selfMs }) => selfMs > 0)
      .map(({ name, place, samples, selfMs, totalMs, share }) => ({
        label: html`${name}${place === '' ? undefined : html` <span class="place">${place}</span>`}`,
        share,
        cells: [`${formatNumber(selfMs)} ms`, `${formatNumber(totalMs)} ms`, formatNumber(samples)],
      })),
  )

interface Row {
  readonly label: Markup | string
  readonly share: number
  readonly cells: readonly string[]
}

/** The longest first, each with its share and what it adds up to with those above it. */
const table = ([what, ...heads]: readonly string[], rows: readonly Row[]): Markup => {
  const sorted = [...rows].sort((a, b) => b.share - a.share)
  const shown = sorted.length > MOST_ROWS + 1 ? sorted.slice(0, MOST_ROWS) : sorted
  const rest = sorted.slice(shown.length)
  let sum = 0
  return html`<div class="scroll"><table class="bottlenecks"><thead><tr><th scope="col">${what}</th>
${['share', 'adds up to', ...heads].map(head => html`<th scope="col" class="number">${head}</th>`)}</tr></thead>
<tbody>${shown.map(({ label, share, cells }) => {
    sum += share
    return html`<tr><td>${label}</td><td class="number share" style="--share: ${percent(share)}">${percent(share)}</td>
${[percent(sum), ...cells].map(cell => html`<td class="number">${cell}</td>`)}</tr>`
  })}${
    rest.length === 0
      ? undefined
      : html`<tr class="rest"><td>${rest.length} more</td><td class="number">${percent(rest.reduce((total, { share }) => total + share, 0))}</td><td colspan="${heads.length + 1}"></td></tr>`
  }</tbody></table></div>`
}

const percent = (share: number): string => `${(100 * share).toFixed(1)}%`
