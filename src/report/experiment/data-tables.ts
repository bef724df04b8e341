import type { Estimate, ExperimentSummary } from '../../experiments/summary.js'
import { csvOf } from '../csv.js'

/** All figures in full, one line each, for data frames; `file name -> text`. A cell is empty where there is nothing. */
export const dataTables = (summary: ExperimentSummary): Readonly<Record<string, string>> => {
  const { problems, overall, seeds } = summary
  const lines = problems.flatMap(problem => problem.agents.map(agent => ({ problem, agent })))
  return {
    'overall.csv': csvOf([
      ['agent', ...columns('score'), ...columns('interquartile_mean'), 'mean_rank', 'time_score', 'proposal_ms'],
      ...overall.agents.map(({ agent, score, interquartileMean, meanRank, timeScore, proposalMs }) => [
        agent,
        ...cells(score),
        ...cells(interquartileMean),
        meanRank,
        timeScore,
        proposalMs,
      ]),
    ]),
    'scores.csv': csvOf([
      [
        'problem',
        'agent',
        ...columns('score'),
        'time_score',
        ...columns('igd_plus'),
        'failed_part',
        ...seeds.map(seed => `score_of_seed_${seed}`),
      ],
      ...lines.map(({ problem, agent: { agent, score, timeScore, igdPlus, failedPart, scores } }) => [
        problem.name,
        agent,
        ...cells(score),
        timeScore,
        ...cells(igdPlus),
        failedPart,
        ...seeds.map((_, i) => scores[i]),
      ]),
    ]),
    'milestones.csv': csvOf([
      ['problem', 'agent', 'evaluations', ...columns('mean'), ...columns('median')],
      ...lines.flatMap(({ problem, agent: { agent, milestones } }) =>
        milestones.map(({ evaluations, mean, median }) => [
          problem.name,
          agent,
          evaluations,
          ...cells(mean),
          ...cells(median),
        ]),
      ),
    ]),
    'targets.csv': csvOf([
      ['problem', 'agent', 'part', 'value', 'hits', 'runs', 'expected_evaluations', 'median_evaluations'],
      ...lines.flatMap(({ problem, agent: { agent, targets } }) =>
        targets.map(({ part, value, hits, runs, expectedEvaluations, medianEvaluations }) => [
          problem.name,
          agent,
          part,
          value,
          hits,
          runs,
          expectedEvaluations,
          medianEvaluations,
        ]),
      ),
    ]),
    'pairs.csv': csvOf([
      ['a', 'b', 'difference', 'p', 'p_holm', 'effect', ...columns('improvement')],
      ...overall.pairs.map(({ a, b, difference, pValue, adjustedPValue, effect, improvement }) => [
        a,
        b,
        difference,
        pValue,
        adjustedPValue,
        effect,
        ...cells(improvement),
      ]),
    ]),
    'curves.csv': csvOf([
      ['problem', 'agent', 'evaluations', 'mean', 'low', 'high'],
      ...lines.flatMap(({ problem: { name, evaluations }, agent: { agent, curve } }) =>
        evaluations.map((at, i) => [name, agent, at, curve.mean[i], curve.low[i], curve.high[i]]),
      ),
    ]),
  }
}

const columns = (name: string): readonly string[] => [name, `${name}_low`, `${name}_high`]

const cells = (estimate: Estimate | null): readonly (number | null)[] =>
  estimate === null ? [null, null, null] : [estimate.value, estimate.low, estimate.high]
