import type { Config, Value } from '../core/index.js'
import type { Component } from './components.js'
import type { Domain } from './domain.js'
import type { Model } from './model.js'
import { type IndexColumn, makeColumn, runEnd, type Solutions } from './solver.js'
import type { Enumeration } from './space.js'

/** Where a declared parameter's values come from: a column of a component's solutions, or all its values. */
interface Source {
  readonly component: number
  readonly column: IndexColumn | undefined
  readonly size: number
}

/**
 * The product of the components' solutions (undefined for a free parameter: all values), in lexicographic order of the
 * declared parameters. `length` is the product of the solutions' lengths.
 */
export const enumerateProduct = <C extends Config>(
  model: Model,
  components: readonly Component[],
  solutions: readonly (Solutions | undefined)[],
  length: number,
): Enumeration<C> => {
  const sources: Source[] = model.names.map((_, p) => {
    const component = components.findIndex(({ parameters }) => parameters.includes(p))
    const position = (components[component] as Component).finite.indexOf(p)
    return { component, column: solutions[component]?.columns[position], size: (model.domains[p] as Domain).size }
  })
  const columns = sources.map(({ size }, p) => makeColumn(size + (model.conditions[p] === undefined ? 0 : 1), length))
  const lows = new Uint32Array(components.length)
  const highs = Uint32Array.from(components, (_, k) => solutions[k]?.length ?? 0)
  let rows = 0

  const descend = (p: number): void => {
    if (p === sources.length) {
      rows++
      return
    }
    const { component, column, size } = sources[p] as Source
    const target = columns[p] as IndexColumn
    if (column === undefined) {
      for (let index = 0; index < size; index++) {
        const first = rows
        descend(p + 1)
        target.fill(index, first, rows)
      }
      return
    }
    const low = lows[component] as number
    const high = highs[component] as number
    for (let start = low; start < high; ) {
      const end = runEnd(column, start, high)
      lows[component] = start
      highs[component] = end
      const first = rows
      descend(p + 1)
      target.fill(column[start] as number, first, rows)
      start = end
    }
    lows[component] = low
    highs[component] = high
  }
  if (length > 0) descend(0)
  return enumerationOf(model, columns, length)
}

const enumerationOf = <C extends Config>(
  model: Model,
  columns: readonly IndexColumn[],
  length: number,
): Enumeration<C> => {
  const { names, domains } = model
  const at = (i: number): C => {
    if (!(i >= 0 && i < length)) throw new RangeError(`expected an index in [0, ${length - 1}], got ${i}`)
    const config: Record<string, Value> = {}
    for (let p = 0; p < names.length; p++) {
      const index = (columns[p] as IndexColumn)[i] as number
      const domain = domains[p] as Domain
      if (index < domain.size) config[names[p] as string] = domain.valueAt(index)
    }
    return config as C
  }
  const indexOf = (config: Config): number => {
    let [low, high] = [0, length]
    for (let p = 0; p < names.length && low < high; p++) {
      const value = config[names[p] as string]
      const domain = domains[p] as Domain
      const index = value === undefined ? domain.size : domain.indexOf(value)
      const column = columns[p] as IndexColumn
      low = lowerBound(column, index, low, high)
      high = index >= 0 && column[low] === index ? runEnd(column, low, high) : low
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

/** First place in [low, high) of an ascending stretch that holds `index` or more. */
const lowerBound = (column: IndexColumn, index: number, low: number, high: number): number => {
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((column[middle] as number) < index) low = middle + 1
    else high = middle
  }
  return low
}
