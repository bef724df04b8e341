import type { Axis, Predicate, Row } from './constraints.js'

/** The rules over one set of parameters, worked out for every combination of their values. */
export interface Table {
  /** Indices of the parameters, ascending. */
  readonly parameters: readonly number[]
  /** A byte for each combination of the first k + 1 parameters (the last one fastest): can it be completed? */
  readonly layers: readonly Uint8Array[]
}

/** Rules made ready for the solver: as tables where that is cheap, as they are otherwise. */
export interface Ruling {
  readonly tables: readonly Table[]
  readonly tests: readonly Predicate[]
}

/** A rule over at most this many combinations becomes a table: worked out all at once, or one by one. */
const MAX_TABLE = 1 << 20
const MAX_SINGLE = 1 << 12

export const ruleOn = (
  rules: readonly Predicate[],
  sizeOf: (parameter: number) => number,
  axisOf: (parameter: number) => Axis,
): Ruling => {
  const tests: Predicate[] = []
  const found = new Map<string, { readonly axes: readonly Axis[]; readonly holds: Uint8Array }>()
  for (const rule of rules) {
    const parameters = [...new Set(rule.parameters)].sort((a, b) => a - b)
    const combinations = parameters.reduce((product, parameter) => product * sizeOf(parameter), 1)
    const axes = combinations > MAX_TABLE ? [] : parameters.map(axisOf)
    const holds = combinations > MAX_TABLE ? undefined : tabulate(rule, axes, combinations)
    if (holds === undefined) {
      tests.push(rule)
      continue
    }
    const key = parameters.join()
    const same = found.get(key)
    if (same === undefined) found.set(key, { axes, holds })
    else
      for (let place = 0; place < holds.length; place++)
        same.holds[place] = (same.holds[place] as number) & (holds[place] as number)
  }
  const tables = [...found.values()].map(({ axes, holds }) => ({
    parameters: axes.map(({ parameter }) => parameter),
    layers: layersOf(holds, axes),
  }))
  return { tables, tests }
}

/** The full table last; before it what remains when the last parameter may be anything, and so on. */
const layersOf = (full: Uint8Array, axes: readonly Axis[]): readonly Uint8Array[] => {
  const layers = [full]
  for (let k = axes.length - 1; k > 0; k--) {
    const below = layers[0] as Uint8Array
    const size = (axes[k] as Axis).values.length
    const layer = new Uint8Array(below.length / size)
    for (let place = 0; place < below.length; place++) if (below[place] === 1) layer[Math.floor(place / size)] = 1
    layers.unshift(layer)
  }
  return layers
}

/** Whether a rule holds for all combinations of the axes, the last one changing fastest; undefined where they are too many. */
const tabulate = (rule: Predicate, axes: readonly Axis[], combinations: number): Uint8Array | undefined => {
  const table = rule.tabulate?.(axes)
  if (table !== undefined || combinations > MAX_SINGLE) return table
  const holds = new Uint8Array(combinations)
  const row: Row = []
  let place = 0
  const fill = (k: number): void => {
    const { parameter, values } = axes[k] as Axis
    for (const value of values) {
      row[parameter] = value
      if (k < axes.length - 1) fill(k + 1)
      else holds[place++] = rule.holds(row) ? 1 : 0
    }
  }
  fill(0)
  return holds
}
