/** Ranks from 1 for the smallest; values that are equal share the mean of their ranks. NaN is not expected. */
export const ranks = (values: ArrayLike<number>): Float64Array => {
  const shared = new Float64Array(values.length)
  for (const { members, rank } of ties(values)) for (const i of members) shared[i] = rank
  return shared
}

/** Sum of t^3 - t over the groups of t equal values: what ties take from the variance of ranks. */
export const tieTerm = (values: ArrayLike<number>): number => {
  let sum = 0
  for (const { members } of ties(values)) sum += members.length ** 3 - members.length
  return sum
}

/** Groups of equal values, smallest first, and the mean rank of each. */
function* ties(values: ArrayLike<number>): Generator<{ readonly members: Uint32Array; readonly rank: number }> {
  const order = Uint32Array.from({ length: values.length }, (_, i) => i).sort(
    (a, b) => (values[a] as number) - (values[b] as number),
  )
  for (let first = 0, end = 0; first < order.length; first = end) {
    while (end < order.length && values[order[end] as number] === values[order[first] as number]) end++
    yield { members: order.subarray(first, end), rank: (first + 1 + end) / 2 }
  }
}
