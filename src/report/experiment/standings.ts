import type {
  AgentOnProblem,
  AgentOverall,
  AgentPair,
  Estimate,
  ExperimentSummary,
  ProblemSummary,
} from '../../experiments/summary.js'

/** A difference of this p-value or a lower one, made to hold for all pairs together, is called significant. */
export const LEVEL = 0.05

/** The agents of an experiment, the highest score first: the order of all pictures and tables. */
export const standingsOf = ({ overall }: ExperimentSummary): readonly AgentOverall[] =>
  [...overall.agents].sort((a, b) => b.score.value - a.score.value)

/** The agents on one problem, the highest score first. */
export const byScore = ({ agents }: ProblemSummary): readonly AgentOnProblem[] =>
  [...agents].sort((a, b) => b.score.value - a.score.value)

/** What was found between two agents, seen from `a`; undefined where nothing was. */
export const pairOf = ({ overall }: ExperimentSummary, a: string, b: string): AgentPair | undefined => {
  const pair = overall.pairs.find(each => (each.a === a && each.b === b) || (each.a === b && each.b === a))
  return pair === undefined || pair.a === a ? pair : turned(pair)
}

/** The better of the two agents as `a`. */
export const betterFirst = (pair: AgentPair): AgentPair => (pair.difference < 0 ? turned(pair) : pair)

export const isSignificant = (pair: AgentPair | undefined): boolean =>
  pair !== undefined && pair.adjustedPValue <= LEVEL

/**
 * The lowest adjusted p-value that any pair can have: Wilcoxon's test over n problems ends at 2 / 2^n, and Holm multiplies
 * the lowest one by the number of pairs.
 */
export const lowestPValue = ({ problems, overall }: ExperimentSummary): number =>
  Math.min(1, overall.pairs.length * 2 ** (1 - problems.length))

const turned = ({ a, b, difference, effect, improvement, ...rest }: AgentPair): AgentPair => ({
  ...rest,
  a: b,
  b: a,
  difference: -difference,
  effect: -effect,
  improvement: complement(improvement),
})

const complement = ({ value, low, high }: Estimate): Estimate => ({ value: 1 - value, low: 1 - high, high: 1 - low })
