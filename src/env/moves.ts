import type { Config } from '../core/index.js'
import { type Domain, domainsOf, type Space } from '../space/index.js'

// The `move` view: an action changes one parameter of the current configuration.

/** Moves as one categorical choice with the same meaning in every configuration. */
export interface Moves {
  /** What each move is, as `batch up` or `backend=wasm`. */
  readonly names: readonly string[]
  /** Where each move leads from a configuration; undefined where it leads to no valid one. */
  from(config: Config): readonly (Config | undefined)[]
}

/**
 * Down and up for each parameter with an order, one move to each value for one without. Constraints hold where a move leads; what it switches
 * on or off follows, as for neighbours in the space. A real parameter without a step moves by a sixteenth of its scale.
 */
export const movesOf = (space: Space): Moves => {
  const domains = domainsOf(space)
  const names: string[] = []
  const offsets = domains.map(({ name, ordered, size, valueAt }) => {
    const offset = names.length
    if (ordered) names.push(`${name} down`, `${name} up`)
    else for (let i = 0; i < size; i++) names.push(`${name}=${valueAt(i)}`)
    return offset
  })

  /** Which move led from one configuration to another. What it switched is declared later, so the first difference is the move. */
  const moveBetween = (config: Config, neighbour: Config): number => {
    const p = domains.findIndex(({ name }) => config[name] !== neighbour[name])
    const { name, ordered, indexOf, positionOf } = domains[p] as Domain
    const value = neighbour[name] as NonNullable<Config[string]>
    const before = config[name] as NonNullable<Config[string]>
    return (offsets[p] as number) + (ordered ? Number(positionOf(value) > positionOf(before)) : indexOf(value))
  }

  return {
    names,
    from: config => {
      const found: (Config | undefined)[] = new Array(names.length).fill(undefined)
      for (const neighbour of space.neighbours(config, 'adjacent')) found[moveBetween(config, neighbour)] = neighbour
      return found
    },
  }
}
