import type { Config, Value } from '../core/index.js'
import type { Row } from './constraints.js'
import type { Domain } from './domain.js'
import type { Model } from './model.js'
import { configOf, readRow, satisfies, settle } from './rows.js'
import type { NeighbourKind } from './space.js'

/** A real parameter without a step moves by this part of its scale ('adjacent'), or to the places that many parts give ('hamming'). */
const PARTS = 16

/** All valid configurations that differ from `config` in one parameter, and in what that parameter switches. */
export const neighboursOf = <C extends Config>(model: Model, config: C, kind: NeighbourKind): C[] => {
  const row: Row = readRow(model, config, [])
  const found: C[] = []
  for (let p = 0; p < row.length; p++) {
    const current = row[p]
    if (current === undefined) continue
    for (const value of movesOf(model.domains[p] as Domain, current, kind)) {
      const moved = [...row]
      moved[p] = value
      settle(model, moved)
      if (satisfies(model, moved)) found.push(configOf<C>(model, moved))
    }
  }
  return found
}

/** The other values that a move may lead to, in ascending order. */
const movesOf = (domain: Domain, current: Value, kind: NeighbourKind): Value[] => {
  const adjacent = kind === 'adjacent' && domain.ordered
  if (domain.size === Number.POSITIVE_INFINITY) {
    const place = domain.positionOf(current)
    const places = adjacent ? [place - 1 / PARTS, place + 1 / PARTS] : Array.from({ length: PARTS + 1 }, (_, i) => i / PARTS)
    return [...new Set(places.map(domain.valueNear))].filter(value => value !== current)
  }
  const index = domain.indexOf(current)
  const values: Value[] = []
  const first = adjacent ? Math.max(0, index - 1) : 0
  const last = adjacent ? Math.min(domain.size - 1, index + 1) : domain.size - 1
  for (let i = first; i <= last; i++) if (i !== index) values.push(domain.valueAt(i))
  return values
}
