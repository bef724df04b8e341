import { type Config, makeRng, type Rng, type Value } from '../../core/index.js'
import type { Budget } from '../../goals/index.js'
import { bootstrapInterval, expectedRunningTime, kaplanMeier, mean, median } from '../../numeric/index.js'
import { igdPlus } from '../../pareto/index.js'
import { configurationsIn } from '../../space/index.js'
import type { Problem } from '../problems/problem.js'
import type { ResultLine } from '../runs/results-file.js'
import type { AgentOnProblem, Estimate, Milestone, ProblemSummary, TargetHits } from '../summary.js'
import { bandOf } from './bands.js'
import { type Course, frontOf, reaches, sampled } from './course.js'
import { gains, meanGain, placeOf, type Yard } from './yard.js'

/** Points of a curve in a summary. */
const POINTS = 60
/** Parts of the budget after which values are told, and parts of the optimum. */
const [MILESTONES, TARGETS] = [
  [0.1, 0.25, 0.5, 1],
  [0.9, 0.95, 0.99],
] as const

/** One problem, its yard, and the runs on it by agent. */
export interface ProblemRuns {
  readonly problem: Problem
  readonly budget: Budget
  readonly yard: Yard
  readonly runs: readonly { readonly agent: string; readonly lines: readonly ResultLine[] }[]
  /** The methodology's score of each agent. */
  readonly timeScores: readonly (number | null)[]
}

export const problemSummary = ({ problem, budget, yard, runs, timeScores }: ProblemRuns): ProblemSummary => {
  const { space, objectives } = problem
  const sign = signOf(problem)
  const evaluations = thinned(yard.evaluations)
  const longest = Math.max(...runs.flatMap(({ lines }) => lines.map(({ seconds }) => seconds)))
  const seconds = longest > 0 ? Array.from({ length: POINTS }, (_, i) => tidy(((i + 1) * longest) / POINTS)) : []
  const count = configurationsIn(space)
  return {
    name: problem.name,
    objectives: Object.entries(objectives).map(([name, { direction }]) => ({ name, direction })),
    parameters: space.names.length,
    configurations: Number.isFinite(count) ? count : null,
    budget: budget as Readonly<Record<string, number>>,
    optimum: tidy(sign * yard.optimum),
    optimumIsKnown: yard.optimumIsKnown,
    reference: yard.reference ?? null,
    random: yard.randomIs,
    evaluations,
    seconds,
    randomCurve: evaluations.map(k => tidy(sign * (yard.random[yard.evaluations.indexOf(k)] as number))),
    agents: runs.map(({ agent, lines }, i) =>
      agentOnProblem(agent, lines, { problem, yard, sign, evaluations, seconds, timeScore: timeScores[i] ?? null }),
    ),
  }
}

/** What a loss is multiplied by to be a value in its own direction; a hypervolume is minus its loss. */
const signOf = ({ objectives }: Problem): 1 | -1 => {
  const [first, ...others] = Object.values(objectives)
  return others.length === 0 && first?.direction === 'minimize' ? 1 : -1
}

interface Setting {
  readonly problem: Problem
  readonly yard: Yard
  readonly sign: 1 | -1
  readonly evaluations: readonly number[]
  readonly seconds: readonly number[]
  readonly timeScore: number | null
}

const agentOnProblem = (agent: string, lines: readonly ResultLine[], setting: Setting): AgentOnProblem => {
  const { problem, yard, sign, evaluations, seconds, timeScore } = setting
  const rng = makeRng(`${problem.name}/${agent}/intervals`)
  const courses = lines.map(line => yard.course(line))
  const scores = courses.map(course => meanGain(gains(yard, sampled(course, 'evaluations', yard.evaluations))))
  const valuesOf = (course: Course, axis: 'evaluations' | 'seconds', grid: readonly number[]): Float64Array =>
    sampled(course, axis, grid).map(loss => sign * loss)
  const band = bandOf([courses.map(course => valuesOf(course, 'evaluations', evaluations))], rng)
  const byTime = courses.map(course => valuesOf(course, 'seconds', seconds))
  const { front } = problem
  return {
    agent,
    curve: { mean: band.mean.map(tidy), low: band.low.map(tidy), high: band.high.map(tidy) },
    timeCurve: seconds.map((_, i) => tidy(mean(byTime.map(curve => curve[i] as number)))),
    milestones: MILESTONES.map(part => milestone(part, courses, setting, rng)),
    score: estimate(scores, mean, rng),
    scores: scores.map(tidy),
    timeScore: timeScore === null ? null : tidy(timeScore),
    targets: TARGETS.map(part => targetHits(part, courses, lines, setting)),
    // From nothing there is no distance.
    igdPlus:
      front && lines.every(({ advances }) => advances.length > 0)
        ? estimate(
            lines.map(({ advances }) => igdPlus(frontOf(advances), front)),
            mean,
            rng,
          )
        : null,
    failedPart: tidy(
      sum(lines.map(({ failed }) => failed)) / Math.max(1, sum(lines.map(each => each.proposals.length))),
    ),
    proposalMs: proposalMsOf(lines),
    best: bestOf(problem, lines, sign),
  }
}

const milestone = (part: number, courses: readonly Course[], { yard, sign }: Setting, rng: Rng): Milestone => {
  const { evaluations } = yard
  const at = evaluations[placeOf(part, evaluations.length)] as number
  const values = courses.map(course => sign * (sampled(course, 'evaluations', [at])[0] as number))
  return { evaluations: at, mean: estimate(values, mean, rng), median: estimate(values, median, rng) }
}

const targetHits = (
  part: number,
  courses: readonly Course[],
  lines: readonly ResultLine[],
  { yard, sign }: Setting,
): TargetHits => {
  const target = targetOf(part, yard)
  const reached = courses.map(course => reaches(course, target))
  const spent = reached.map((evaluations, i) => evaluations ?? (lines[i] as ResultLine).evaluations)
  const censored = reached.map(evaluations => evaluations === undefined)
  const expected = expectedRunningTime(spent, censored)
  return {
    part,
    value: tidy(sign * target),
    hits: censored.filter(isCensored => !isCensored).length,
    runs: lines.length,
    expectedEvaluations: Number.isFinite(expected) ? tidy(expected) : null,
    medianEvaluations: kaplanMeier(spent, censored).median ?? null,
  }
}

/**
 * The loss of a part of the optimum's performance; where the optimum is 0 but for rounding, that part of the way from
 * the start to it.
 */
export const targetOf = (part: number, { optimum, start }: Pick<Yard, 'optimum' | 'start'>): number => {
  if (Math.abs(optimum) <= 1e-12 * Math.abs(start)) return optimum + (start - optimum) * (1 - part)
  return optimum > 0 ? optimum / part : optimum * part
}

/** Differences of what was spent up to each mark, by the trials between. */
const proposalMsOf = (lines: readonly ResultLine[]): number[] => {
  const marks = Math.min(...lines.map(({ agentMs }) => agentMs.length))
  if (!Number.isFinite(marks) || marks === 0) return []
  const perLine = lines.map(({ agentMs, proposals }) => {
    const trials = proposals.length / agentMs.length
    return agentMs.map((total, i) => (total - (agentMs[i - 1] ?? 0)) / trials)
  })
  return Array.from({ length: marks }, (_, i) => tidy(mean(perLine.map(each => each[i] as number))))
}

/** One objective: the run that ended best tells it, by the proposal of its last advance. */
const bestOf = (problem: Problem, lines: readonly ResultLine[], sign: 1 | -1): AgentOnProblem['best'] => {
  if (Object.keys(problem.objectives).length > 1) return null
  let best: { readonly loss: number; readonly line: ResultLine } | undefined
  for (const line of lines) {
    const loss = line.advances.at(-1)?.[2] as number | undefined
    if (loss !== undefined && (best === undefined || loss < best.loss)) best = { loss, line }
  }
  const config = best && configAt(problem, best.line)
  return best && config ? { value: tidy(sign * best.loss), config } : null
}

/** Of the trial of the last advance. */
const configAt = ({ space }: Problem, { proposals, lastAdvance }: ResultLine): Config | undefined => {
  const proposal = proposals[lastAdvance]
  if (typeof proposal === 'number') return space.enumerate().at(proposal)
  const values = proposal as readonly (Value | null)[] | undefined
  return (
    values &&
    Object.fromEntries(space.names.flatMap((name, p) => (values[p] === null ? [] : [[name, values[p] as Value]])))
  )
}

const estimate = (values: readonly number[], statistic: (values: readonly number[]) => number, rng: Rng): Estimate => {
  const { low, high } = bootstrapInterval([values], ([runs]) => statistic(runs as readonly number[]), rng, {
    resamples: 500,
  })
  return { value: tidy(statistic(values)), low: tidy(low), high: tidy(high) }
}

const thinned = (grid: readonly number[]): number[] => {
  if (grid.length <= POINTS) return [...grid]
  return Array.from({ length: POINTS }, (_, i) => grid[Math.round(((i + 1) * grid.length) / POINTS) - 1] as number)
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

/** Six digits: what a summary needs. */
export const tidy = (value: number): number => Number(value.toPrecision(6))
