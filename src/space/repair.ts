import { type Config, makeRng, type Value } from '../core/index.js'
import { type Component, isFree } from './components.js'
import type { Axis, Row } from './constraints.js'
import type { Diagram } from './diagram.js'
import type { Domain } from './domain.js'
import type { Model } from './model.js'
import { cheapestPath } from './paths.js'
import { configOf, holdAll, nearestFirst, readRow, settle } from './rows.js'
import { drawComponent } from './sampling.js'
import type { Solving } from './solving.js'

/** A parameter that differs costs this much and how far it moved in [0, 1]: fewer changes first, then smaller ones. */
const CHANGE = 1000
/** Tests of a local search, and draws where that finds nothing. */
const MAX_TESTS = 20_000
const DRAWS = 64

/**
 * A valid configuration near to the given one. Values that a parameter does not have become the nearest that it has, activity is
 * put right, and then each component that breaks a rule is replaced: by its nearest solution where all are known (fewest
 * parameters changed, then the smallest way in scale), otherwise by the nearest with one or two parameters changed, otherwise by
 * the nearest of some draws that depend on nothing but the configuration.
 */
export const repairConfig = <C extends Config>(
  model: Model,
  solving: Solving,
  config: Config,
  fingerprint: (config: Config) => string,
): C => {
  const row = readRow(model, config, [])
  if (isValid(model, row)) return hasKeysOf(model, row, config) ? (config as C) : configOf(model, row)
  for (let p = 0; p < row.length; p++) row[p] = snapped(model.domains[p] as Domain, row[p])
  settle(model, row)
  for (const component of solving.components) {
    if (isFree(component) || (holdAll(component.rules, row) && holdAll(component.mixed, row))) continue
    const diagram = component.reals.length === 0 ? solving.diagramOf(component) : undefined
    if (diagram !== undefined) nearestSolution(model, diagram, row)
    else if (!nearestMove(model, component, row)) nearestDraw(model, solving, component, row, fingerprint(config))
  }
  return configOf(model, row)
}

/** Nothing to do: most of what is bred from valid configurations is valid. */
const isValid = (model: Model, row: Row): boolean => {
  for (let p = 0; p < row.length; p++) {
    const value = row[p]
    if (value !== undefined && snapped(model.domains[p] as Domain, value) !== value) return false
    if ((value !== undefined) !== (model.conditions[p]?.holds(row) ?? true)) return false
  }
  return holdAll(model.constraints, row)
}

/** Whether a configuration has the keys of its row and no other ones, in declared order. */
const hasKeysOf = (model: Model, row: Row, config: Config): boolean => {
  let p = 0
  for (const name in config) {
    while (p < row.length && row[p] === undefined) p++
    if (model.names[p++] !== name) return false
  }
  return true
}

const snapped = (domain: Domain, value: Value | undefined): Value | undefined => {
  if (value === undefined) return undefined
  const index = domain.indexOf(value)
  if (index !== -1) return Number.isFinite(domain.size) ? domain.valueAt(index) : value
  const isNumeric = domain.parameter.kind === 'integer' || domain.parameter.kind === 'real'
  return isNumeric && typeof value === 'number' ? domain.valueNear(domain.positionOf(value)) : undefined
}

/** What it costs to have `value` in place of `current`. */
const costOf = (domain: Domain, current: Value | undefined, value: Value | undefined): number => {
  if (current === value) return 0
  if (current === undefined || value === undefined || !domain.ordered) return CHANGE + 1
  return CHANGE + Math.abs(domain.positionOf(current) - domain.positionOf(value))
}

const nearestSolution = (model: Model, diagram: Diagram, row: Row): void => {
  const costs = diagram.axes.map(({ parameter, values }) =>
    Float64Array.from(values, value => costOf(model.domains[parameter] as Domain, row[parameter], value)),
  )
  for (const [d, index] of cheapestPath(diagram, costs).entries()) {
    const { parameter, values } = diagram.axes[d] as Axis
    row[parameter] = values[index]
  }
}

/** Changes one parameter of the component, or else two, so that its rules hold; false where that is not found. */
const nearestMove = (model: Model, component: Component, row: Row): boolean => {
  const start = [...row]
  const moves = component.parameters.flatMap(p => {
    const current = start[p]
    return current === undefined ? [] : [{ p, values: nearestFirst(model.domains[p] as Domain, current).slice(1) }]
  })
  let best: Row | undefined
  let bestCost = Number.POSITIVE_INFINITY
  let tests = 0
  const attempt = (changes: readonly (readonly [number, Value])[]): void => {
    if (++tests > MAX_TESTS) return
    const moved = [...start]
    for (const [p, value] of changes) moved[p] = value
    settle(model, moved)
    if (!holdAll(component.rules, moved) || !holdAll(component.mixed, moved)) return
    const cost = component.parameters.reduce(
      (sum, p) => sum + costOf(model.domains[p] as Domain, start[p], moved[p]),
      0,
    )
    if (cost < bestCost) {
      best = moved
      bestCost = cost
    }
  }
  for (const { p, values } of moves) for (const value of values) attempt([[p, value]])
  if (best === undefined) {
    for (const [i, first] of moves.entries()) {
      for (const second of moves.slice(i + 1)) {
        for (const a of first.values)
          for (const b of second.values)
            attempt([
              [first.p, a],
              [second.p, b],
            ])
      }
    }
  }
  if (best !== undefined) for (const p of component.parameters) row[p] = best[p]
  return best !== undefined
}

const nearestDraw = (model: Model, solving: Solving, component: Component, row: Row, seed: string): void => {
  const start = [...row]
  const rng = makeRng(seed)
  let bestCost = Number.POSITIVE_INFINITY
  for (let i = 0; i < DRAWS; i++) {
    const drawn = [...start]
    drawComponent(model, component, solving.diagramOf(component), rng, drawn)
    const cost = component.parameters.reduce(
      (sum, p) => sum + costOf(model.domains[p] as Domain, start[p], drawn[p]),
      0,
    )
    if (cost >= bestCost) continue
    bestCost = cost
    for (const p of component.parameters) row[p] = drawn[p]
  }
}
