import { fault, ParetuneError, show } from '../core/index.js'
import { hypervolume } from '../pareto/index.js'
import { type FailureOption, type Reward, whenMeasured } from './rewards.js'

// Rewards of several objectives at once.

/** A number for each objective that counts, by name. */
type ByObjective = Readonly<Record<string, number>>

/**
 * Minus the weighted distance from the ideal point in the worst objective, and with `augmentation` (rho, small) also minus rho times the sum
 * of the distances, so that of two configurations alike in their worst objective the one that is better elsewhere wins. Every point of a front,
 * also of its concave parts, is the best one for some weights.
 *
 *     -(max_i w_i |f_i - z_i| + rho sum_i |f_i - z_i|)
 *
 * @param weights 0 or more; they also bring the objectives to a common scale.
 * @param ideal z, in the objectives' own units: what no configuration is better than.
 * Throws InvalidReward for a weight below 0.
 * @see Bowman 1976; Steuer & Choo 1983, "An interactive weighted Tchebycheff procedure for multiple objective programming"
 */
export const tchebycheff = (
  {
    weights,
    ideal,
    augmentation = 0,
  }: { readonly weights: ByObjective; readonly ideal: ByObjective; readonly augmentation?: number },
  options: FailureOption = {},
): Reward => {
  for (const [name, weight] of Object.entries(weights))
    if (!(weight >= 0))
      throw new ParetuneError(
        fault('InvalidReward', `tchebycheff: expected a weight >= 0 for \`${name}\`, got ${weight}`),
      )
  return whenMeasured(
    'tchebycheff',
    ({ objectives }) => {
      let [worst, sum] = [0, 0]
      for (const [name, weight] of Object.entries(weights)) {
        const distance = Math.abs(
          numberOf('tchebycheff', objectives, name) - numberOf('ideal of tchebycheff', ideal, name),
        )
        worst = Math.max(worst, weight * distance)
        sum += distance
      }
      return -(worst + augmentation * sum)
    },
    options,
  )
}

/**
 * By how much the configuration makes the hypervolume of the feasible front larger, as a part of the box between the reference and the
 * baseline, where that is better than the reference in every objective. 0 for what is dominated, infeasible, failed or of lower fidelity; an episode's rewards add up
 * to the hypervolume that was won, as long as the baseline stays the same (until it is measured the first measurement stands in).
 *
 * @param reference in the objectives' own units: what is not better than it in every objective counts for nothing.
 * @see Zitzler & Thiele 1998, "Multiobjective optimization using evolutionary algorithms: a comparative case study"
 */
export const hypervolumeGain = (
  { reference }: { readonly reference: ByObjective },
  { onFailure = 0 }: FailureOption = {},
): Reward =>
  whenMeasured(
    'hypervolumeGain',
    (measured, { front, baseline, fidelity }) => {
      if (!measured.feasible || fidelity < 1) return 0
      const names = Object.keys(measured.objectives)
      const others = front.map(({ losses }) => losses)
      // A maximised objective has the opposite sign as a loss; 0 becomes -0.
      const signs = names.map((name, i) => (Object.is(measured.losses[i], measured.objectives[name]) ? 1 : -1))
      const bound = names.map(
        (name, i) => (signs[i] as number) * numberOf('reference of hypervolumeGain', reference, name),
      )
      const gain = hypervolume([...others, measured.losses], bound) - hypervolume(others, bound)
      const box = bound.reduce((product, value, i) => product * Math.max(0, value - (baseline?.losses[i] ?? value)), 1)
      return box > 0 ? gain / box : gain
    },
    { onFailure },
  )

const numberOf = (what: string, values: ByObjective, name: string): number => {
  const value = values[name]
  if (value !== undefined) return value
  const known = Object.keys(values).join(', ')
  throw new ParetuneError(fault('InvalidReward', `${what}: expected a value for one of ${known}, got ${show(name)}`))
}
