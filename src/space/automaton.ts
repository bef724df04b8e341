import type { Automaton, Axis, Predicate, Row } from './constraints.js'

/** Rules made ready for a diagram: as automata where that is cheap, as they are otherwise. */
export interface Ruling {
  readonly automata: readonly Automaton[]
  readonly tests: readonly Predicate[]
}

/** A rule over at most this many combinations is worked out for each of them: all at once, or one by one. */
const MAX_TABLE = 1 << 20
const MAX_SINGLE = 1 << 12
/** Tuples of states are looked up in an array where there can be at most this many. */
const MAX_CODES = 1 << 16

export const ruleOn = (
  rules: readonly Predicate[],
  sizeOf: (parameter: number) => number,
  axisOf: (parameter: number) => Axis,
): Ruling => {
  const tests: Predicate[] = []
  const automata = rules.flatMap(({ automaton }) => automaton ?? [])
  const tables = new Map<string, { readonly axes: readonly Axis[]; readonly holds: Uint8Array }>()
  for (const rule of rules) {
    if (rule.automaton !== undefined) continue
    const parameters = [...new Set(rule.parameters)].sort((a, b) => a - b)
    const combinations = parameters.reduce((product, parameter) => product * sizeOf(parameter), 1)
    const axes = combinations > MAX_TABLE ? [] : parameters.map(axisOf)
    const holds = combinations > MAX_TABLE ? undefined : tabulate(rule, axes, combinations)
    if (holds === undefined) {
      tests.push(rule)
      continue
    }
    const key = parameters.join()
    const same = tables.get(key)?.holds
    if (same === undefined) tables.set(key, { axes, holds })
    else for (let place = 0; place < holds.length; place++) if (holds[place] === 0) same[place] = 0
  }
  for (const { axes, holds } of tables.values()) automata.push(automatonOf(axes, holds))
  return { automata, tests }
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

/** From the last parameter to the first: beginnings whose extensions lead to the same states are one state. */
const automatonOf = (axes: readonly Axis[], holds: Uint8Array): Automaton => {
  const sizes = axes.map(({ values }) => values.length)
  const parameters = axes.map(({ parameter }) => parameter)
  return layered(parameters, sizes, (_, states) => states ?? holds)
}

/**
 * The automaton that allows just the given rows: `columns[j]` has the index of the j-th parameter in each row, below `sizes[j]`.
 * Undefined where a tree of the rows would take more than `MAX_TREE` places.
 */
export const automatonOfRows = (
  parameters: readonly number[],
  sizes: readonly number[],
  columns: readonly Int32Array[],
): Automaton | undefined => {
  // A tree of beginnings: places[node * size + index] is the node that follows, from 1 on; 0 where none does.
  const tree: Int32Array[] = []
  const nodeOf = new Int32Array(columns[0]?.length ?? 0)
  let nodes = 1
  for (const [j, column] of columns.entries()) {
    const size = sizes[j] as number
    if (nodes * size > MAX_TREE) return undefined
    const places = new Int32Array(nodes * size)
    nodes = 0
    for (let row = 0; row < column.length; row++) {
      const place = (nodeOf[row] as number) * size + (column[row] as number)
      if (places[place] === 0) places[place] = ++nodes
      nodeOf[row] = (places[place] as number) - 1
    }
    tree.push(places)
  }
  return layered(parameters, sizes, (j, states) =>
    (tree[j] as Int32Array).map(node => (node === 0 ? 0 : states === undefined ? 1 : (states[node - 1] as number))),
  )
}
const MAX_TREE = 1 << 25

/**
 * From the last parameter to the first. `below` tells which states follow each place (beginning and index of parameter j), given the
 * states of all beginnings that are one parameter longer; after the last parameter these are 0 and 1.
 */
const layered = (
  parameters: readonly number[],
  sizes: readonly number[],
  below: (j: number, states: Int32Array | undefined) => Uint8Array | Int32Array,
): Automaton => {
  const moves: Int32Array[] = []
  const counts: number[] = []
  let states: Int32Array | undefined
  let count = 2
  for (let j = sizes.length - 1; j >= 0; j--) {
    const layer = merge(below(j, states), count, sizes[j] as number)
    moves.unshift(layer.moves)
    counts.unshift(layer.count)
    states = layer.states
    count = layer.count
  }
  return { parameters, start: states?.[0] ?? 0, moves, counts }
}

/** Numbers the distinct tuples of `size` successive states (of `count` kinds); the tuple of all 0 is number 0. */
const merge = (
  below: Uint8Array | Int32Array,
  count: number,
  size: number,
): { readonly states: Int32Array; readonly moves: Int32Array; readonly count: number } => {
  const states = new Int32Array(below.length / size)
  const firsts = [-1]
  const codes = count ** size <= MAX_CODES ? new Int32Array(count ** size) : undefined
  const tree = new Map<number, number>()
  let nodes = 0
  for (let begin = 0, place = 0; place < states.length; place++, begin += size) {
    let code = 0
    let isDead = true
    for (let k = 0; k < size; k++) {
      const state = below[begin + k] as number
      if (state !== 0) isDead = false
      code = code * count + state
      if (codes !== undefined) continue
      // Too many tuples for an array: a path in a tree of maps, one node for each beginning of a tuple.
      let node = tree.get(code)
      if (node === undefined) {
        node = ++nodes
        tree.set(code, node)
      }
      code = node
    }
    if (isDead) continue
    let state = codes === undefined ? tree.get(-code) : codes[code]
    if (state === undefined || state === 0) {
      state = firsts.length
      firsts.push(begin)
      if (codes === undefined) tree.set(-code, state)
      else codes[code] = state
    }
    states[place] = state
  }
  const moves = new Int32Array(firsts.length * size)
  for (let state = 1; state < firsts.length; state++) {
    for (let k = 0; k < size; k++) moves[state * size + k] = below[(firsts[state] as number) + k] as number
  }
  return { states, moves, count: firsts.length }
}
