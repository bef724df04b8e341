import type { Axis } from './constraints.js'
import type { Diagram } from './diagram.js'

// What is read off a diagram: a solution is a path, given by an index for each axis.

/** Indices of one axis's values, one for each solution. */
export type IndexColumn = Uint8Array | Uint16Array | Uint32Array

/** A column for indices below `size`, as narrow as they allow. */
const makeColumn = (size: number, length: number): IndexColumn =>
  size <= 256 ? new Uint8Array(length) : size <= 65_536 ? new Uint16Array(length) : new Uint32Array(length)

/** Number of solutions. */
export const countOf = ({ counts }: Diagram): number => counts[0]?.[0] ?? 0

/** All solutions in order, as one column of indices for each axis. */
export const columnsOf = ({ axes, edges, counts }: Diagram): readonly IndexColumn[] => {
  const columns = axes.map(({ values }) => makeColumn(values.length, countOf({ axes, edges, counts })))
  // Where the solutions that follow a state were written first: they are copied from there when it comes up again.
  const firsts = counts.map(level => new Float64Array(level.length).fill(-1))
  const write = (d: number, state: number, place: number): void => {
    if (d === axes.length) return
    const count = counts[d]?.[state] as number
    const seen = firsts[d] as Float64Array
    const first = seen[state] as number
    if (first !== -1) {
      for (let c = d; c < columns.length; c++) columns[c]?.copyWithin(place, first, first + count)
      return
    }
    seen[state] = place
    const level = edges[d] as Int32Array
    const column = columns[d] as IndexColumn
    const below = counts[d + 1] as Float64Array
    const size = (axes[d] as Axis).values.length
    let at = place
    for (let k = 0; k < size; k++) {
      const child = level[state * size + k] as number
      if (child === -1) continue
      const end = at + (below[child] as number)
      // Columns are full of zeros at first.
      if (k > 0) column.fill(k, at, end)
      write(d + 1, child, at)
      at = end
    }
  }
  if (countOf({ axes, edges, counts }) > 0) write(0, 0, 0)
  return columns
}

/** The solution number `rank` (0 .. count - 1), written into `indices`. */
export const pathAt = ({ axes, edges, counts }: Diagram, rank: number, indices: number[]): void => {
  let state = 0
  let rest = rank
  for (let d = 0; d < axes.length; d++) {
    const level = edges[d] as Int32Array
    const below = counts[d + 1] as Float64Array
    const size = (axes[d] as Axis).values.length
    let last = 0
    for (let k = 0; k < size; k++) {
      const child = level[state * size + k] as number
      if (child === -1) continue
      last = k
      const count = below[child] as number
      if (rest < count) break
      rest -= count
    }
    indices[d] = last
    state = level[state * size + last] as number
  }
}

/** The number of a solution given by its indices, or -1 where it is none. */
export const rankOf = ({ axes, edges, counts }: Diagram, indices: readonly number[]): number => {
  let state = 0
  let rank = 0
  for (let d = 0; d < axes.length; d++) {
    const level = edges[d] as Int32Array
    const below = counts[d + 1] as Float64Array
    const size = (axes[d] as Axis).values.length
    const index = indices[d] as number
    const child = index >= 0 && index < size ? (level[state * size + index] as number) : -1
    if (child === -1) return -1
    for (let k = 0; k < index; k++) {
      const before = level[state * size + k] as number
      if (before !== -1) rank += below[before] as number
    }
    state = child
  }
  return rank
}

/** The solution of least cost, where index k of axis d costs costs[d][k]; the first one of equals. There must be a solution. */
export const cheapestPath = ({ axes, edges, counts }: Diagram, costs: readonly Float64Array[]): readonly number[] => {
  // From the last level to the first: the least that a state's solutions cost, and by which index.
  let below = new Float64Array(counts.at(-1)?.length ?? 0)
  const choices: Int32Array[] = []
  for (let d = axes.length - 1; d >= 0; d--) {
    const level = edges[d] as Int32Array
    const cost = costs[d] as Float64Array
    const here = new Float64Array((counts[d] as Float64Array).length).fill(Number.POSITIVE_INFINITY)
    const choice = new Int32Array(here.length)
    for (let state = 0; state < here.length; state++) {
      for (let k = 0; k < cost.length; k++) {
        const child = level[state * cost.length + k] as number
        const total = child === -1 ? Number.POSITIVE_INFINITY : (cost[k] as number) + (below[child] as number)
        if (total >= (here[state] as number)) continue
        here[state] = total
        choice[state] = k
      }
    }
    choices.unshift(choice)
    below = here
  }
  let state = 0
  return choices.map((choice, d) => {
    const index = choice[state] as number
    state = (edges[d] as Int32Array)[state * (costs[d] as Float64Array).length + index] as number
    return index
  })
}

/** The indices of axis `wanted`, ascending, that some solution has in which the axes of `pins` (by their place) have these indices. */
export const indicesAmong = (
  { axes, edges, counts }: Diagram,
  pins: ReadonlyMap<number, number>,
  wanted: number,
): readonly number[] => {
  const found = new Set<number>()
  const lastPin = Math.max(wanted, ...pins.keys())
  // Whether solutions with the pins follow a state, of those that were already looked at.
  const known = counts.map(() => new Map<number, boolean>())
  const visit = (d: number, state: number): boolean => {
    if (d > lastPin) return (counts[d] as Float64Array)[state] !== 0
    const before = known[d]?.get(state)
    if (before !== undefined) return before
    const size = (axes[d] as Axis).values.length
    const pin = pins.get(d)
    let isPossible = false
    for (let k = pin ?? 0; k < (pin === undefined ? size : pin + 1); k++) {
      const child = k < size ? ((edges[d] as Int32Array)[state * size + k] as number) : -1
      if (child === -1 || !visit(d + 1, child)) continue
      isPossible = true
      if (d === wanted) found.add(k)
      // Above the wanted axis all ways matter, below it one will do.
      else if (d > wanted) break
    }
    known[d]?.set(state, isPossible)
    return isPossible
  }
  if (countOf({ axes, edges, counts }) > 0) visit(0, 0)
  return [...found].sort((a, b) => a - b)
}
