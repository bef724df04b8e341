import type { AgentPair, ExperimentSummary, ProblemSummary, TargetHits } from '../../experiments/summary.js'
import { counted, formatNumber } from '../format.js'
import { betterFirst, isSignificant, LEVEL, pairOf, standingsOf } from './standings.js'
import {
  type Cell,
  estimateOf,
  type Figure,
  figureOf,
  formatPValue,
  type Table,
  threeDigits,
  withBest,
} from './table.js'

/** Agents before a table of pairs is only those with the leader. */
const MOST_IN_PAIRS = 8

/** The agents over all problems, the best first; those that are significantly worse than the leader have a star. */
export const overallTable = (summary: ExperimentSummary): Table => {
  const standings = standingsOf(summary)
  const [leader] = standings
  const rows = standings.map(
    ({ agent, score, interquartileMean, meanRank, timeScore, proposalMs }): readonly Cell[] => {
      const isWorse =
        leader !== undefined && agent !== leader.agent && isSignificant(pairOf(summary, leader.agent, agent))
      return [
        agent,
        { ...estimateOf(score, threeDigits), isMarked: isWorse },
        estimateOf(interquartileMean, threeDigits),
        figureOf(meanRank, value => value.toFixed(2)),
        figureOf(timeScore, threeDigits),
        figureOf(proposalMs),
      ]
    },
  )
  const better = ['higher', 'higher', 'lower', 'higher', 'lower'] as const
  return {
    caption: `${summary.title}: ${counted(summary.problems.length, 'problem')}, ${counted(summary.seeds.length, 'seed')}`,
    heads: ['Agent', 'Score', 'Interquartile mean', 'Mean rank', 'Time score', 'ms per proposal'],
    rows: better.reduce<Table['rows']>((marked, which, i) => withBest(marked, i + 1, which), rows),
    notes: [
      'Score: 0 is as good as random search, 1 is the optimum. In brackets 95% bootstrap intervals.',
      ...(standings.some(({ timeScore }) => timeScore !== null)
        ? []
        : ['No problem is recorded, and so there is no time score.']),
      ...(leader !== undefined && summary.overall.pairs.length > 0
        ? [
            `* significantly different from ${leader.agent} (Wilcoxon signed-rank over problems, Holm, p at most ${LEVEL}).`,
          ]
        : []),
    ],
  }
}

/** Scores of each agent on each problem. */
export const scoresTable = (summary: ExperimentSummary): Table => {
  const rows = standingsOf(summary).map(({ agent, score }): readonly Cell[] => [
    agent,
    ...summary.problems.map(problem => figureOf(agentOn(problem, agent)?.score.value, threeDigits)),
    figureOf(score.value, threeDigits),
  ])
  return {
    caption: `${summary.title}: score on each problem`,
    heads: ['Agent', ...summary.problems.map(({ name }) => name), 'Mean'],
    rows: summary.problems.reduce<Table['rows']>((marked, _, i) => withBest(marked, i + 1, 'higher'), rows),
    notes: [],
  }
}

/** What each agent has found on a problem after parts of the budget. */
export const milestonesTable = (summary: ExperimentSummary, problem: ProblemSummary): Table => {
  const points = (problem.agents[0]?.milestones ?? []).map(({ evaluations }) => evaluations)
  const better = isMinimised(problem) ? 'lower' : 'higher'
  const rows = standingsOf(summary).map(({ agent }): readonly Cell[] => {
    const milestones = agentOn(problem, agent)?.milestones ?? []
    return [agent, ...points.map((_, i) => (milestones[i] ? estimateOf(milestones[i].mean) : figureOf(null)))]
  })
  return {
    caption: `${problem.name}: ${valueName(problem)} after so many evaluations`,
    heads: ['Agent', ...points.map(point => `after ${formatNumber(point)}`)],
    rows: points.reduce<Table['rows']>((marked, _, i) => withBest(marked, i + 1, better), rows),
    notes: ['Means over seeds, in brackets their 95% bootstrap intervals.'],
  }
}

/** How many evaluations each agent needs to come within parts of the optimum of a problem. */
export const targetsTable = (summary: ExperimentSummary, problem: ProblemSummary): Table => {
  const targets = problem.agents[0]?.targets ?? []
  const rows = standingsOf(summary).map(({ agent }): readonly Cell[] => {
    const own = agentOn(problem, agent)?.targets ?? []
    return [agent, ...targets.flatMap((_, i) => [hitsFigure(own[i]), figureOf(own[i]?.expectedEvaluations)])]
  })
  return {
    caption: `${problem.name}: evaluations to a part of the optimum`,
    heads: ['Agent', ...targets.flatMap(({ part }) => [`median to ${percent(part)}`, `expected to ${percent(part)}`])],
    rows: targets.reduce<Table['rows']>(
      (m, _, i) => withBest(withBest(m, 2 * i + 1, 'lower'), 2 * i + 2, 'lower'),
      rows,
    ),
    notes: [
      targets.map(({ part, value }) => `${percent(part)} is ${formatNumber(value)}`).join(', '),
      'The median is that of the product-limit estimate; where fewer than half of the runs hit, how many did. Expected are all evaluations over the hits.',
    ].filter(note => note !== ''),
  }
}

/** Every pair, or those with the leader where they are many; the better agent first. */
export const pairsTable = (summary: ExperimentSummary): Table => {
  const names = standingsOf(summary).map(({ agent }) => agent)
  const isAll = names.length <= MOST_IN_PAIRS
  const pairs = (isAll ? names : names.slice(0, 1)).flatMap((a, i) =>
    names.slice(i + 1).flatMap(b => pairOf(summary, a, b) ?? []),
  )
  return {
    caption: `${summary.title}: ${isAll ? 'pairs of agents' : `${names[0]} against the others`}`,
    heads: ['Better', 'Worse', 'Difference', 'Effect', 'Improvement', 'p', 'p (Holm)'],
    rows: pairs.map(betterFirst).map(pairRow),
    notes: [
      'Difference of mean scores; effect: matched-pairs rank-biserial correlation; improvement: probability that a run of the better agent scores higher, with its 95% bootstrap interval.',
      `p by the Wilcoxon signed-rank test over problems; * at most ${LEVEL}, adjusted for all pairs (Holm).`,
    ],
  }
}

const pairRow = (pair: AgentPair): readonly Cell[] => [
  pair.a,
  pair.b,
  figureOf(pair.difference, threeDigits),
  figureOf(pair.effect, value => value.toFixed(2)),
  estimateOf(pair.improvement, value => value.toFixed(2)),
  figureOf(pair.pValue, formatPValue),
  { ...figureOf(pair.adjustedPValue, formatPValue), isMarked: isSignificant(pair) },
]

/** A median, with how many runs hit where not all did. */
const hitsFigure = (target: TargetHits | undefined): Figure => {
  if (target === undefined) return figureOf(null)
  const { hits, runs, medianEvaluations } = target
  const part = `${hits} of ${runs} hit`
  if (medianEvaluations === null) return { text: part, value: null }
  return { text: `${formatNumber(medianEvaluations)}${hits < runs ? ` (${part})` : ''}`, value: medianEvaluations }
}

export const agentOn = (problem: ProblemSummary, agent: string): ProblemSummary['agents'][number] | undefined =>
  problem.agents.find(each => each.agent === agent)

/** Of several objectives the value is a hypervolume, and more of it is better. */
export const isMinimised = ({ objectives }: ProblemSummary): boolean =>
  objectives.length === 1 && objectives[0]?.direction === 'minimize'

export const valueName = ({ objectives }: ProblemSummary): string =>
  objectives.length === 1 ? (objectives[0]?.name ?? '') : 'hypervolume'

const percent = (part: number): string => `${formatNumber(100 * part)}%`
