import type { Estimate } from '../../experiments/summary.js'
import { formatNumber } from '../format.js'

/** A table for people, on its way to LaTeX, Markdown or HTML. */
export interface Table {
  readonly caption: string
  readonly heads: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
  readonly notes: readonly string[]
}

/** Text, or a figure. */
export type Cell = string | Figure

export interface Figure {
  readonly text: string
  /** What it is sorted by; null where there is no figure. */
  readonly value: number | null
  /** The best of its column. */
  readonly isBest?: boolean
  /** Marked as significant. */
  readonly isMarked?: boolean
}

/** What stands for a figure that does not exist. */
const NOTHING = '–'

export const isFigure = (cell: Cell | undefined): cell is Figure => typeof cell === 'object'

/** A figure of a formatter's making. */
export const figureOf = (value: number | null | undefined, format: (value: number) => string = formatNumber): Figure =>
  value === null || value === undefined || !Number.isFinite(value)
    ? { text: NOTHING, value: null }
    : { text: format(value), value }

/** As in `0.45 [0.40, 0.50]`. */
export const estimateOf = (estimate: Estimate, format: (value: number) => string = formatNumber): Figure => {
  const figure = figureOf(estimate.value, format)
  return figure.value === null
    ? figure
    : {
        ...figure,
        text: `${figure.text} [${figureOf(estimate.low, format).text}, ${figureOf(estimate.high, format).text}]`,
      }
}

/** A score, a rank, an effect: three digits behind the point, and never a minus before nothing. */
export const threeDigits = (value: number): string => value.toFixed(3).replace(/^-(?=0\.000$)/, '')

export const formatPValue = (value: number): string => (value < 0.001 ? '<0.001' : value.toFixed(3))

/** Marks the best figures of a column: the highest or the lowest, equals included; where all are equal, none. */
export const withBest = (
  rows: readonly (readonly Cell[])[],
  column: number,
  better: 'higher' | 'lower',
): readonly (readonly Cell[])[] => {
  const values = rows.flatMap(row => {
    const cell = row[column]
    return isFigure(cell) && cell.value !== null ? [cell.value] : []
  })
  const best = better === 'higher' ? Math.max(...values) : Math.min(...values)
  if (values.every(value => value === best)) return rows
  return rows.map(row =>
    row.map((cell, i) => (i === column && isFigure(cell) && cell.value === best ? { ...cell, isBest: true } : cell)),
  )
}
