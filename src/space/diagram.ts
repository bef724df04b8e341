import type { Ruling } from './automaton.js'
import type { Automaton, Axis, Row } from './constraints.js'

/**
 * All solutions of some rules as a decision diagram: one level for each axis, and at each level as few states as there are ways
 * in which the rules still bear on what is to come. A path from the first state to the end is a solution; paths in order of their
 * indices are the solutions in lexicographic order. Its size has little to do with the number of solutions.
 *
 * @see Andersen, Hadzic, Hooker, Tiedemann 2007, A Constraint Store Based on Multivalued Decision Diagrams
 */
export interface Diagram {
  readonly axes: readonly Axis[]
  /** edges[d][state * size + index]: the state of level d + 1 after axis d has that index; -1 where no solution follows. */
  readonly edges: readonly Int32Array[]
  /** counts[d][state]: number of solutions that follow. Level 0 has one state. */
  readonly counts: readonly Float64Array[]
}

/** What a level remembers of the indices before it: the state of an automaton, or the index of a parameter that a test will need. */
interface Slot {
  readonly automaton?: Automaton
  readonly axis?: Axis
  /** Values are below it. */
  readonly range: number
}

/** How a slot's next value comes from one before (none: the start of its automaton), by the moves of its automaton. */
interface Step {
  readonly source: number
  readonly start: number
  readonly moves: Int32Array | undefined
  readonly isOwn: boolean
}

/** The diagram of rules over the given axes (in declared order), or undefined where it would have more than `maxEdges` edges. */
export const makeDiagram = (axes: readonly Axis[], ruling: Ruling, maxEdges: number): Diagram | undefined => {
  const edges: Int32Array[] = []
  let slots: readonly Slot[] = []
  let states: (readonly number[])[] = []
  let count = 1
  let total = 0
  for (const [depth, axis] of axes.entries()) {
    total += count * axis.values.length
    if (total > maxEdges) return undefined
    const next = slotsAfter(axes, depth, ruling)
    const level = expand(axis, slots, states, count, next, ruling)
    edges.push(level.edges)
    slots = next
    states = level.states
    count = level.count
  }
  return { axes, edges, counts: countSolutions(axes, edges, count) }
}

/** What must be remembered once the axes up to `depth` are bound. */
const slotsAfter = (axes: readonly Axis[], depth: number, { automata, tests }: Ruling): readonly Slot[] => {
  const bound = (axes[depth] as Axis).parameter
  const slots: Slot[] = []
  for (const automaton of automata) {
    const read = automaton.parameters.filter(parameter => parameter <= bound).length
    if (read > 0 && read < automaton.parameters.length)
      slots.push({ automaton, range: automaton.counts[read] as number })
  }
  for (const axis of axes.slice(0, depth + 1)) {
    const isNeeded = tests.some(
      test => test.parameters.includes(axis.parameter) && Math.max(...test.parameters) > bound,
    )
    if (isNeeded) slots.push({ axis, range: axis.values.length })
  }
  return slots
}

/** Binds one more axis in all states of a level. */
const expand = (
  axis: Axis,
  slots: readonly Slot[],
  states: readonly (readonly number[])[],
  count: number,
  next: readonly Slot[],
  { automata, tests }: Ruling,
): { readonly edges: Int32Array; readonly states: (readonly number[])[]; readonly count: number } => {
  const { parameter, values } = axis
  const size = values.length
  const stepOf = ({ automaton, axis: kept }: Omit<Slot, 'range'>): Step => {
    const read = automaton?.parameters.indexOf(parameter) ?? -1
    const source = slots.findIndex(slot => slot.automaton === automaton && slot.axis === kept)
    return { source, start: automaton?.start ?? 0, moves: automaton?.moves[read], isOwn: kept === axis }
  }
  // First what ends here, then what goes on: both may find that nothing follows.
  const endings = automata.filter(automaton => automaton.parameters.at(-1) === parameter)
  const steps = [...endings.map(automaton => stepOf({ automaton })), ...next.map(stepOf)]
  const complete = tests.filter(test => Math.max(...test.parameters) === parameter)
  const ranges = next.reduce((product, { range }) => product * range, 1)
  const ids = new Map<number | string, number>()
  const found: number[][] = next.map(() => [])
  const tuple = new Array<number>(steps.length).fill(0)
  const edges = new Int32Array(count * size).fill(-1)
  const row: Row = []
  for (let state = 0; state < count; state++) {
    if (complete.length > 0) bindRow(row, slots, states, state)
    for (let k = 0; k < size; k++) {
      if (!follow(steps, states, state, k, size, tuple)) continue
      if (complete.length > 0) {
        row[parameter] = values[k]
        if (!complete.every(test => test.holds(row))) continue
      }
      const key = keyOf(tuple, endings.length, next, ranges)
      let id = ids.get(key)
      if (id === undefined) {
        id = ids.size
        ids.set(key, id)
        for (let i = 0; i < found.length; i++) (found[i] as number[]).push(tuple[endings.length + i] as number)
      }
      edges[state * size + k] = id
    }
  }
  return { edges, states: found, count: ids.size }
}

/** Puts the next value of each slot into `tuple`; false where an automaton says that nothing can follow. */
const follow = (
  steps: readonly Step[],
  states: readonly (readonly number[])[],
  state: number,
  k: number,
  size: number,
  tuple: number[],
): boolean => {
  for (let i = 0; i < steps.length; i++) {
    const { source, start, moves, isOwn } = steps[i] as Step
    let value = source === -1 ? start : ((states[source] as readonly number[])[state] as number)
    if (moves !== undefined) {
      value = moves[value * size + k] as number
      if (value === 0) return false
    } else if (isOwn) value = k
    tuple[i] = value
  }
  return true
}

/** One key for the values from place `from` on: a number as long as that is exact. */
const keyOf = (tuple: readonly number[], from: number, slots: readonly Slot[], ranges: number): number | string => {
  if (ranges > Number.MAX_SAFE_INTEGER) return tuple.slice(from).join()
  let key = 0
  for (let i = 0; i < slots.length; i++) key = key * (slots[i] as Slot).range + (tuple[from + i] as number)
  return key
}

/** The values that tests at this level read, from the indices that the state remembers. */
const bindRow = (row: Row, slots: readonly Slot[], states: readonly (readonly number[])[], state: number): void => {
  for (const [i, { axis }] of slots.entries()) {
    if (axis !== undefined) row[axis.parameter] = axis.values[(states[i] as readonly number[])[state] as number]
  }
}

/** From the last level to the first; edges that lead to no solution are taken out. */
const countSolutions = (axes: readonly Axis[], edges: readonly Int32Array[], last: number): readonly Float64Array[] => {
  const counts = [new Float64Array(last).fill(1)]
  for (let d = axes.length - 1; d >= 0; d--) {
    const size = (axes[d] as Axis).values.length
    const level = edges[d] as Int32Array
    const below = counts[0] as Float64Array
    const here = new Float64Array(level.length / size)
    for (let edge = 0; edge < level.length; edge++) {
      const solutions = level[edge] === -1 ? 0 : (below[level[edge] as number] as number)
      const state = Math.floor(edge / size)
      if (solutions === 0) level[edge] = -1
      else here[state] = (here[state] as number) + solutions
    }
    counts.unshift(here)
  }
  return counts
}
