import { median } from '#src/numeric/index.js'

/** Evaluations, by seed and target; null where the target was not reached. */
export type Reached = readonly (readonly (number | null)[])[]

export interface Row {
  /** Its name, dimension and variant. */
  readonly function: string
  readonly strategy: string
  readonly reached: Reached
  readonly peer?: { readonly name: string; readonly reached: Reached }
}

/** By target; Infinity where less than half of the runs reached it. */
export const mediansOf = (reached: Reached): number[] =>
  (reached[0] ?? []).map((_, i) => median(reached.map(run => run[i] ?? Number.POSITIVE_INFINITY)))

/** Ours through theirs, by target; NaN where one of them is not known. */
export const ratiosOf = (ours: Reached, theirs: Reached): number[] => {
  const known = mediansOf(theirs)
  return mediansOf(ours).map((value, i) =>
    Number.isFinite(value) ? value / (known[i] as number) || Number.NaN : Number.NaN,
  )
}

/** The part of the seeds that reached the last target. */
export const partOf = (reached: Reached): number => reached.filter(run => run.at(-1) !== null).length / reached.length

/**
 * Strategies by functions: medians to the last target, behind a peer's the ratio, ours through theirs. A table for each number of
 * dimensions, or one for all where there are no more than seven functions.
 */
export const markdownOf = (rows: readonly Row[]): string => {
  if (new Set(rows.map(row => row.function)).size <= 7) return tableOf(rows)
  const dimensions = [...new Set(rows.map(row => dimensionOf(row)))].sort((a, b) => a - b)
  return dimensions.map(dimension => tableOf(rows.filter(row => dimensionOf(row) === dimension))).join('\n\n')
}

/** Hartmann's function of 6 stands with those of 5. */
const dimensionOf = (row: Row): number => {
  const dimension = Number(row.function.split(' ')[1])
  return dimension === 6 ? 5 : dimension
}

const tableOf = (rows: readonly Row[]): string => {
  const functions = [...new Set(rows.map(row => row.function))]
  const titles = functions.map(name => name.split(' ').slice(0, 2).join(' '))
  const lines = [`| | ${titles.join(' | ')} |`, `|---|${titles.map(() => '---|').join('')}`]
  for (const strategy of new Set(rows.map(row => row.strategy))) {
    const own = functions.map(name => rows.find(row => row.strategy === strategy && row.function === name))
    lines.push(`| ${strategy} | ${own.map(row => (row ? cellOf(row.reached) : '')).join(' | ')} |`)
    const peer = own.find(row => row?.peer)?.peer
    if (peer === undefined) continue
    const theirs = own.map(row => (row?.peer ? cellOf(row.peer.reached) + ratioOf(row.reached, row.peer.reached) : ''))
    lines.push(`| ${peer.name} | ${theirs.join(' | ')} |`)
  }
  return lines.join('\n')
}

const cellOf = (reached: Reached): string => {
  const value = mediansOf(reached).at(-1) as number
  const part = partOf(reached)
  return `${Number.isFinite(value) ? value.toFixed(0) : '–'}${part < 1 && part > 0 ? `, ${(100 * part).toFixed(0)}%` : ''}`
}

const ratioOf = (ours: Reached, theirs: Reached): string => {
  const ratio = ratiosOf(ours, theirs).at(-1) as number
  return Number.isFinite(ratio) ? ` (${ratio.toFixed(2)})` : ''
}
