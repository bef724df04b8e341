import type { AgentOverall, ExperimentSummary, ProblemSummary } from '../../experiments/summary.js'
import { wantsLog } from '../chart.js'
import { counted, formatNumber } from '../format.js'
import type { Markup } from '../markup.js'
import { agentOn, isMinimised, valueName } from './paper-tables.js'
import { type Line, type Plot, plot } from './plot.js'
import { byScore, standingsOf } from './standings.js'
import { alsoShowing, OPTIMUM, REFERENCE, type Strokes, strokesOf } from './strokes.js'

/** The gain over random search by parts of the budget. */
export const performancePlot = (summary: ExperimentSummary, strokes: Strokes): Promise<Markup> => {
  const { parts } = summary.overall
  return plot({
    label: `${summary.title}: gain over random search by part of the budget`,
    x: { name: 'part of the budget', percent: true, min: 0, max: 1 },
    y: gainAxis(summary.overall.agents.map(({ curve }) => curve.mean)),
    ...split(standingsOf(summary), strokes, ({ agent, curve }) => ({
      ...lineOf(agent, strokes, parts, curve.mean),
      band: curve,
    })),
  })
}

/** The same by parts of the time that the methodology gives; undefined where no problem is recorded. */
export const timePlot = (summary: ExperimentSummary, strokes: Strokes): Promise<Markup> | undefined => {
  const timed = standingsOf(summary).filter(({ timeCurve }) => timeCurve !== null)
  if (timed.length === 0) return undefined
  const isAll = timed.length === strokes.agents.length
  return timedPlot(summary, timed, isAll ? strokes : strokesOf(timed.map(({ agent }) => agent)))
}

const timedPlot = (summary: ExperimentSummary, timed: readonly AgentOverall[], strokes: Strokes): Promise<Markup> =>
  plot({
    label: `${summary.title}: gain over random search by part of the time budget`,
    x: { name: 'part of the time budget', percent: true, min: 0, max: 1 },
    y: gainAxis(timed.map(({ timeCurve }) => timeCurve ?? [])),
    ...split(timed, strokes, ({ agent, timeCurve }) => lineOf(agent, strokes, summary.overall.parts, timeCurve ?? [])),
  })

/** The part of all targets on all problems that was hit, by parts of the budget. */
export const targetsPlot = (summary: ExperimentSummary, strokes: Strokes): Promise<Markup> =>
  plot({
    label: `${summary.title}: part of the targets hit by part of the budget`,
    x: { name: 'part of the budget', percent: true, min: 0, max: 1 },
    y: { name: 'targets hit', percent: true, min: 0, max: 1 },
    ...split(standingsOf(summary), strokes, ({ agent, hits }) => lineOf(agent, strokes, summary.overall.parts, hits)),
  })

/** Milliseconds that an agent takes for a proposal, in the course of the run: means over problems. */
export const proposalPlot = (summary: ExperimentSummary, strokes: Strokes): Promise<Markup> =>
  plot({
    label: `${summary.title}: milliseconds for a proposal in the course of the run`,
    x: { name: 'part of the run', percent: true, min: 0, max: 1 },
    y: { name: 'ms for a proposal', log: true },
    ...split(standingsOf(summary), strokes, ({ agent, proposalMs }) => {
      const rows = summary.problems.map(problem => agentOn(problem, agent)?.proposalMs ?? [])
      const y = Array.from({ length: Math.max(0, ...rows.map(row => row.length)) }, (_, i) =>
        meanOf(rows.flatMap(row => row[i] ?? [])),
      )
      const line = lineOf(
        agent,
        strokes,
        y.map((_, i) => (i + 0.5) / y.length),
        y,
      )
      return { ...line, label: `${agent} (mean ${formatNumber(Number(proposalMs.toPrecision(2)))})` }
    }),
  })

/** The best so far on one problem, with what random search finds and the optimum. */
export const problemPlot = (summary: ExperimentSummary, problem: ProblemSummary, strokes: Strokes): Promise<Markup> => {
  const { evaluations, randomCurve, optimum } = problem
  const means = problem.agents.flatMap(({ curve }) => curve.mean).filter(Number.isFinite)
  const known = [...means, ...randomCurve.filter(Number.isFinite)]
  const log = wantsLog(known)
  const better = isMinimised(problem) ? 'lower' : 'higher'
  const best = byScore(problem)[0]?.agent
  const shown = alsoShowing(strokes, best)
  const { lines, others } = split(standingsOf(summary), shown, ({ agent }) => {
    const curve = agentOn(problem, agent)?.curve
    const line = lineOf(agent, shown, evaluations, curve?.mean ?? [])
    return curve ? { ...line, band: curve } : line
  })
  const last = evaluations.at(-1) ?? 1
  return plot({
    label: `${problem.name}: best so far by evaluations`,
    x: { name: 'evaluations', min: 0, max: last },
    y: { name: `${valueName(problem)}, ${better} is better`, log },
    lines: [
      ...lines,
      ...(problem.random === 'unknown'
        ? []
        : [{ label: 'random search', stroke: REFERENCE, x: evaluations, y: randomCurve }]),
      {
        label: problem.optimumIsKnown ? 'optimum' : 'best known',
        stroke: OPTIMUM,
        x: [0, last],
        y: [optimum, optimum],
      },
    ],
    ...(others && { others }),
  })
}

/** Nobody gains more than there is; where an agent begins far below random search, that part is cut off. */
const gainAxis = (curves: readonly (readonly number[])[]): Plot['y'] => {
  const values = curves.flat().filter(Number.isFinite)
  const name = 'gain over random search (0) towards the optimum (1)'
  return Math.min(0, ...values) < -1 ? { name, min: -1, step: 0.5 } : { name }
}

/** Those that stand out, and the others. */
const split = (
  agents: readonly AgentOverall[],
  strokes: Strokes,
  draw: (agent: AgentOverall) => Line,
): Pick<Plot, 'lines' | 'others'> => {
  const outstanding = agents.filter(({ agent }) => strokes.standingOut.includes(agent))
  const others = agents.filter(agent => !outstanding.includes(agent))
  return {
    lines: outstanding.map(draw),
    ...(others.length > 0 && { others: { label: counted(others.length, 'other agent'), lines: others.map(draw) } }),
  }
}

const lineOf = (agent: string, strokes: Strokes, x: readonly number[], y: readonly number[]): Line => ({
  label: agent,
  stroke: strokes.of(agent),
  x,
  y,
})

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
