/** Indices of one variable's values, one for each solution. */
export type IndexColumn = Uint8Array | Uint16Array | Uint32Array

/** A column for indices below `size`, as narrow as they allow. */
export const makeColumn = (size: number, length: number): IndexColumn =>
  size <= 256 ? new Uint8Array(length) : size <= 65_536 ? new Uint16Array(length) : new Uint32Array(length)

/** First place in [low, high) of an ascending stretch that holds `index` or more. */
export const lowerBound = (column: IndexColumn, index: number, low: number, high: number): number => {
  let [from, to] = [low, high]
  while (from < to) {
    const middle = (from + to) >>> 1
    if ((column[middle] as number) < index) from = middle + 1
    else to = middle
  }
  return from
}

/** Fills a stretch, a short one by hand: the call of `fill` would cost more. */
export const fillRun = (column: IndexColumn, index: number, from: number, to: number): void => {
  if (to - from > 24) column.fill(index, from, to)
  else for (let i = from; i < to; i++) column[i] = index
}
