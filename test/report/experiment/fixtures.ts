import { makeRng } from '#src/core/index.js'
import type {
  AgentOnProblem,
  AgentPair,
  Band,
  Estimate,
  ExperimentSummary,
  ProblemSummary,
} from '#src/experiments/summary.js'
import { friedman, holm, mean, nemenyiDifference, notDifferent, wilcoxonSignedRank } from '#src/numeric/index.js'

const AGENTS = ['random', 'bayesian', 'tpe', 'ppo', 'nsga2', 'local-search']
const PROBLEMS = ['convolution', 'gemm', 'hotspot', 'dedispersion', 'mobilenet']
const PARTS = Array.from({ length: 50 }, (_, i) => (i + 1) / 50)

interface Sizes {
  readonly agents?: readonly string[]
  readonly problems?: readonly string[]
  readonly seeds?: number
}

/** A made-up experiment with figures as they come: each agent has a skill, each problem a unit of its own; all is a function of its sizes. */
export const summary = ({ agents = AGENTS, problems = PROBLEMS, seeds = 10 }: Sizes = {}): ExperimentSummary => {
  const rng = makeRng(`${agents}/${problems}/${seeds}`)
  const skills = agents.map((_, i) => 0.75 * (1 - Math.exp(-i / Math.max(2, agents.length / 3))))
  const made = problems.map((name, p): ProblemSummary => {
    const budget = 100 * (1 + (p % 3))
    const evaluations = PARTS.map(part => Math.round(part * budget))
    const [optimum, unit] = [3.2 * 10 ** (p % 4), p % 2 === 0 ? 10 ** (p % 4) * 4 : 10 ** (p % 4) * 400]
    const randomCurve = PARTS.map(part => optimum + unit * Math.exp(-3 * part))
    return {
      name,
      objectives: [{ name: p % 2 === 0 ? 'time (ms)' : 'energy (J)', direction: 'minimize' }],
      parameters: 5 + p,
      configurations: p === 3 ? null : 4000 * (p + 1),
      budget: { distinct: budget },
      optimum,
      optimumIsKnown: p !== 4,
      reference: null,
      random: 'expected',
      evaluations,
      seconds: PARTS.map(part => part * 60),
      randomCurve,
      agents: agents.map((agent, i) => onProblem(agent, (skills[i] ?? 0) + 0.1 * rng.normal())),
    }

    function onProblem(agent: string, skill: number): AgentOnProblem {
      const means = PARTS.map(part => optimum + unit * Math.exp(-(3 + 5 * skill) * part))
      const scores = Array.from({ length: seeds }, () => Math.min(1, skill + 0.08 * rng.normal()))
      const hits = Math.max(0, Math.min(seeds, Math.round(seeds * (0.3 + skill))))
      return {
        agent,
        curve: bandOf(
          means,
          means.map(value => (value - optimum) * 0.2),
        ),
        timeCurve: means,
        milestones: [0.1, 0.25, 0.5, 1].map(part => {
          const value = means[Math.round(part * 50) - 1] ?? optimum
          return {
            evaluations: Math.round(part * budget),
            mean: around(value, 0.1 * value),
            median: around(value * 0.98, 0.1 * value),
          }
        }),
        score: around(mean(scores), 0.05),
        scores,
        timeScore: skill * 0.9,
        targets: [0.9, 0.95, 0.99].map((part, i) => {
          const reached = Math.max(0, hits - 3 * i)
          return {
            part,
            value: optimum / part,
            hits: reached,
            runs: seeds,
            expectedEvaluations: reached === 0 ? null : budget * (0.4 + i * 0.3) * (seeds / reached),
            medianEvaluations: 2 * reached < seeds ? null : Math.round(budget * (0.4 + i * 0.2)),
          }
        }),
        igdPlus: null,
        failedPart: 0.02 * p,
        proposalMs: Array.from(
          { length: 20 },
          (_, k) => 0.02 * 2.5 ** (agents.indexOf(agent) % 7) * (1 + 0.1 * k) * (1 + p * 0.2),
        ),
        best: { value: optimum * 1.01, config: { tile: 16 * (p + 1), vector: p % 2 === 0, layout: 'nchw' } },
      }
    }
  })
  return {
    title: 'Agents on recorded kernels',
    version: '0.1.0',
    agents,
    seeds: Array.from({ length: seeds }, (_, i) => i + 1),
    problems: made,
    overall: overallOf(agents, made, skills),
    remarks: ['2% of the evaluations of gemm failed.', 'ppo ran without its policy network on 1 problem.'],
  }
}

const overallOf = (
  agents: readonly string[],
  problems: readonly ProblemSummary[],
  skills: readonly number[],
): ExperimentSummary['overall'] => {
  const table = problems.map(problem => problem.agents.map(({ score }) => score.value))
  const test = friedman(table.map(row => row.map(value => -value)))
  const difference = agents.length < 2 ? 0 : nemenyiDifference(agents.length, problems.length)
  const pairs = agents.flatMap((a, i) => agents.slice(i + 1).map((b, j) => pairOf(a, b, i, i + 1 + j)))
  const adjusted = holm(pairs.map(({ pValue }) => pValue))
  return {
    parts: PARTS,
    gaps: [0.5, 0.2, 0.1, 0.05, 0.02, 0.01],
    agents: agents.map((agent, i) => {
      const skill = skills[i] ?? 0
      const means = PARTS.map(part => skill * (1 - Math.exp(-6 * part)))
      const scores = table.map(row => row[i] ?? 0)
      return {
        agent,
        curve: bandOf(
          means,
          means.map(() => 0.03),
        ),
        hits: PARTS.map(part => Math.min(1, (0.3 + skill) * part ** 0.6)),
        timeCurve: means.map(value => value * 0.9),
        score: around(mean(scores), 0.03),
        interquartileMean: around(mean(scores) * 1.02, 0.04),
        timeScore: skill * 0.85,
        meanRank: test.meanRanks[i] ?? 1,
        proposalMs: mean(problems.flatMap(problem => problem.agents[i]?.proposalMs ?? [])),
      }
    }),
    friedman:
      problems.length < 2 || agents.length < 2
        ? null
        : {
            chiSquare: test.chiSquare,
            chiSquarePValue: test.chiSquarePValue,
            f: Number.isFinite(test.f) ? test.f : null,
            fPValue: test.fPValue,
            criticalDifference: difference,
            groups: notDifferent(test.meanRanks, difference).map(group => group.map(i => agents[i] ?? '')),
          },
    pairs: pairs.map((pair, i) => ({ ...pair, adjustedPValue: adjusted[i] ?? 1 })),
  }

  function pairOf(a: string, b: string, i: number, j: number): AgentPair {
    const differences = table.map(row => (row[i] ?? 0) - (row[j] ?? 0))
    const { pValue, effect } = wilcoxonSignedRank(differences)
    const chance = 1 / (1 + Math.exp(-6 * mean(differences)))
    return {
      a,
      b,
      difference: mean(differences),
      pValue,
      adjustedPValue: pValue,
      effect,
      improvement: around(chance, 0.04),
    }
  }
}

/** 35 agents on 25 problems. */
export const large = (): ExperimentSummary =>
  summary({
    agents: Array.from({ length: 35 }, (_, i) => (i % 7 === 0 ? `portfolio-of-operators-${i}` : `agent-${i}`)),
    problems: Array.from({ length: 25 }, (_, i) => `kernel ${i}, device ${i % 4}`),
  })

const around = (value: number, half: number): Estimate => ({ value, low: value - half, high: value + half })

const bandOf = (means: readonly number[], halves: readonly number[]): Band => ({
  mean: means,
  low: means.map((value, i) => value - (halves[i] ?? 0)),
  high: means.map((value, i) => value + (halves[i] ?? 0)),
})
