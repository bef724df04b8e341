import type { ReportStudy } from './data.js'
import { counted, formatNumber, formatQuantity } from './format.js'
import { objectiveOf, stateOf } from './trials.js'

/** What came out of a study, in one sentence. */
export const answerOf = (study: ReportStudy): string => {
  const { trials, objectives, front, verdict } = study
  if (trials.length === 0) return 'No trial has been told yet.'
  const feasible = trials.filter(trial => stateOf(trial) === 'feasible')
  if (feasible.length === 0) {
    const failed = trials.filter(trial => stateOf(trial) === 'failed').length
    return `None of ${counted(trials.length, 'trial')} is feasible${failed === 0 ? '' : `; ${formatNumber(failed)} failed`}.`
  }
  const [only] = objectives
  const answer = objectives.length === 1 && only ? answerOfOne(study, only) : answerOfFront(study, front.length)
  return verdict === undefined ? answer : `${answer} Measured again in turns: ${verdict}.`
}

const answerOfOne = (
  { trials, best, baseline, finalists }: ReportStudy,
  { name, unit, direction }: ReportStudy['objectives'][number],
): string => {
  const valueAt = (number: number | undefined): number | undefined => {
    const trial = trials.find(candidate => candidate.number === number)
    return trial && objectiveOf(trial, name)
  }
  const [reached, before] = [valueAt(best), valueAt(baseline)]
  if (reached === undefined) return `${counted(trials.length, 'trial')} told, and no best one named.`
  const found = `Trial ${best} of ${formatNumber(trials.length)} has the best ${name}, ${formatQuantity(reached, unit)}`
  const again = finalists?.find(({ trial }) => trial === best)?.speedup
  if (again) {
    const range = `${formatNumber(again.low)} to ${formatNumber(again.high)}`
    return `${found}: measured again, ${formatNumber(again.value)} times (${range}) as good as the baseline.`
  }
  if (before === undefined || best === baseline || !(reached > 0) || !(before > 0)) return `${found}.`
  const factor = direction === 'minimize' ? before / reached : reached / before
  return `${found}: ${formatNumber(factor)} times as good as the ${formatQuantity(before, unit)} of the baseline.`
}

const answerOfFront = ({ trials, objectives, front }: ReportStudy, size: number): string => {
  const onFront = trials.filter(({ number }) => front.includes(number))
  const ranges = objectives.map(({ name, unit }) => {
    const values = onFront.map(trial => objectiveOf(trial, name)).filter(value => value !== undefined)
    return `${name} from ${formatQuantity(Math.min(...values), unit)} to ${formatQuantity(Math.max(...values), unit)}`
  })
  const found = `${counted(size, 'trial')} of ${formatNumber(trials.length)} ${size === 1 ? 'is' : 'are'} on the Pareto front`
  return size === 0 ? `${found}.` : `${found}: ${ranges.join(', ')}.`
}
