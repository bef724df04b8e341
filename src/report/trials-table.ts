import { costMsOf, type Trial } from '../core/index.js'
import type { ReportStudy } from './data.js'
import { formatNumber, formatQuantity, formatValue, withUnit } from './format.js'
import { html, type Markup } from './markup.js'
import { objectiveOf, parameterNames, stateOf } from './trials.js'

/** Every trial in one row; the page's script sorts and filters them. */
export const trialsTable = (study: ReportStudy): Markup => {
  const parameters = parameterNames(study.trials)
  const isNumeric = (name: string): boolean =>
    study.trials.every(({ config }) => ['number', 'undefined'].includes(typeof config[name]))
  const heads = [
    numeric('trial'),
    text('state'),
    ...study.objectives.map(({ name, unit }) => numeric(withUnit(name, unit === 'bytes' ? '' : unit))),
    ...parameters.map(name => (isNumeric(name) ? numeric(name) : text(name))),
    numeric('reward'),
    numeric('cost (s)'),
    text('remarks'),
  ]
  return html`<div class="tools"><input type="search" placeholder="Filter: text in any column" aria-label="Filter the trials">
<select aria-label="Which trials"><option value="">all trials</option><option>front</option><option>feasible</option><option>infeasible</option><option>failed</option><option>pruned</option></select>
<output></output></div>
<div class="scroll"><table class="trials sortable"><thead><tr>${heads}</tr></thead>
<tbody>${study.trials.map(trial => row(study, trial, parameters))}</tbody></table></div>`
}

const text = (name: string): Markup => html`<th scope="col"><button type="button">${name}</button></th>`
const numeric = (name: string): Markup =>
  html`<th scope="col" class="number"><button type="button">${name}</button></th>`

const row = (study: ReportStudy, trial: Trial, parameters: readonly string[]): Markup => {
  const state = stateOf(trial)
  const marks = [
    ...(study.front.includes(trial.number) ? ['front'] : []),
    ...(trial.number === study.best ? ['best'] : []),
    ...(trial.number === study.baseline ? ['baseline'] : []),
  ]
  return html`<tr data-trial="${trial.number}" data-state="${[state, ...marks].join(' ')}">${number(trial.number, String(trial.number))}
<td>${[state, ...marks].map(mark => html`<span class="mark ${mark}">${mark}</span> `)}</td>
${study.objectives.map(({ name, unit }) => {
  const value = objectiveOf(trial, name)
  return value === undefined
    ? html`<td></td>`
    : number(value, unit === 'bytes' ? formatQuantity(value, unit) : formatNumber(value))
})}
${parameters.map(name => {
  const value = trial.config[name]
  return typeof value === 'number' ? number(value, formatNumber(value)) : html`<td>${formatValue(value)}</td>`
})}
${number(trial.reward, formatNumber(trial.reward))}${number(costMsOf(trial.outcome), formatNumber(costMsOf(trial.outcome) / 1000))}
<td class="remarks">${remarksOf(trial).join(' · ')}</td></tr>`
}

/** Numbers are sorted by their value, not by their text. */
const number = (value: number, text: string): Markup => html`<td class="number" data-value="${value}">${text}</td>`

const remarksOf = ({ outcome, reason, fidelity, origin, repeat }: Trial): readonly string[] => [
  ...(outcome._tag === 'Failed' ? [`${outcome.failure._tag}: ${outcome.failure.message}`] : []),
  ...(outcome._tag === 'Measured'
    ? Object.entries(outcome.violations)
        .filter(([, violation]) => violation > 0)
        .map(([name, violation]) => `${name} exceeded by ${formatNumber(violation)} of its scale`)
    : []),
  ...(outcome._tag === 'Pruned' ? [`pruned at step ${outcome.step}`] : []),
  ...(outcome._tag !== 'Failed' ? (outcome.profile?.notes ?? []) : []),
  ...(reason === undefined ? [] : [reason]),
  ...(fidelity === 1 ? [] : [`fidelity ${formatNumber(fidelity)}`]),
  ...(repeat ? ['measured again'] : []),
  ...(origin === 'caller' ? ['proposed by the caller'] : []),
]
