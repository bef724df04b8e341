import type { Rng } from '../../core/index.js'
import { nonDominatedSort, type Point } from '../../pareto/index.js'
import type { Individual } from '../nsga2/individual.js'
import { nicheOf, niching } from './niching.js'
import { boxOf, type Extent, extended, normalised } from './normalisation.js'

/** Who survives a generation, and what is known of the front then. */
export interface Survival {
  readonly survivors: readonly Individual[]
  /** undefined as long as nothing feasible was seen. */
  readonly extent: Extent | undefined
}

/**
 * The `size` best. Feasible individuals: whole fronts while they fit, then those of the next one whose reference directions have the
 * fewest. Then infeasible ones by their violation, and those without losses last.
 * @param directions of length 1
 * @see Deb & Jain 2014, part I, algorithm 1; Jain & Deb 2014, part II, for constraints
 */
export const survive = (
  individuals: readonly Individual[],
  size: number,
  directions: readonly Point[],
  before: Extent | undefined,
  rng: Rng,
): Survival => {
  const feasible = individuals.filter(({ losses, violation }) => losses !== null && violation === 0)
  if (feasible.length === 0) return { survivors: others(individuals).slice(0, size), extent: before }
  const points = feasible.map(({ losses }) => losses as Point)
  const fronts = nonDominatedSort(points)
  const first = (fronts[0] as number[]).map(i => points[i] as Point)
  const extent = extended(before, points, first)
  if (feasible.length <= size) {
    return { survivors: [...feasible, ...others(individuals)].slice(0, size), extent }
  }
  const settled: number[] = []
  let last = 0
  while (settled.length + (fronts[last] as number[]).length <= size) settled.push(...(fronts[last++] as number[]))
  const candidates = fronts[last] as number[]
  const box = boxOf(
    extent,
    [...settled, ...candidates].map(i => points[i] as Point),
    first,
  )
  const niche = (i: number) => nicheOf(normalised(points[i] as Point, box), directions)
  const chosen = niching(settled.map(niche), candidates.map(niche), size - settled.length, rng)
  const survivors = [...settled, ...chosen.map(k => candidates[k] as number)]
  return { survivors: survivors.map(i => feasible[i] as Individual), extent }
}

/** Those that are not feasible, the less infeasible first, those without losses last. */
const others = (individuals: readonly Individual[]): Individual[] => [
  ...individuals
    .filter(({ losses, violation }) => losses !== null && violation > 0)
    .sort((a, b) => a.violation - b.violation),
  ...individuals.filter(({ losses }) => losses === null),
]
