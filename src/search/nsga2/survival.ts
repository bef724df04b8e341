import { constrainedSort, crowdingDistances, type Point } from '../../pareto/index.js'
import type { Individual, Ranked } from './individual.js'

/**
 * The `size` best: whole fronts while they fit, then the least crowded of the next one. Trials without losses form the
 * very last front.
 * @see Deb et al. 2002, section III-C, and VI-A for constraints
 */
export const survive = (individuals: readonly Individual[], size: number): Ranked[] => {
  const survivors: Ranked[] = []
  for (const front of rankedFronts(individuals)) {
    const room = size - survivors.length
    if (room <= 0) break
    survivors.push(...(front.length <= room ? front : leastCrowded(front, room)))
  }
  return survivors
}

const leastCrowded = (front: readonly Ranked[], room: number): Ranked[] =>
  [...front].sort((a, b) => (a.crowding === b.crowding ? 0 : b.crowding - a.crowding)).slice(0, room)

const rankedFronts = (individuals: readonly Individual[]): Ranked[][] => {
  const measured = individuals.filter(individual => individual.losses !== null)
  const unmeasured = individuals.filter(individual => individual.losses === null)
  const losses = measured.map(individual => individual.losses as Point)
  const fronts = constrainedSort(
    losses,
    measured.map(individual => individual.violation),
  ).map((front, rank) => {
    const crowding = crowdingDistances(front.map(i => losses[i] as Point))
    return front.map((i, k) => ({ ...(measured[i] as Individual), rank, crowding: crowding[k] as number }))
  })
  return [...fronts, unmeasured.map(individual => ({ ...individual, rank: fronts.length, crowding: 0 }))]
}
