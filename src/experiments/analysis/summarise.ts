import { VERSION } from '../../core/index.js'
import type { Budget } from '../../goals/index.js'
import type { Population } from '../problems/problem.js'
import type { Plan } from '../runs/plan.js'
import type { ResultLine } from '../runs/results-file.js'
import type { ExperimentSummary } from '../summary.js'
import { overallSummary } from './overall.js'
import { type ProblemRuns, problemSummary } from './problem.js'
import { isCutShort, timeCurves } from './time.js'
import { yardOf } from './yard.js'

/** The agent that others are compared with where nothing is known of a problem. */
const RANDOM = 'random'

/** What the cells of a plan say together. Deterministic: intervals are drawn from streams of their own. */
export const summarise = (
  { title, problems, agents, seeds, budgets }: Plan,
  cells: readonly ResultLine[],
): ExperimentSummary => {
  const names = agents.map(({ name }) => name)
  const remarks: string[] = []
  const curves: Float64Array[][] = names.map(() => [])
  const cutShort: string[] = []
  const runs = problems.map(({ problem }, p): ProblemRuns => {
    const mine = cells.filter(line => line.problem === problem.name)
    const byAgent = names.map(agent => ({ agent, lines: mine.filter(line => line.agent === agent) }))
    const budget = budgets[p] as Budget
    const random = byAgent.find(({ agent }) => agent === RANDOM)?.lines ?? []
    const yard = yardOf(problem, budget, mine, random)
    if (yard.randomIs === 'unknown')
      remarks.push(
        `${problem.name}: nothing is known of random search, and scores are against where runs began: add the agent \`random\``,
      )
    if (!yard.optimumIsKnown) remarks.push(`${problem.name}: the optimum is the best that any run has found`)
    const ofAgents = timeCurves(
      problem,
      byAgent.map(({ lines }) => lines),
    )
    const silent = ofAgents.filter(curve => typeof curve === 'string')
    if (problem.population && silent.length > 0)
      remarks.push(`${problem.name}: ${silent.length} of ${names.length} agents have no score by time: ${silent[0]}`)
    // A mean over problems is only fair where every agent has a curve.
    if (silent.length === 0) {
      for (const [a, curve] of ofAgents.entries()) curves[a]?.push(curve as Float64Array)
      if (isCutShort(problem.population as Population, mine)) cutShort.push(problem.name)
    }
    return { problem, budget, yard, runs: byAgent, timeScores: ofAgents.map(scoreOf) }
  })
  if (cutShort.length > 0)
    remarks.push(
      `scores by time count as time without gain what runs leave of the methodology's budget, on ${cutShort.join(', ')}: with the budget { "cutoff": 0.95 } they leave nothing`,
    )
  const summaries = runs.map(problemSummary)
  return {
    title,
    version: VERSION,
    agents: names,
    seeds,
    problems: summaries,
    overall: overallSummary(names, summaries, runs, curves),
    remarks,
  }
}

const scoreOf = (curve: Float64Array | string): number | null =>
  typeof curve === 'string' ? null : curve.reduce((sum, value) => sum + value, 0) / curve.length
