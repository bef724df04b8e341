import { fillRun, type IndexColumn, lowerBound, makeColumn } from './columns.js'
import type { Axis, Predicate, Row } from './constraints.js'
import { holdAll } from './rows.js'
import type { Ruling, Table } from './tables.js'

/** Solutions as index columns: `columns[v][i]` is the index of axis v's value in solution i. */
export interface Solutions {
  readonly length: number
  readonly columns: readonly IndexColumn[]
  readonly axes: readonly Axis[]
}

/** The partial solutions up to a level: the index bound last in each; those that extend number i of the level before are starts[i] to starts[i + 1]. */
interface Layer {
  readonly indices: IndexColumn
  readonly starts: Uint32Array
}

type Offsets = readonly (Uint32Array | undefined)[]

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
  // For each partial solution of the layer before: how far each table has come (Horner's scheme over its parameters' indices).
  let offsets: Offsets = ruling.tables.map(() => undefined)
  const layers: Layer[] = []
  let length = 1
  for (const level of levels) {
    if (length * level.size > maxRows * 64) return undefined
    const layer = extend(levels, layers, offsets, length)
    offsets = offsets.map((offset, place) => advance(offset, level, place, layer))
    layers.push(layer)
    length = layer.indices.length
    if (length > maxRows) return undefined
  }
  return { length, columns: columnsOf(axes, levels, layers, length), axes }
}

/** Binds the next parameter of all `length` partial solutions. */
const extend = (levels: readonly Level[], layers: readonly Layer[], offsets: Offsets, length: number): Layer => {
  const { axis, size, checks, tests } = levels[layers.length] as Level
  const row: Row = []
  const tables = checks.map(({ layer }) => layer)
  const before = checks.map(({ place }) => offsets[place])
  const bases = new Uint32Array(checks.length)
  const pass = (k: number): boolean => {
    for (let t = 1; t < tables.length; t++) {
      if ((tables[t] as Uint8Array)[(bases[t] as number) + k] === 0) return false
    }
    if (tests.length === 0) return true
    row[axis.parameter] = axis.values[k]
    return holdAll(tests, row)
  }
  const [first] = tables
  const isPlain = tests.length === 0 && tables.length < 2
  const starts = new Uint32Array(length + 1)
  let indices = makeColumn(size, Math.min(length * size, 4 * length + 1024))
  let count = 0
  for (let i = 0; i < length; i++) {
    if (count + size > indices.length) {
      const wider = makeColumn(size, Math.min(length * size, 2 * indices.length + size))
      wider.set(indices)
      indices = wider
    }
    for (let t = 0; t < bases.length; t++) bases[t] = ((before[t] as Uint32Array | undefined)?.[i] ?? 0) * size
    if (tests.length > 0) bindRow(row, levels, layers, i)
    const base = bases[0] as number
    for (let k = 0; k < size; k++) {
      if ((first === undefined || first[base + k] === 1) && (isPlain || pass(k))) indices[count++] = k
    }
    starts[i + 1] = count
  }
  return { indices: indices.subarray(0, count), starts }
}

/** How far a table has come for each partial solution of a new layer; undefined before its first parameter and after its last. */
const advance = (
  offset: Uint32Array | undefined,
  { checks, size }: Level,
  place: number,
  { indices, starts }: Layer,
): Uint32Array | undefined => {
  const check = checks.find(other => other.place === place)
  if (check === undefined ? offset === undefined : check.isDone) return undefined
  const moved = new Uint32Array(indices.length)
  for (let i = 0; i < starts.length - 1; i++) {
    const from = offset === undefined ? 0 : (offset[i] as number)
    const end = starts[i + 1] as number
    for (let c = starts[i] as number; c < end; c++) {
      moved[c] = check === undefined ? from : from * size + (indices[c] as number)
    }
  }
  return moved
}

/** Whether there is a solution in which the parameters of `pinned` have the given indices; 'unknown' after `maxSteps` values. */
export const solveFirst = (
  axes: readonly Axis[],
  ruling: Ruling,
  pinned: ReadonlyMap<number, number>,
  maxSteps: number,
): boolean | 'unknown' => {
  const levels = levelsOf(axes, ruling)
  const row: Row = []
  let steps = 0
  const descend = (depth: number, offsets: readonly number[]): boolean => {
    const level = levels[depth]
    if (level === undefined) return true
    const { axis, size, checks, tests } = level
    const pin = pinned.get(axis.parameter)
    for (let k = pin ?? 0; k < (pin === undefined ? size : pin + 1); k++) {
      if (++steps > maxSteps) return false
      if (!checks.every(({ place, layer }) => layer[(offsets[place] as number) * size + k] === 1)) continue
      row[axis.parameter] = axis.values[k]
      if (!tests.every(test => test.holds(row))) continue
      const next = [...offsets]
      for (const { place } of checks) next[place] = (offsets[place] as number) * size + k
      if (descend(depth + 1, next)) return true
    }
    return false
  }
  const isFound = descend(
    0,
    ruling.tables.map(() => 0),
  )
  return steps > maxSteps ? 'unknown' : isFound
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
    if (values.length === 1 && checks.length === 0 && !tests.some(test => test.parameters.includes(parameter)))
      return []
    return [{ position, axis, size: values.length, checks, tests: complete }]
  })

/** Puts the values of partial solution `i` of the last layer into the row. */
const bindRow = (row: Row, levels: readonly Level[], layers: readonly Layer[], i: number): void => {
  let at = i
  for (let d = layers.length - 1; d >= 0; d--) {
    const { axis } = levels[d] as Level
    const { indices, starts } = layers[d] as Layer
    row[axis.parameter] = axis.values[indices[at] as number]
    at = lowerBound(starts, at + 1, 0, starts.length) - 1
  }
}

/** Spreads each partial solution over the solutions that begin with it: they are a stretch without gaps. */
const columnsOf = (
  axes: readonly Axis[],
  levels: readonly Level[],
  layers: readonly Layer[],
  length: number,
): readonly IndexColumn[] => {
  const columns = axes.map(({ values }) => makeColumn(values.length, length))
  // Where the stretch of each partial solution begins, and at last where all end.
  let begins: Uint32Array | undefined
  for (let d = levels.length - 1; d >= 0; d--) {
    const { indices, starts } = layers[d] as Layer
    const column = columns[(levels[d] as Level).position] as IndexColumn
    if (begins === undefined) column.set(indices)
    else {
      for (let i = 0; i < indices.length; i++) {
        fillRun(column, indices[i] as number, begins[i] as number, begins[i + 1] as number)
      }
      for (let i = 0; i < starts.length; i++) starts[i] = begins[starts[i] as number] as number
    }
    begins = starts
  }
  return columns
}
