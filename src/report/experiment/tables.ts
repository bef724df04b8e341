import type { ExperimentSummary } from '../../experiments/summary.js'
import { dataTables } from './data-tables.js'
import { latexOf } from './latex.js'
import { markdownOf } from './markdown.js'
import { milestonesTable, overallTable, pairsTable, scoresTable, targetsTable } from './paper-tables.js'

/**
 * The tables of an experiment as files, `file name -> text`: `overall`, `scores`, `milestones`, `targets` and `pairs`, each as `.tex`
 * (booktabs), `.md` and `.csv`, and `curves.csv`. The CSV files have every figure in full, one line each; the others are for people.
 */
export const experimentTables = (summary: ExperimentSummary): Readonly<Record<string, string>> => {
  const tables = {
    overall: [overallTable(summary)],
    scores: [scoresTable(summary)],
    milestones: summary.problems.map(problem => milestonesTable(summary, problem)),
    targets: summary.problems.map(problem => targetsTable(summary, problem)),
    pairs: [pairsTable(summary)],
  }
  return {
    ...dataTables(summary),
    ...Object.fromEntries(
      Object.entries(tables).flatMap(([name, made]) => [
        [`${name}.tex`, latexOf(made)],
        [`${name}.md`, markdownOf(made)],
      ]),
    ),
  }
}
