import type { AgentContext, AgentFactory } from '../agents/agent.js'
import { portfolio, sequentialHalving } from '../agents/index.js'
import { bayesian, cmaEs, genetic, nsga2, nsga3, randomForest, standardOperators } from '../search/index.js'
import { configurationsIn } from '../space/index.js'

/** What the choice goes by. */
export interface Facts {
  readonly parameters: number
  /** Valid configurations; Infinity where a real parameter has no step, or where they are too many to count. */
  readonly configurations: number
  /** Parameters that are real and have no step. */
  readonly reals: number
  readonly objectives: number
  /** Trials that the budget allows; undefined where it is one of seconds. */
  readonly trials: number | undefined
  /** Whether measuring again shows another figure. */
  readonly noisy: boolean
}

/** A strategy, and why. */
export interface Choice {
  readonly strategy: StrategyName
  /** Half a sentence, as in `a discrete space of 6,768 configurations and 200 trials`. */
  readonly because: string
}

type StrategyName = keyof typeof strategies

/** Those among which is chosen, by name: what a saved study goes on with. */
const strategies = {
  'random forest': () => randomForest(),
  'Gaussian processes': () => bayesian(),
  'CMA-ES': () => cmaEs(),
  // No longer chosen: studies that began with it go on with it.
  'genetic algorithm': () => genetic(),
  'portfolio of operators': () => portfolio(standardOperators()),
  'NSGA-II': () => nsga2(),
  'NSGA-III': () => nsga3(),
  'sequential halving': (trials = DEFAULT_TRIALS) => sequentialHalving({ pulls: trials, maxArms: FEW }),
} as const satisfies Readonly<Record<string, (trials?: number) => AgentFactory>>

/** Trials that a budget of seconds is taken for. */
const DEFAULT_TRIALS = 200
/** Trials up to which a model is worth its time: beyond, it takes longer than most measurements and the others have caught up. */
const MODEL_TRIALS = 1000
/** Configurations up to which each can be measured several times. */
const FEW = 24

/** Which strategy is for what: docs/results has the measurements. The first line that fits is taken. */
export const chosen = ({ configurations, reals, parameters, objectives, trials, noisy }: Facts): Choice => {
  const space = Number.isFinite(configurations)
    ? `a discrete space of ${configurations.toLocaleString('en-US')} configurations`
    : reals === 0
      ? 'a discrete space too large to count'
      : `a space of ${reals} real parameters among ${parameters}`
  const known = trials ?? DEFAULT_TRIALS
  const budget = trials === undefined ? 'a budget of seconds' : `${trials.toLocaleString('en-US')} trials`
  const because = (more: string): string => `${space}, ${budget}${more}`
  const isLong = known > MODEL_TRIALS
  if (objectives > 1) {
    const strategy = objectives > 3 ? 'NSGA-III' : isLong ? 'NSGA-II' : 'Gaussian processes'
    return { strategy, because: because(` and ${objectives} objectives`) }
  }
  if (noisy && configurations <= FEW && known >= 2 * configurations)
    return {
      strategy: 'sequential halving',
      because: because(' and noise, so that the best few are measured more often'),
    }
  if (isLong) return { strategy: 2 * reals > parameters ? 'CMA-ES' : 'portfolio of operators', because: because('') }
  // On spaces with real parameters, few as they may be, forests stay behind; on recorded kernels the two are about even, and forests faster.
  return { strategy: reals > 0 ? 'Gaussian processes' : 'random forest', because: because('') }
}

export const strategyOf = (name: StrategyName, trials: number | undefined): AgentFactory => strategies[name](trials)

export const factsOf = ({ space, goals, budget }: AgentContext, noisy: boolean): Facts => ({
  parameters: space.names.length,
  configurations: configurationsIn(space),
  reals: Object.values(space.parameters).filter(each => each.kind === 'real' && each.step === undefined).length,
  objectives: goals.names.length,
  trials: budget.trials ?? budget.distinct ?? budget.fullTrials,
  noisy,
})
