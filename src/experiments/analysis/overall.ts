import { makeRng } from '../../core/index.js'
import {
  bootstrapInterval,
  friedman,
  holm,
  improvementInterval,
  interquartileMean,
  mean,
  nemenyiDifference,
  notDifferent,
  probabilityOfImprovement,
  wilcoxonSignedRank,
} from '../../numeric/index.js'
import type { AgentOverall, AgentPair, Estimate, FriedmanSummary, OverallSummary, ProblemSummary } from '../summary.js'
import { bandOf } from './bands.js'
import { lowest, sampled } from './course.js'
import { type ProblemRuns, tidy } from './problem.js'
import { overProblems } from './time.js'
import { gains, placeOf, type Yard } from './yard.js'

/** Parts of the budget at which agents are compared over problems. */
const PARTS = Array.from({ length: 50 }, (_, i) => (i + 1) / 50)
/** Gaps to the optimum, from the whole way down to a thousandth of it, evenly on a logarithmic scale. */
const GAPS = Array.from({ length: 31 }, (_, i) => 10 ** (-i / 10))
/** Resamples where pairs of agents are compared. */
const RESAMPLES = 200

/** Scores of each agent: by problem, by seed. */
type Scores = readonly (readonly number[])[]

export const overallSummary = (
  agents: readonly string[],
  problems: readonly ProblemSummary[],
  runs: readonly ProblemRuns[],
  timeCurves: readonly (readonly Float64Array[])[],
): OverallSummary => {
  const scores = agents.map((_, a): Scores => problems.map(problem => problem.agents[a]?.scores ?? []))
  const table = problems.map((_, p) => scores.map(ofAgent => -mean(ofAgent[p] as readonly number[])))
  const ranked = friedman(table)
  return {
    parts: PARTS,
    gaps: GAPS.map(tidy),
    agents: agents.map((agent, a): AgentOverall => {
      const rng = makeRng(`${agent}/overall`)
      const overTime = overProblems(timeCurves[a] ?? [])
      const band = bandOf(
        runs.map(({ yard, runs: byAgent }) =>
          (byAgent[a]?.lines ?? []).map(line => partGains(yard, yard.course(line))),
        ),
        rng,
      )
      const estimate = (statistic: (values: Scores) => number): Estimate => {
        const { low, high } = bootstrapInterval(scores[a] as Scores, statistic, rng, { resamples: 1000 })
        return { value: tidy(statistic(scores[a] as Scores)), low: tidy(low), high: tidy(high) }
      }
      return {
        agent,
        curve: { mean: band.mean.map(tidy), low: band.low.map(tidy), high: band.high.map(tidy) },
        hits: hitsOf(runs, a),
        timeCurve: overTime ? overTime.curve.map(tidy) : null,
        score: estimate(strata => mean(strata.map(mean))),
        interquartileMean: estimate(strata => interquartileMean(strata.flat())),
        timeScore: overTime ? tidy(overTime.score) : null,
        meanRank: tidy(ranked.meanRanks[a] as number),
        proposalMs: tidy(mean(problems.flatMap(problem => problem.agents[a]?.proposalMs ?? []))),
      }
    }),
    friedman: friedmanOf(agents, problems.length, ranked),
    pairs: pairsOf(agents, scores),
  }
}

/** The gain over random search at parts of the budget. */
const partGains = (yard: Yard, course: ReturnType<Yard['course']>): Float64Array => {
  const { evaluations, random, optimum, start } = yard
  const at = PARTS.map(part => placeOf(part, evaluations.length))
  const curve = sampled(
    course,
    'evaluations',
    at.map(i => evaluations[i] as number),
  )
  return gains({ random: Float64Array.from(at, i => random[i] as number), optimum, start }, curve)
}

/** At each part of the budget the part of targets hit by then, over problems and runs alike: what an ECDF of running times shows. */
export const hitsOf = (runs: readonly ProblemRuns[], agent: number): number[] => {
  const byProblem = runs.map(({ yard, runs: byAgent }) => {
    const { evaluations, optimum, start } = yard
    const grid = PARTS.map(part => evaluations[placeOf(part, evaluations.length)] as number)
    const curves = (byAgent[agent]?.lines ?? []).map(line => sampled(lowest(yard.course(line)), 'evaluations', grid))
    return PARTS.map((_, i) =>
      mean(curves.map(curve => partHit(((curve[i] as number) - optimum) / (start - optimum || 1)))),
    )
  })
  return PARTS.map((_, i) => tidy(mean(byProblem.map(hits => hits[i] as number))))
}

const partHit = (gap: number): number => GAPS.filter(target => gap <= target).length / GAPS.length

const friedmanOf = (
  agents: readonly string[],
  problems: number,
  { meanRanks, chiSquare, chiSquarePValue, f, fPValue }: ReturnType<typeof friedman>,
): FriedmanSummary | null => {
  if (agents.length < 2 || problems < 2) return null
  const criticalDifference = nemenyiDifference(agents.length, problems)
  return {
    chiSquare: tidy(chiSquare),
    chiSquarePValue: tidy(chiSquarePValue),
    f: Number.isFinite(f) ? tidy(f) : null,
    fPValue: tidy(fPValue),
    criticalDifference: tidy(criticalDifference),
    groups: notDifferent(meanRanks, criticalDifference).map(group => group.map(a => agents[a] as string)),
  }
}

const pairsOf = (agents: readonly string[], scores: readonly Scores[]): AgentPair[] => {
  const pairs = agents.flatMap((a, i) =>
    agents.slice(i + 1).map((b, j) => ({ a, b, ofA: scores[i] as Scores, ofB: scores[i + 1 + j] as Scores })),
  )
  const tests = pairs.map(({ ofA, ofB }) =>
    wilcoxonSignedRank(ofA.map((values, p) => mean(values) - mean(ofB[p] as readonly number[]))),
  )
  const adjusted = holm(tests.map(({ pValue }) => pValue))
  const rng = makeRng('pairs')
  return pairs.map(({ a, b, ofA, ofB }, i) => {
    const { low, high } = improvementInterval(ofA, ofB, rng, { resamples: RESAMPLES })
    return {
      a,
      b,
      difference: tidy(mean(ofA.map((values, p) => mean(values) - mean(ofB[p] as readonly number[])))),
      pValue: tidy(tests[i]?.pValue as number),
      adjustedPValue: tidy(adjusted[i] as number),
      effect: tidy(tests[i]?.effect as number),
      improvement: { value: tidy(probabilityOfImprovement(ofA, ofB)), low: tidy(low), high: tidy(high) },
    }
  })
}
