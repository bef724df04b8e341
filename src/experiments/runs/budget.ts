import { show } from '../../core/index.js'
import type { Budget } from '../../goals/index.js'
import { expectKeys, invalid } from '../invalid.js'
import { tuningBudget } from '../methodology/budget.js'
import { lossDistribution } from '../methodology/distribution.js'
import type { Problem } from '../problems/problem.js'

/**
 * What each study of an experiment may spend. `cutoff`, 0 to 1, stands for the seconds in which random search is expected to come that part
 * of the way from the median to the optimum, which differ from problem to problem: the budget of the methodology of Willemsen et al.
 * 2024, who take 0.95. Its curve is a fit to what lies a little beyond too, and so is run.
 */
export type ExperimentBudget = Budget & { readonly cutoff?: number }

/** The methodology looks at evaluations up to a tenth beyond the end, and a little more where runs are short. */
const BEYOND = 1.15

const KEYS = ['trials', 'distinct', 'fullTrials', 'seconds', 'maxAsks', 'cutoff']

/** The budget of a study on a problem. Throws InvalidExperiment. */
export const budgetOn = ({ name, population }: Problem, budget: ExperimentBudget): Budget => {
  expectKeys('budget', budget, KEYS)
  const { cutoff, ...rest } = budget
  if (cutoff === undefined) return rest
  if (!(typeof cutoff === 'number' && cutoff > 0 && cutoff < 1))
    throw invalid('budget', 'a `cutoff` between 0 and 1', show(cutoff))
  if (!population) throw invalid('budget', `no \`cutoff\` for ${name}, whose answers are not all known`, show(cutoff))
  return { ...rest, seconds: (BEYOND * tuningBudget(lossDistribution(population), { cutoff }).ms) / 1000 }
}
