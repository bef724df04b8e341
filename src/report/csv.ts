import type { Trial } from '../core/index.js'
import { costMsOf } from '../core/index.js'
import { parameterNames, stateOf } from './trials.js'

/**
 * The trials as a table for spreadsheets and data frames (RFC 4180): one line each, a column for each parameter
 * (`config.*`) and objective (`objective.*`). A cell is empty where there is nothing.
 */
export const toCsv = (trials: readonly Trial[]): string => {
  const parameters = parameterNames(trials)
  const objectives = [
    ...new Set(trials.flatMap(({ outcome }) => (outcome._tag === 'Measured' ? Object.keys(outcome.objectives) : []))),
  ]
  const head = [
    'number',
    'state',
    ...parameters.map(name => `config.${name}`),
    ...objectives.map(name => `objective.${name}`),
    'violation',
    'reward',
    'cost_ms',
    'finished_ms',
    'fidelity',
    'origin',
    'failure',
    'message',
  ]
  const rows = trials.map(trial => {
    const { outcome } = trial
    const measured = outcome._tag === 'Measured' ? outcome : undefined
    const failure = outcome._tag === 'Failed' ? outcome.failure : undefined
    return [
      trial.number,
      stateOf(trial),
      ...parameters.map(name => trial.config[name]),
      ...objectives.map(name => measured?.objectives[name]),
      measured?.violation,
      trial.reward,
      costMsOf(outcome),
      trial.finishedMs,
      trial.fidelity,
      trial.origin,
      failure?._tag,
      failure?.message,
    ]
  })
  return csvOf([head, ...rows])
}

/** Rows as RFC 4180 has them; a cell without a value is empty. */
export const csvOf = (rows: readonly (readonly (string | number | boolean | null | undefined)[])[]): string =>
  rows.map(row => `${row.map(cell).join(',')}\r\n`).join('')

const cell = (value: string | number | boolean | null | undefined): string => {
  const text = String(value ?? '')
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
