import type { Config } from '../core/index.js'
import type { Row } from './constraints.js'
import type { Domain } from './domain.js'
import type { Model } from './model.js'
import { configOf } from './rows.js'

/** Between configurations and points of the unit cube, in a layout that is fixed by the parameters. */
export interface Encoding {
  readonly dimension: number
  encode(config: Config): Float64Array
  decode<C extends Config>(point: ArrayLike<number>): C
}

/** Choices have one slot for each alternative, all other parameters one slot. */
export const makeEncoding = (model: Model): Encoding => {
  const { names, domains, conditions } = model
  const widths = domains.map(domain => (domain.parameter.kind === 'choice' ? domain.size : 1))
  const dimension = widths.reduce((sum, width) => sum + width, 0)
  const row: Row = names.map(() => undefined)

  const encode = (config: Config): Float64Array => {
    const point = new Float64Array(dimension)
    let slot = 0
    for (let p = 0; p < domains.length; p++) {
      const domain = domains[p] as Domain
      const value = config[names[p] as string]
      const width = widths[p] as number
      if (value === undefined) point.fill(0.5, slot, slot + width)
      else if (domain.parameter.kind === 'choice') {
        const index = domain.indexOf(value)
        if (index !== -1) point[slot + index] = 1
      } else point[slot] = domain.positionOf(value)
      slot += width
    }
    return point
  }

  const decode = <C extends Config>(point: ArrayLike<number>): C => {
    let slot = 0
    for (let p = 0; p < domains.length; p++) {
      const domain = domains[p] as Domain
      const condition = conditions[p]
      if (condition !== undefined && !condition.holds(row)) row[p] = undefined
      else if (domain.parameter.kind === 'choice') row[p] = domain.valueAt(largest(point, slot, domain.size))
      else row[p] = domain.valueNear(point[slot] as number)
      slot += widths[p] as number
    }
    return configOf(model, row)
  }
  return { dimension, encode, decode }
}

/** Which of `count` numbers from `start` is the largest, the first one of equals. */
const largest = (point: ArrayLike<number>, start: number, count: number): number => {
  let best = 0
  for (let i = 1; i < count; i++) if ((point[start + i] as number) > (point[start + best] as number)) best = i
  return best
}
