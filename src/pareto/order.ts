/** Runs up to this length are sorted by insertion. */
const RUN = 8

/**
 * Sorts indices by the values that they point to, the least first, and keeps the order of equals. In place; a merge sort, for
 * which a call of a comparator for each pair would take most of the time.
 */
export const sortBy = (order: Int32Array, values: ArrayLike<number>): Int32Array => {
  const n = order.length
  for (let start = 0; start < n; start += RUN) insertionSort(order, values, start, Math.min(start + RUN, n))
  if (n <= RUN) return order
  let from: Int32Array = order
  let to: Int32Array = new Int32Array(n)
  for (let width = RUN; width < n; width *= 2) {
    for (let start = 0; start < n; start += 2 * width) merge(from, to, values, start, start + width, width)
    ;[from, to] = [to, from]
  }
  if (from !== order) order.set(from)
  return order
}

/** 0, 1, ... n - 1. */
export const indices = (n: number): Int32Array => {
  const order = new Int32Array(n)
  for (let i = 1; i < n; i++) order[i] = i
  return order
}

const insertionSort = (order: Int32Array, values: ArrayLike<number>, start: number, end: number): void => {
  for (let k = start + 1; k < end; k++) {
    const index = order[k] as number
    const value = values[index] as number
    let at = k
    for (; at > start && (values[order[at - 1] as number] as number) > value; at--) order[at] = order[at - 1] as number
    order[at] = index
  }
}

/** Merges the runs that begin at `start` and at `middle`. */
const merge = (
  from: Int32Array,
  to: Int32Array,
  values: ArrayLike<number>,
  start: number,
  middle: number,
  width: number,
): void => {
  const [leftEnd, rightEnd] = [Math.min(middle, from.length), Math.min(middle + width, from.length)]
  let [left, right] = [start, leftEnd]
  for (let at = start; at < rightEnd; at++) {
    const isLeft =
      left < leftEnd &&
      (right >= rightEnd || !((values[from[right] as number] as number) < (values[from[left] as number] as number)))
    to[at] = from[isLeft ? left++ : right++] as number
  }
}
