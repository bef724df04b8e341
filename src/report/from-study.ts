import type { MetricSpec } from '../core/index.js'
import type { Confirmation, Finding, Study } from '../study/index.js'
import { hypervolumeHistory, verdictOf } from '../study/index.js'
import type { ReportFinalist, ReportStudy } from './data.js'

/** What a report may say beyond what the study itself knows. */
export interface ReportStudyOptions {
  readonly title?: string
  readonly answer?: string
  readonly confirmation?: Confirmation
  /** Values of the objectives that the hypervolume is measured against; without it the page shows none. */
  readonly reference?: Readonly<Record<string, number>>
}

/** A study, running or done, as the data of its report. */
export const reportStudy = (study: Pick<Study, 'header' | 'result'>, options: ReportStudyOptions = {}): ReportStudy => {
  const { header } = study
  const { trials, front, best, baseline, warnings } = study.result()
  const metrics = header.metrics as unknown as readonly MetricSpec[]
  const declared = header.objectives as Readonly<
    Record<string, { readonly direction: 'minimize' | 'maximize'; readonly metric: string }>
  >
  const objectives = Object.entries(declared).map(([name, { direction, metric }]) => ({
    name,
    direction,
    unit: metrics.find(spec => spec.name === metric)?.unit ?? '',
  }))
  const { title, answer, confirmation, reference } = options
  const lastTrial = (finding: Finding): number => finding.trials.at(-1) as number
  return {
    header,
    objectives,
    trials,
    front: front.map(lastTrial),
    warnings,
    ...(best && { best: lastTrial(best) }),
    ...(baseline && { baseline: lastTrial(baseline) }),
    ...(title !== undefined && { title }),
    ...(answer !== undefined && { answer }),
    ...(confirmation && {
      verdict: verdictOf(confirmation, row => `trial ${row.trial}`),
      finalists: finalists(
        study,
        confirmation,
        objectives.find(({ name }) => name === confirmation.objective)?.unit ?? '',
      ),
    }),
    ...(reference && {
      hypervolume: hypervolumeHistory(
        trials,
        objectives.map(({ name, direction }) => (direction === 'maximize' ? -1 : 1) * (reference[name] ?? Number.NaN)),
      ),
    }),
  }
}

const finalists = (
  { header }: Pick<Study, 'header'>,
  { finalists, baseline, winner, rivals, objective }: Confirmation,
  unit: string,
): ReportFinalist[] => {
  const { metric } = (header.objectives as Readonly<Record<string, { readonly metric: string }>>)[objective] ?? {
    metric: objective,
  }
  const rows = baseline && !finalists.includes(baseline) ? [...finalists, baseline] : finalists
  return rows.map(row => ({
    trial: row.trial,
    metric,
    unit,
    median: row.median,
    ciLow: row.ciLow,
    ciHigh: row.ciHigh,
    ...(row.speedup && { speedup: { value: row.speedup.median, low: row.speedup.low, high: row.speedup.high } }),
    verdict: [
      ...(row === baseline ? ['baseline'] : []),
      row === winner
        ? `${rivals.length === 0 ? 'winner' : 'first, but not clearly'} (best with probability ${row.pBest.toFixed(2)})`
        : rivals.includes(row)
          ? `may as well be the best (probability ${row.pBest.toFixed(2)})`
          : 'worse than the winner',
    ].join(': '),
  }))
}
