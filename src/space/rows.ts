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
  const config: Record<string, Value> = {}
  for (let p = 0; p < row.length; p++) {
    const value = row[p]
    if (value !== undefined) config[model.names[p] as string] = value
  }
  return config as C
}

/** Whether all constraints hold in a row whose activity is right. */
export const satisfies = (model: Model, row: Row): boolean => {
  const { constraints } = model
  for (let c = 0; c < constraints.length; c++) if (!(constraints[c] as Predicate).holds(row)) return false
  return true
}

/** Whether each parameter of the row is bound exactly where it is active, and all constraints hold. */
export const isValid = (model: Model, row: Row): boolean => {
  for (let p = 0; p < row.length; p++) {
    const condition = model.conditions[p]
    if ((row[p] !== undefined) !== (condition === undefined || condition.holds(row))) return false
  }
  return satisfies(model, row)
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
