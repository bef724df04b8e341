import type { Config } from '../core/index.js'

// What an experiment says, as plain data: `summary.json`, and all that its pictures and tables are made of. Values of one objective are in its
// own direction and unit; of several objectives the value is the hypervolume. A number that does not exist is null.

export interface ExperimentSummary {
  readonly title: string
  /** Of paretune. */
  readonly version: string
  readonly agents: readonly string[]
  readonly seeds: readonly number[]
  readonly problems: readonly ProblemSummary[]
  readonly overall: OverallSummary
  /** What a reader of the figures should know. */
  readonly remarks: readonly string[]
}

/** An estimate with its 95% bootstrap interval, runs resampled within problems. */
export interface Estimate {
  readonly value: number
  readonly low: number
  readonly high: number
}

/** Values at the points of a grid, with 95% bootstrap bands of their means. */
export interface Band {
  readonly mean: readonly number[]
  readonly low: readonly number[]
  readonly high: readonly number[]
}

export interface ProblemSummary {
  readonly name: string
  readonly objectives: readonly { readonly name: string; readonly direction: 'minimize' | 'maximize' }[]
  readonly parameters: number
  /** Null where they cannot be counted. */
  readonly configurations: number | null
  readonly budget: Readonly<Record<string, number>>
  /** The best value; of several objectives the hypervolume of the known front. */
  readonly optimum: number
  /** Known beforehand; otherwise it is the best that any run has found. */
  readonly optimumIsKnown: boolean
  /** Several objectives: what hypervolume is measured against, as losses. */
  readonly reference: readonly number[] | null
  /** What random search has found after so many evaluations: its expectation, the mean of its runs, or nobody knows. */
  readonly random: 'expected' | 'measured' | 'unknown'
  /** The grids of the curves. */
  readonly evaluations: readonly number[]
  readonly seconds: readonly number[]
  readonly randomCurve: readonly number[]
  /** In the order of the experiment's agents. */
  readonly agents: readonly AgentOnProblem[]
}

export interface AgentOnProblem {
  readonly agent: string
  /** By evaluations. */
  readonly curve: Band
  /** By seconds of what was measured; empty where measuring costs nothing. */
  readonly timeCurve: readonly number[]
  /** After parts of the budget. */
  readonly milestones: readonly Milestone[]
  /** The area score. */
  readonly score: Estimate
  /** By seed. */
  readonly scores: readonly number[]
  /** The score of Willemsen et al. 2024. */
  readonly timeScore: number | null
  readonly targets: readonly TargetHits[]
  /** Several objectives of a known front; null where a run found nothing feasible. */
  readonly igdPlus: Estimate | null
  /** Part of the evaluations that failed. */
  readonly failedPart: number
  /** Milliseconds for a proposal, by twentieths of the run: means over seeds. */
  readonly proposalMs: readonly number[]
  /** The best configuration of all seeds, where one objective has one. */
  readonly best: { readonly value: number; readonly config: Config } | null
}

export interface Milestone {
  readonly evaluations: number
  readonly mean: Estimate
  readonly median: Estimate
}

/** How long it takes to come within a part of the optimum: runs that end before are censored. */
export interface TargetHits {
  /** 0.9, 0.95, 0.99. */
  readonly part: number
  readonly value: number
  readonly hits: number
  readonly runs: number
  /** With restarts: all evaluations over the hits. Null without any. */
  readonly expectedEvaluations: number | null
  /** By the product-limit estimate. Null where it does not come down to a half. */
  readonly medianEvaluations: number | null
}

export interface OverallSummary {
  /** Parts of the budget, 0 to 1: the grid of the curves. */
  readonly parts: readonly number[]
  /** In the order of the experiment's agents. */
  readonly agents: readonly AgentOverall[]
  readonly friedman: FriedmanSummary | null
  /** Every pair once. */
  readonly pairs: readonly AgentPair[]
  /** Gaps to the optimum, in parts of the way from where runs begin, that make the targets of the ECDFs. */
  readonly gaps: readonly number[]
}

export interface AgentOverall {
  readonly agent: string
  /**
   * The gain over random search in parts of what is possible, (B_random - B) / (B_random - optimum), by parts of the budget. Where random
   * search is at the optimum a problem has none; 0 where no problem has.
   */
  readonly curve: Band
  /** Part of all targets on all problems that was hit, by parts of the budget. */
  readonly hits: readonly number[]
  /** The same gain by parts of the methodology's time budget, where problems are recorded. */
  readonly timeCurve: readonly number[] | null
  /** Means over problems. */
  readonly score: Estimate
  readonly interquartileMean: Estimate
  readonly timeScore: number | null
  /** 1 is the best. */
  readonly meanRank: number
  /** Milliseconds for a proposal: the mean over all runs. */
  readonly proposalMs: number
}

/** Of the scores, problems being the blocks. */
export interface FriedmanSummary {
  readonly chiSquare: number
  readonly chiSquarePValue: number
  readonly f: number | null
  readonly fPValue: number
  /** Nemenyi's, at 0.05: mean ranks at least so far apart differ. */
  readonly criticalDifference: number
  /** Agents between which it finds no difference, best first. */
  readonly groups: readonly (readonly string[])[]
}

export interface AgentPair {
  readonly a: string
  readonly b: string
  /** Mean over problems of the differences of scores, a's less b's. */
  readonly difference: number
  /** Wilcoxon's signed-rank test over problems, two-sided. */
  readonly pValue: number
  /** The same made to hold for all pairs together (Holm). */
  readonly adjustedPValue: number
  /** Matched-pairs rank-biserial correlation, above 0 where a is better. */
  readonly effect: number
  /** That a run of a scores higher than one of b on a problem. */
  readonly improvement: Estimate
}
