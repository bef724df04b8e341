import type { Config, Value } from '../core/index.js'
import type { Axis } from './constraints.js'
import type { Diagram } from './diagram.js'
import type { Model } from './model.js'
import { columnsOf, countOf, type IndexColumn, rankOf } from './paths.js'
import type { Enumeration } from './space.js'

/** The solutions over all parameters of a model, as configurations. */
export const enumerationOf = <C extends Config>(model: Model, diagram: Diagram): Enumeration<C> => {
  const { names, domains } = model
  const { axes } = diagram
  const length = countOf(diagram)
  const columns = columnsOf(diagram)
  const at = (i: number): C => {
    if (!(i >= 0 && i < length)) throw new RangeError(`expected an index in [0, ${length - 1}], got ${i}`)
    const config: Record<string, Value> = { ...model.template }
    for (let p = 0; p < names.length; p++) {
      const value = (axes[p] as Axis).values[(columns[p] as IndexColumn)[i] as number]
      if (value !== undefined) config[names[p] as string] = value
    }
    return config as C
  }
  const indexOf = (config: Config): number =>
    rankOf(
      diagram,
      domains.map((domain, p) => {
        const value = config[names[p] as string]
        return value === undefined ? domain.size : domain.indexOf(value)
      }),
    )
  return {
    length,
    at,
    indexOf,
    *[Symbol.iterator]() {
      for (let i = 0; i < length; i++) yield at(i)
    },
  }
}
