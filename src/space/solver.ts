import type { Predicate, Row } from './constraints.js'

/** A parameter that the solver binds, and what it may be bound to; undefined stands for inactive. */
export interface Variable {
  readonly parameter: number
  readonly values: Row
}

/** Index columns of solutions: `columns[v][i]` is the index of variable v's value in solution i. */
export type IndexColumn = Uint8Array | Uint16Array | Uint32Array
export interface Solutions {
  readonly length: number
  readonly columns: readonly IndexColumn[]
  /** Variable v's values by index. */
  readonly values: readonly Row[]
}

/** What a search may cost: rows kept, and values tried. */
export interface Effort {
  readonly rows: number
  readonly steps: number
}

/**
 * All ways to bind the variables so that the predicates hold, in lexicographic order of the variables, or undefined where the
 * effort did not suffice. Every predicate is over the given variables only.
 */
export const solve = (
  variables: readonly Variable[],
  predicates: readonly Predicate[],
  effort: Effort,
): Solutions | undefined => {
  const depths = variables.length
  const checks: Predicate[][] = variables.map(() => [])
  const depthOf = new Map(variables.map((variable, depth) => [variable.parameter, depth]))
  for (const predicate of predicates) {
    checks[Math.max(...predicate.parameters.map(p => depthOf.get(p) as number))]?.push(predicate)
  }
  const row: Row = []
  for (const { parameter } of variables) while (row.length <= parameter) row.push(undefined)
  const found: number[][] = variables.map(() => [])
  const current = new Array<number>(depths).fill(0)
  let steps = 0
  const descend = (depth: number): boolean => {
    if (depth === depths) {
      for (let d = 0; d < depths; d++) found[d]?.push(current[d] as number)
      return (found[0] as number[]).length <= effort.rows
    }
    const { parameter, values } = variables[depth] as Variable
    const here = checks[depth] as Predicate[]
    next: for (let index = 0; index < values.length; index++) {
      if (++steps > effort.steps) return false
      row[parameter] = values[index]
      current[depth] = index
      for (let c = 0; c < here.length; c++) if (!(here[c] as Predicate).holds(row)) continue next
      if (!descend(depth + 1)) return false
    }
    return true
  }
  if (!descend(0)) return undefined
  return {
    length: (found[0] as number[]).length,
    values: variables.map(({ values }) => values),
    columns: found.map((indices, d) => {
      const column = makeColumn((variables[d] as Variable).values.length, indices.length)
      column.set(indices)
      return column
    }),
  }
}

/** A column for indices below `size`, as narrow as they allow. */
export const makeColumn = (size: number, length: number): IndexColumn =>
  size <= 256 ? new Uint8Array(length) : size <= 65_536 ? new Uint16Array(length) : new Uint32Array(length)

/** End of the run of equal indices that begins at `start`, at most `high`; found in steps that double, then by halving. */
export const runEnd = (column: IndexColumn, start: number, high: number): number => {
  const index = column[start]
  let step = 1
  let low = start
  while (low + step < high && column[low + step] === index) {
    low += step
    step *= 2
  }
  let end = Math.min(low + step, high)
  while (low + 1 < end) {
    const middle = (low + end) >>> 1
    if (column[middle] === index) low = middle
    else end = middle
  }
  return low + 1
}
