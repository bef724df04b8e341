import type { Config, Rng, Value } from '../../../core/index.js'
import { type Domain, domainsOf, type Space } from '../../../space/index.js'
import { mirrored, otherValue, shifted } from '../../values.js'

/** A parent or a child: its values, and for each parameter how far (unordered: how often) it is mutated. */
export interface Individual {
  readonly config: Config
  readonly steps: readonly number[]
}

/** The variation operators of a mixed-integer evolution strategy. */
export interface Variation {
  /** The steps of those that have none of their own. */
  readonly firstSteps: readonly number[]
  /** The mean of all parents' steps. */
  recombineSteps(parents: readonly Individual[]): number[]
  /** Log-normal self-adaptation. */
  mutateSteps(steps: readonly number[], rng: Rng): number[]
  /** All steps times a factor, within their limits. */
  scaleSteps(steps: readonly number[], factor: number): number[]
  /** A child's values. They may break constraints, and conditions. */
  breed(parents: readonly Individual[], steps: readonly number[], rng: Rng): Record<string, Value>
}

/**
 * A step is, of a real parameter (and of one in a logarithmic scale, which is rounded), the standard deviation of its mutation in
 * its scale; of an integer, an ordinal or a real with steps, the mean length of its geometric mutation, times the number of such
 * parameters, in its scale; of a choice or flag the chance to take any other value.
 * @see Li et al. 2013, "Mixed integer evolution strategies for parameter optimization", section 3; Rudolph 1994 for integers;
 * Beyer & Schwefel 2002, "Evolution strategies: a comprehensive introduction", for the rest
 */
export const variationOf = (space: Space, sigma0: number, recombination: 'dominant' | 'intermediate'): Variation => {
  const domains = domainsOf(space)
  const n = domains.length
  const wholes = domains.filter(isWhole).length
  const unordered = domains.filter(({ ordered }) => !ordered).length
  const limits = domains.map(domain => limitsOf(domain, n))
  const limited = (step: number, p: number): number => {
    const [least, most] = limits[p] as readonly [number, number]
    return Math.max(least, Math.min(most, step))
  }
  const [tauAll, tauEach] = [1 / Math.sqrt(2 * n), 1 / Math.sqrt(2 * Math.sqrt(n))]
  return {
    firstSteps: domains.map(({ ordered }, p) => limited(ordered ? sigma0 : 1 / unordered, p)),
    recombineSteps: parents =>
      domains.map((_, p) => parents.reduce((sum, { steps }) => sum + (steps[p] as number), 0) / parents.length),
    mutateSteps: (steps, rng) => {
      const common = tauAll * rng.normal()
      return steps.map((step, p) => {
        const change = Math.exp(common + tauEach * rng.normal())
        return limited(domains[p]?.ordered ? step * change : 1 / (1 + (1 - step) / (step * change)), p)
      })
    },
    scaleSteps: (steps, factor) => steps.map((step, p) => limited(step * factor, p)),
    breed: (parents, steps, rng) => {
      const child: Record<string, Value> = {}
      for (let p = 0; p < n; p++) {
        const domain = domains[p] as Domain
        const values: Value[] = []
        for (const { config } of parents) {
          const value = config[domain.name]
          if (value !== undefined) values.push(value)
        }
        if (values.length === 0) continue
        const isMean = recombination === 'intermediate' && domain.ordered && values.length > 1
        const value = isMean ? meanOf(domain, values) : rng.pick(values)
        child[domain.name] = mutated(domain, value, steps[p] as number, wholes, rng)
      }
      return child
    },
  }
}

const isWhole = ({ ordered, size, parameter }: Domain): boolean =>
  ordered && size !== Number.POSITIVE_INFINITY && !('scale' in parameter && parameter.scale === 'log')

/** Least and largest step: an integer's is 1 at least, a choice's chance within 1/(3n) and 1/2. @see Li et al. 2013, algorithms 2 to 4 */
const limitsOf = ({ ordered, size }: Domain, n: number): readonly [number, number] => {
  if (!ordered) return [Math.min(0.5, 1 / (3 * n)), 0.5]
  return size === Number.POSITIVE_INFINITY ? [0, 1] : [1 / Math.max(1, size - 1), 1]
}

const meanOf = (domain: Domain, values: readonly Value[]): Value =>
  domain.valueNear(values.reduce<number>((sum, value) => sum + domain.positionOf(value), 0) / values.length)

const mutated = (domain: Domain, value: Value, step: number, wholes: number, rng: Rng): Value => {
  if (!domain.ordered) return rng.next() < step ? otherValue(domain, value, rng) : value
  if (isWhole(domain)) return shifted(domain, value, geometricStep((step * (domain.size - 1)) / wholes, rng))
  return domain.valueNear(mirrored(domain.positionOf(value) + step * rng.normal()))
}

/** The difference of two geometric numbers, of which the absolute value has the given mean. @see Rudolph 1994, equation 3 */
export const geometricStep = (mean: number, rng: Rng): number => {
  // 1 - p of the geometric distribution, which has P(k) = p (1 - p)^k.
  const rest = mean / (1 + Math.sqrt(1 + mean ** 2))
  const draw = (): number => Math.floor(Math.log(1 - rng.next()) / Math.log(rest))
  return rest === 0 ? 0 : draw() - draw()
}
