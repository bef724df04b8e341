import { type IndexColumn, makeColumn } from './columns.js'
import type { Axis, Predicate, Row } from './constraints.js'
import type { Ruling, Table } from './tables.js'

/** Solutions as index columns: `columns[v][i]` is the index of axis v's value in solution i. */
export interface Solutions {
  readonly length: number
  readonly columns: readonly IndexColumn[]
  readonly axes: readonly Axis[]
}

/** What binding one more parameter has to look at. */
interface Level {
  /** Place of the axis among all axes. */
  readonly position: number
  readonly axis: Axis
  readonly size: number
  /** Tables over this parameter: `place` is their place among all tables, `layer` what they say at this point. */
  readonly checks: readonly { readonly place: number; readonly layer: Uint8Array; readonly isDone: boolean }[]
  /** Rules without a table that are complete with this parameter. */
  readonly tests: readonly Predicate[]
}

/**
 * All ways to bind the axes so that the rules hold, in lexicographic order of the axes (ascending parameters, which cover the
 * rules), or undefined where more than `maxRows` partial solutions would have to be kept.
 *
 * One parameter after the other extends all partial solutions at once. A rule cuts as soon as its first parameter is bound, as
 * its table knows which beginnings can be completed: so no better order than the declared one is needed, and no sorting.
 */
export const solve = (axes: readonly Axis[], ruling: Ruling, maxRows: number): Solutions | undefined => {
  const levels = levelsOf(axes, ruling)
  const row: Row = []
  // Partial solutions of the level before: how far each table has come (Horner's scheme over its parameters' indices).
  let offsets: (Uint32Array | undefined)[] = ruling.tables.map(() => undefined)
  const indices: IndexColumn[] = []
  const parents: Uint32Array[] = []
  let length = 1

  for (const [depth, { axis, size, checks, tests }] of levels.entries()) {
    if (length * size > maxRows * 64) return undefined
    let capacity = Math.min(length * size, 4 * length + 1024)
    let index = makeColumn(size, capacity)
    let parent = new Uint32Array(capacity)
    let count = 0
    const layers = checks.map(({ layer }) => layer)
    const before = checks.map(({ place }) => offsets[place])
    for (let i = 0; i < length; i++) {
      if (tests.length > 0) bindRow(row, levels, indices, parents, depth, i)
      if (count + size > capacity) {
        capacity = Math.min(length * size, 2 * capacity + size)
        index = resized(index, makeColumn(size, capacity))
        parent = resized(parent, new Uint32Array(capacity))
      }
      next: for (let k = 0; k < size; k++) {
        for (let t = 0; t < layers.length; t++) {
          const base = before[t] === undefined ? 0 : ((before[t] as Uint32Array)[i] as number) * size
          if ((layers[t] as Uint8Array)[base + k] === 0) continue next
        }
        if (tests.length > 0) {
          row[axis.parameter] = axis.values[k]
          for (let t = 0; t < tests.length; t++) if (!(tests[t] as Predicate).holds(row)) continue next
        }
        index[count] = k
        parent[count++] = i
      }
    }
    if (count > maxRows) return undefined
    offsets = offsets.map((offset, place) => {
      const check = checks.find(other => other.place === place)
      if (check?.isDone || (check === undefined && offset === undefined)) return undefined
      const moved = new Uint32Array(count)
      for (let i = 0; i < count; i++) {
        const from = offset === undefined ? 0 : (offset[parent[i] as number] as number)
        moved[i] = check === undefined ? from : from * size + (index[i] as number)
      }
      return moved
    })
    indices.push(index)
    parents.push(parent)
    length = count
  }
  return { length, columns: columnsOf(axes, levels, indices, parents, length), axes }
}

/**
 * The first solution in which the axes named by `pinned` have the given indices, as an index for each axis; undefined where there
 * is none, and 'unknown' where `maxSteps` values were tried in vain.
 */
export const solveFirst = (
  axes: readonly Axis[],
  ruling: Ruling,
  pinned: ReadonlyMap<number, number>,
  maxSteps: number,
): readonly number[] | 'unknown' | undefined => {
  const levels = levelsOf(axes, ruling)
  const row: Row = []
  const found = axes.map(() => 0)
  let steps = 0
  const descend = (depth: number, offsets: readonly number[]): boolean => {
    const level = levels[depth]
    if (level === undefined) return true
    const { position, axis, size, checks, tests } = level
    const pin = pinned.get(axis.parameter)
    for (let k = pin ?? 0; k < (pin === undefined ? size : pin + 1); k++) {
      if (++steps > maxSteps) return false
      if (!checks.every(({ place, layer }) => layer[(offsets[place] as number) * size + k] === 1)) continue
      row[axis.parameter] = axis.values[k]
      if (!tests.every(test => test.holds(row))) continue
      found[position] = k
      const next = [...offsets]
      for (const { place } of checks) next[place] = (offsets[place] as number) * size + k
      if (descend(depth + 1, next)) return true
    }
    return false
  }
  if (descend(0, ruling.tables.map(() => 0))) return found
  return steps > maxSteps ? 'unknown' : undefined
}

const levelsOf = (axes: readonly Axis[], { tables, tests }: Ruling): readonly Level[] =>
  axes.flatMap((axis, position): Level[] => {
    const { parameter, values } = axis
    const checks = tables.flatMap(({ parameters, layers }: Table, place) => {
      const at = parameters.indexOf(parameter)
      return at === -1 ? [] : [{ place, layer: layers[at] as Uint8Array, isDone: at === parameters.length - 1 }]
    })
    const complete = tests.filter(test => Math.max(...test.parameters) === parameter)
    // A single value that nothing speaks of needs no level: its column is all zeros.
    if (values.length === 1 && checks.length === 0 && !tests.some(test => test.parameters.includes(parameter))) return []
    return [{ position, axis, size: values.length, checks, tests: complete }]
  })

/** Puts the values of partial solution `i` of the level before `depth` into the row. */
const bindRow = (
  row: Row,
  levels: readonly Level[],
  indices: readonly IndexColumn[],
  parents: readonly Uint32Array[],
  depth: number,
  i: number,
): void => {
  let at = i
  for (let d = depth - 1; d >= 0; d--) {
    const { axis } = levels[d] as Level
    row[axis.parameter] = axis.values[(indices[d] as IndexColumn)[at] as number]
    at = (parents[d] as Uint32Array)[at] as number
  }
}

/** Follows each solution back through the levels. */
const columnsOf = (
  axes: readonly Axis[],
  levels: readonly Level[],
  indices: readonly IndexColumn[],
  parents: readonly Uint32Array[],
  length: number,
): readonly IndexColumn[] => {
  const columns = axes.map(({ values }) => makeColumn(values.length, length))
  const at = new Uint32Array(length)
  for (let i = 0; i < length; i++) at[i] = i
  for (let d = levels.length - 1; d >= 0; d--) {
    const [index, parent] = [indices[d] as IndexColumn, parents[d] as Uint32Array]
    const column = columns[(levels[d] as Level).position] as IndexColumn
    for (let i = 0; i < length; i++) {
      const from = at[i] as number
      column[i] = index[from] as number
      at[i] = parent[from] as number
    }
  }
  return columns
}

const resized = <T extends IndexColumn>(column: IndexColumn, wider: T): T => {
  wider.set(column)
  return wider
}
