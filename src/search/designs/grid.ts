import type { AgentFactory } from '../../agents/agent.js'
import { type Config, fault, ParetuneError, type Value } from '../../core/index.js'
import { type Domain, domainsOf, type Space } from '../../space/index.js'
import { strategy } from '../strategy.js'
import { isActiveAfter } from './prefix.js'

export interface GridOptions {
  /**
   * Values, evenly spaced in its scale and both ends among them, of each real parameter without a step (and of those of more than
   * 65,536 values); or of the parameters that are named here, which may be any ordered ones. Whole, at least 2. Default 5.
   */
  readonly resolution?: number | Readonly<Record<string, number>>
}

const defaultResolution = 5
/** Parameters of more values are not gone through one by one. */
const maxListed = 2 ** 16
/** Points looked at in one go for a valid one that is not known. */
const maxLooked = 10_000

/**
 * Grid search: every valid combination in declared order, the last parameter fastest. Combinations of discrete values that no
 * valid configuration has are passed over without being looked at. Once a grid is done it is refined: one value more between
 * each two of a parameter that has more, until all are used up or the budget is. It learns nothing.
 */
export const grid = ({ resolution = {} }: GridOptions = {}): AgentFactory => {
  for (const [name, value] of typeof resolution === 'number'
    ? [['', resolution] as const]
    : Object.entries(resolution)) {
    if (!(Number.isInteger(value) && value >= 2)) throw invalid('a whole number of at least 2', name, value)
  }
  return strategy({
    name: 'grid',
    objectives: 'any',
    make: ({ space, isKnown }, saved) => {
      const coarseness = resolutionsOf(space, resolution)
      const progress = saved?.json as { readonly round: number; readonly path: readonly number[] } | undefined
      let round = progress?.round ?? 0
      let walk = walkOf(space, coarseness, round, progress?.path ?? [])
      const isDone = (): boolean => coarseness.every(({ size, values }) => (values - 1) * 2 ** (round - 1) + 1 >= size)
      return {
        propose: () => {
          for (let looked = 0; looked < maxLooked && !(round > 0 && isDone()); looked++) {
            const config = walk.next()
            if (config === undefined) walk = walkOf(space, coarseness, ++round, [])
            else if (!isKnown(config)) {
              return { config, reason: round === 0 ? 'next on the grid' : `next on the grid, refined ${round} times` }
            }
          }
          return undefined
        },
        learn: () => {},
        save: () => ({ json: { round, path: [...walk.path] } }),
      }
    },
  })
}

/** A parameter of which a part of the values is on the grid. */
interface Coarse {
  readonly name: string
  readonly size: number
  /** How many, before the first refinement. */
  readonly values: number
}

const resolutionsOf = (space: Space, resolution: Required<GridOptions>['resolution']): readonly Coarse[] => {
  const domains = domainsOf(space)
  const named = typeof resolution === 'number' ? {} : resolution
  for (const name of Object.keys(named)) {
    const domain = domains.find(other => other.name === name)
    if (domain?.ordered !== true) throw invalid('ordered parameters of the space', 'resolution', `\`${name}\``)
  }
  const standard = typeof resolution === 'number' ? resolution : defaultResolution
  return domains.flatMap(({ name, size }) => {
    const values = named[name] ?? (size > maxListed ? standard : size)
    return values < size ? [{ name, size, values }] : []
  })
}

/** Goes through the points of a grid, depth first; `path` is the index of the last one in the values of each parameter. */
const walkOf = (space: Space, coarseness: readonly Coarse[], round: number, start: readonly number[]) => {
  const domains = domainsOf(space)
  const valuesOf = domains.map(domain => {
    const coarse = coarseness.find(({ name }) => name === domain.name)
    return coarse && spacedValues(domain, (coarse.values - 1) * 2 ** round)
  })
  const prefix: Record<string, Value> = {}
  const path: number[] = []
  const levels: (readonly (Value | undefined)[])[] = []
  const bind = (p: number, value: Value | undefined): void => {
    const { name } = domains[p] as Domain
    if (value === undefined) delete prefix[name]
    else prefix[name] = value
  }
  const enter = (p: number, index: number): void => {
    levels[p] = isActiveAfter(space, domains, prefix, p) ? (valuesOf[p] ?? space.allowed(prefix)) : [undefined]
    path[p] = index
    bind(p, levels[p]?.[index])
  }
  for (const [p, index] of start.entries()) enter(p, index)
  return {
    path,
    next: (): Config | undefined => {
      if (path.length === 0) enter(0, -1)
      while (path.length > 0) {
        const p = path.length - 1
        const index = (path[p] as number) + 1
        const values = levels[p] as readonly (Value | undefined)[]
        if (index === values.length) {
          bind(p, undefined)
          path.pop()
          continue
        }
        path[p] = index
        bind(p, values[index])
        if (path.length < domains.length) enter(path.length, -1)
        else if (space.broken(prefix).length === 0) return { ...prefix }
      }
      return undefined
    },
  }
}

const spacedValues = (domain: Domain, intervals: number): readonly Value[] =>
  intervals + 1 >= domain.size
    ? Array.from({ length: domain.size }, (_, i) => domain.valueAt(i))
    : [...new Set(Array.from({ length: intervals + 1 }, (_, i) => domain.valueNear(i / intervals)))]

const invalid = (expected: string, name: string, came: unknown): ParetuneError =>
  new ParetuneError(fault('InvalidAgent', `grid: expected ${expected} for \`${name || 'resolution'}\`, got ${came}`))
