import { type Config, fault, ParetuneError, type Value } from '../core/index.js'
import type { Domain } from './domain.js'
import type { Model } from './model.js'
import { indicesAmong } from './paths.js'
import { readRow } from './rows.js'
import type { Solving } from './solving.js'

const MAX_LISTED = 1 << 20

/**
 * The values of the first parameter that `prefix` leaves open (inactive ones aside) that can still lead to a valid
 * configuration: exactly, where the solutions of its component are known. Rules that a real parameter takes part in, and those
 * of components that are too large, are not looked at. Empty where nothing is open, or `prefix` leads nowhere.
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
  let indices: readonly number[] = Array.from({ length: domain.size }, (_, index) => index)
  for (const component of solving.components) {
    const diagram = solving.diagramOf(component)
    if (diagram === undefined || component.finite.length === 0) continue
    const own = new Map(component.finite.flatMap((p, d) => (pins.has(p) ? [[d, pins.get(p) as number]] : [])))
    const place = component.finite.indexOf(open)
    const found = indicesAmong(diagram, own, Math.max(place, 0))
    if (found.length === 0) return []
    if (place !== -1) indices = found.filter(index => index < domain.size)
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
