import { type Config, fault, ParetuneError, type Value } from '../core/index.js'
import { type IndexColumn, lowerBound } from './columns.js'
import { type Component, isFree } from './components.js'
import type { Domain } from './domain.js'
import type { Model } from './model.js'
import { readRow } from './rows.js'
import type { Solutions } from './solver.js'
import type { Solving } from './solving.js'

const MAX_LISTED = 1 << 20

/**
 * The values of the first parameter that `prefix` leaves open (inactive ones aside) that can still lead to a valid
 * configuration: exactly, where the solutions of its component are known. Rules that a real parameter takes part in are not
 * looked at, and where a search gives up its value is kept. Empty where nothing is open, or `prefix` leads nowhere.
 */
export const allowedValues = (model: Model, solving: Solving, prefix: Config): readonly Value[] => {
  const read = pinsOf(model, prefix)
  if (read === undefined || read.open === undefined) return []
  const { pins, open } = read
  const domain = model.domains[open] as Domain
  if (domain.size > MAX_LISTED) {
    throw new ParetuneError(
      fault('TooLarge', `expected values of \`${domain.name}\` that can be listed, got ${domain.expected}`),
    )
  }
  let indices = Array.from({ length: domain.size }, (_, index) => index)
  for (const component of solving.components) {
    if (isFree(component)) continue
    const solutions = solving.solutionsOf(component)
    if (!component.parameters.includes(open)) {
      if (component.finite.some(p => pins.has(p)) && !isPossible(solving, component, solutions, pins)) return []
    } else if (solutions === undefined) {
      indices = indices.filter(index => isPossible(solving, component, solutions, new Map(pins).set(open, index)))
    } else indices = indicesOf(component, solutions, pins, open).filter(index => index < domain.size)
  }
  return indices.map(domain.valueAt)
}

/** Indices of the values that a prefix binds, and the first parameter that it leaves open; undefined where a value cannot be. */
const pinsOf = (
  model: Model,
  prefix: Config,
): { readonly pins: ReadonlyMap<number, number>; readonly open: number | undefined } | undefined => {
  const row = readRow(model, prefix, [])
  const pins = new Map<number, number>()
  let open: number | undefined
  for (let p = 0; p < row.length; p++) {
    const domain = model.domains[p] as Domain
    const value = row[p]
    // All before the first open parameter is bound or inactive, so that the condition is decided.
    const isInactive = open === undefined && model.conditions[p]?.holds(row) === false
    if (value !== undefined) {
      const index = domain.indexOf(value)
      if (index === -1 || isInactive) return undefined
      pins.set(p, index)
    } else if (isInactive) pins.set(p, domain.size)
    else open ??= p
  }
  return { pins, open }
}

const isPossible = (
  solving: Solving,
  component: Component,
  solutions: Solutions | undefined,
  pins: ReadonlyMap<number, number>,
): boolean =>
  solutions === undefined
    ? solving.isSolvable(component, pins) !== false
    : indicesOf(component, solutions, pins, component.finite.at(-1) as number).length > 0

/** The indices of `parameter` in those solutions that agree with the pins, ascending. */
const indicesOf = (
  component: Component,
  { columns, length }: Solutions,
  pins: ReadonlyMap<number, number>,
  parameter: number,
): number[] => {
  // Solutions are sorted: those that agree with the leading pins are one stretch.
  let [low, high] = [0, length]
  let leading = 0
  for (; leading < columns.length; leading++) {
    const pin = pins.get(component.finite[leading] as number)
    if (pin === undefined || component.finite[leading] === parameter) break
    low = lowerBound(columns[leading] as IndexColumn, pin, low, high)
    high = lowerBound(columns[leading] as IndexColumn, pin + 1, low, high)
  }
  const later = component.finite.flatMap((p, v) => {
    const pin = pins.get(p)
    return v < leading || pin === undefined ? [] : [{ column: columns[v] as IndexColumn, pin }]
  })
  const wanted = columns[component.finite.indexOf(parameter)] as IndexColumn
  const found = new Set<number>()
  for (let i = low; i < high; i++) {
    if (later.every(({ column, pin }) => column[i] === pin)) found.add(wanted[i] as number)
  }
  return [...found].sort((a, b) => a - b)
}
