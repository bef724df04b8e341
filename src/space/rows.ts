import type { Config, Value } from '../core/index.js'
import type { Predicate, Row } from './constraints.js'
import type { Domain } from './domain.js'
import type { Model } from './model.js'

/** Reads a configuration into `row`, as it is. */
export const readRow = (model: Model, config: Config, row: Row): Row => {
  const { names } = model
  for (let p = 0; p < names.length; p++) row[p] = config[names[p] as string]
  return row
}

/** The configuration of a row. */
export const configOf = <C extends Config>(model: Model, row: Row): C => {
  const config: Record<string, Value> = { ...model.template }
  for (let p = 0; p < row.length; p++) {
    const value = row[p]
    if (value !== undefined) config[model.names[p] as string] = value
  }
  return config as C
}

/** Whether all rules hold. */
export const holdAll = (rules: readonly Predicate[], row: Row): boolean => {
  for (let r = 0; r < rules.length; r++) if (!(rules[r] as Predicate).holds(row)) return false
  return true
}

/** Unbinds what is inactive, and binds what is active and unbound to the middle of its values. */
export const settle = (model: Model, row: Row): Row => {
  for (let p = 0; p < row.length; p++) {
    const condition = model.conditions[p]
    if (condition !== undefined && !condition.holds(row)) row[p] = undefined
    else row[p] ??= middleOf(model.domains[p] as Domain)
  }
  return row
}

/** The value in the middle of a parameter's scale; the first alternative of an unordered one. */
export const middleOf = (domain: Domain): Value => (domain.ordered ? domain.valueNear(0.5) : domain.valueAt(0))

/** A real parameter without a step is looked at in places this far apart. */
export const PARTS = 16
const MAX_LISTED = 64

/** A value, then others by their distance from it, as far as 64 of them. */
export const nearestFirst = (domain: Domain, value: Value): Value[] => {
  if (domain.size === Number.POSITIVE_INFINITY) {
    const place = domain.positionOf(value)
    const places = Array.from(
      { length: 2 * PARTS + 1 },
      (_, i) => place + ((i % 2 === 0 ? -1 : 1) * Math.ceil(i / 2)) / PARTS,
    )
    return [value, ...places.filter((other, i) => i > 0 && other >= 0 && other <= 1).map(domain.valueNear)]
  }
  const index = domain.indexOf(value)
  const values = [domain.valueAt(index)]
  for (let step = 1; step < domain.size && values.length < MAX_LISTED; step++) {
    if (index >= step) values.push(domain.valueAt(index - step))
    if (index + step < domain.size) values.push(domain.valueAt(index + step))
  }
  return values
}
