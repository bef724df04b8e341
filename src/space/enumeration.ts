import type { Config, Value } from '../core/index.js'
import { type IndexColumn, lowerBound } from './columns.js'
import type { Axis } from './constraints.js'
import type { Domain } from './domain.js'
import type { Model } from './model.js'
import type { Solutions } from './solver.js'
import type { Enumeration } from './space.js'

/** The solutions over all parameters of a model, as configurations. */
export const enumerationOf = <C extends Config>(model: Model, { length, columns, axes }: Solutions): Enumeration<C> => {
  const { names, domains } = model
  const at = (i: number): C => {
    if (!(i >= 0 && i < length)) throw new RangeError(`expected an index in [0, ${length - 1}], got ${i}`)
    const config: Record<string, Value> = {}
    for (let p = 0; p < names.length; p++) {
      const value = (axes[p] as Axis).values[(columns[p] as IndexColumn)[i] as number]
      if (value !== undefined) config[names[p] as string] = value
    }
    return config as C
  }
  const indexOf = (config: Config): number => {
    let [low, high] = [0, length]
    for (let p = 0; p < names.length; p++) {
      const value = config[names[p] as string]
      const domain = domains[p] as Domain
      const index = value === undefined ? domain.size : domain.indexOf(value)
      low = lowerBound(columns[p] as IndexColumn, index, low, high)
      high = lowerBound(columns[p] as IndexColumn, index + 1, low, high)
    }
    return low < high ? low : -1
  }
  return {
    length,
    at,
    indexOf,
    *[Symbol.iterator]() {
      for (let i = 0; i < length; i++) yield at(i)
    },
  }
}
