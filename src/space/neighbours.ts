import type { Config, Value } from '../core/index.js'
import type { Row } from './constraints.js'
import { type Domain, isNominal } from './domain.js'
import type { Model } from './model.js'
import { configOf, holdAll, middleOf, nearestFirst, PARTS, readRow } from './rows.js'
import type { NeighbourKind } from './space.js'

/** Values tried for parameters that a move has made active. */
const MAX_TESTS = 1000

/**
 * All valid configurations that differ from `config` in one parameter, and in what that parameter switches, in declared order of
 * the parameters and ascending order of their values. A parameter that becomes active takes the middle of its values, or the
 * value next to that with which the constraints hold. A real parameter without a step moves by `realStep` of its scale, or to each
 * sixteenth of it.
 */
export const neighboursOf = <C extends Config>(
  model: Model,
  config: C,
  kind: NeighbourKind,
  realStep = 1 / PARTS,
): C[] => {
  const isConditional = model.conditions.some(condition => condition !== undefined)
  const row = readRow(model, config, [])
  const found: C[] = []
  for (let p = 0; p < row.length; p++) {
    const current = row[p]
    if (current === undefined) continue
    for (const value of movesOf(model.domains[p] as Domain, current, kind, realStep)) {
      const moved = isConditional ? [...row] : row
      moved[p] = value
      if (isConditional ? complete(model, moved) : holdAll(model.constraints, row))
        found.push(configOf<C>(model, moved))
    }
    row[p] = current
  }
  return found
}

/** The other values that a move may lead to, in ascending order. */
const movesOf = (domain: Domain, current: Value, kind: NeighbourKind, realStep: number): Value[] => {
  const adjacent = kind === 'adjacent' ? domain.ordered : kind === 'mixed' && !isNominal(domain)
  if (domain.size === Number.POSITIVE_INFINITY) {
    const place = domain.positionOf(current)
    const places = adjacent
      ? [place - realStep, place + realStep]
      : Array.from({ length: PARTS + 1 }, (_, i) => i / PARTS)
    return [...new Set(places.map(domain.valueNear))].filter(value => value !== current)
  }
  const index = domain.indexOf(current)
  const values: Value[] = []
  const first = adjacent ? Math.max(0, index - 1) : 0
  const last = adjacent ? Math.min(domain.size - 1, index + 1) : domain.size - 1
  for (let i = first; i <= last; i++) if (i !== index) values.push(domain.valueAt(i))
  return values
}

/** Unbinds what is inactive and binds what has become active, so that all constraints hold; false where that is not found. */
const complete = (model: Model, row: Row): boolean => {
  let tests = 0
  const descend = (p: number): boolean => {
    if (p === row.length) return ++tests <= MAX_TESTS && holdAll(model.constraints, row)
    const condition = model.conditions[p]
    const isActive = condition === undefined || condition.holds(row)
    if (isActive && row[p] !== undefined) return descend(p + 1)
    const before = row[p]
    const domain = model.domains[p] as Domain
    for (const value of isActive ? nearestFirst(domain, middleOf(domain)) : [undefined]) {
      row[p] = value
      if (descend(p + 1)) return true
      if (tests > MAX_TESTS) break
    }
    row[p] = before
    return false
  }
  return descend(0)
}
