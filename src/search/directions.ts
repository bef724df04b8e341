import { type Point, referenceDirections } from '../pareto/index.js'
import { invalidOption } from './checks.js'

/** Directions as an option of strategies: the most that are wanted of a lattice (see `referenceDirections`), or the directions themselves. */
export type Directions = number | readonly Point[]

/** The directions that an option asks for. Throws InvalidAgent for fewer than one for each objective, and for what is no direction. */
export const directionsFor = (
  owner: string,
  name: string,
  objectives: number,
  wanted: Directions,
): readonly Point[] => {
  if (typeof wanted === 'number') {
    if (Number.isInteger(wanted) && wanted >= objectives) return referenceDirections(objectives, wanted)
    throw invalidOption(owner, name, `a whole number of at least ${objectives} (objectives)`, wanted)
  }
  const isDirection = (direction: Point): boolean =>
    Array.isArray(direction) &&
    direction.length === objectives &&
    direction.every(part => part >= 0 && part < Infinity) &&
    Math.max(...direction) > 0
  const list = Array.isArray(wanted) ? wanted : [wanted]
  const wrong = list.find(direction => !isDirection(direction))
  if (list.length > 0 && wrong === undefined) return list
  const expected = `directions of ${objectives} numbers of at least 0, not all 0`
  throw invalidOption(owner, name, expected, wrong ?? [])
}
