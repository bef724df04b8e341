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
  const row = readRow(model, prefix, [])
  const pins = new Map<number, number>()
  let open = -1
  for (let p = 0; p < row.length; p++) {
    const domain = model.domains[p] as Domain
    const value = row[p]
    // What comes before an open parameter is bound or inactive, so that its condition is decided.
    const isInactive = open === -1 && model.conditions[p]?.holds(row) === false
    if (value !== undefined) {
      const index = domain.indexOf(value)
      if (index === -1 || isInactive) return []
      pins.set(p, index)
    } else if (isInactive) pins.set(p, domain.size)
    else if (open === -1) open = p
  }
  if (open === -1) return []
  const domain = model.domains[open] as Domain
  if (domain.size > MAX_LISTED) {
    throw new ParetuneError(
      fault('TooLarge', `expected values of \`${domain.name}\` that can be listed, got ${domain.expected}`),
    )
  }

  let indices = Array.from({ length: domain.size }, (_, index) => index)
  for (const component of solving.components) {
    const isOwn = component.parameters.includes(open)
    if (isFree(component) || !(isOwn || component.finite.some(p => pins.has(p)))) continue
    const solutions = solving.solutionsOf(component)
    if (isOwn) {
      indices =
        solutions === undefined
          ? indices.filter(index => solving.isSolvable(component, new Map(pins).set(open, index)) !== false)
          : indicesOf(component, solutions, pins, open).filter(index => index < domain.size)
    } else if (solutions === undefined) {
      if (solving.isSolvable(component, pins) === false) return []
    } else if (indicesOf(component, solutions, pins, component.finite.at(-1) as number).length === 0) return []
  }
  return indices.map(domain.valueAt)
}

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
