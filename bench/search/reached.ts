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

/** A table for 2, 5 and 20 dimensions, strategies by functions: medians to the last target, behind a peer's the ratio, ours through theirs. */
export const markdownOf = (rows: readonly Row[]): string => {
  const dimensions = [...new Set(rows.map(row => dimensionOf(row)))].sort((a, b) => a - b)
  return dimensions.map(dimension => tableOf(rows.filter(row => dimensionOf(row) === dimension))).join('\n\n')
}

/** Hartmann's function of 6 stands with those of 5. */
const dimensionOf = (row: Row): number => {
  const dimension = Number(row.function.split(' ')[1])
  return dimension === 6 ? 5 : dimension
}

const tableOf = (rows: readonly Row[]): string => {
  const functions = [...new Set(rows.map(row => row.function.replace(' real', '')))]
  const lines = [`| | ${functions.join(' | ')} |`, `|---|${functions.map(() => '---|').join('')}`]
  for (const strategy of new Set(rows.map(row => row.strategy))) {
    const own = rows.filter(row => row.strategy === strategy)
    lines.push(`| ${strategy} | ${own.map(({ reached }) => cellOf(reached)).join(' | ')} |`)
    const [{ peer: named } = {}] = own
    if (named === undefined) continue
    const theirs = own.map(({ reached, peer }) => (peer ? cellOf(peer.reached) + ratioOf(reached, peer.reached) : ''))
    lines.push(`| ${named.name} | ${theirs.join(' | ')} |`)
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
