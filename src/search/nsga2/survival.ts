import { constrainedSort, leastCrowded, type Point } from '../../pareto/index.js'
import type { Individual, Ranked } from './individual.js'

/**
 * The `size` best: whole fronts while they fit, then the least crowded of the next one, taken out one by one. Trials without losses
 * form the very last front.
 * @see Deb et al. 2002, section III-C, and VI-A for constraints; `leastCrowded` for one by one
 */
export const survive = (individuals: readonly Individual[], size: number): Ranked[] => {
  const survivors: Ranked[] = []
  const measured = individuals.filter(({ losses }) => losses !== null)
  const fronts = constrainedSort(
    measured.map(({ losses }) => losses as Point),
    measured.map(({ violation }) => violation),
  )
  for (const [rank, front] of fronts.entries()) {
    const room = size - survivors.length
    if (room <= 0) return survivors
    const { kept, distances } = leastCrowded(
      front.map(i => (measured[i] as Individual).losses as Point),
      room,
    )
    for (const [k, i] of kept.entries()) {
      survivors.push(ranked(measured[front[i] as number] as Individual, rank, distances[k] as number))
    }
  }
  for (const individual of individuals) {
    if (survivors.length === size) break
    if (individual.losses === null) survivors.push(ranked(individual, fronts.length, 0))
  }
  return survivors
}

/** Field by field: a spread takes many times as long. */
const ranked = ({ trial, config, losses, violation }: Individual, rank: number, crowding: number): Ranked => ({
  trial,
  config,
  losses,
  violation,
  rank,
  crowding,
})
