import type { Point } from './dominance.js'

/**
 * Volume of `n` rows of three losses, all inside the reference, in ascending order of the third one. Goes up the third objective and
 * keeps the area dominated so far. Its staircase is held in two arrays with room for n + 2 numbers, x ascending and y descending,
 * between two sentinels: (-inf, reference y) and (reference x, -inf).
 * @see Fonseca, Paquete & López-Ibáñez 2006, "An improved dimension-sweep algorithm for the hypervolume indicator"
 */
export const sweep = (rows: Float64Array, n: number, reference: Point, xs: Float64Array, ys: Float64Array): number => {
  xs[0] = Number.NEGATIVE_INFINITY
  ys[0] = reference[1] as number
  xs[1] = reference[0] as number
  ys[1] = Number.NEGATIVE_INFINITY
  let length = 2
  let [area, total, level] = [0, 0, 0]
  for (let row = 0; row < 3 * n; row += 3) {
    const x = rows[row] as number
    const y = rows[row + 1] as number
    const z = rows[row + 2] as number
    total += area * (z - level)
    level = z
    // The steps before `first` are left of x, or on it.
    let first = 1
    for (let high = length - 1; first < high; ) {
      const middle = (first + high) >> 1
      if ((xs[middle] as number) <= x) first = middle + 1
      else high = middle
    }
    if ((ys[first - 1] as number) <= y) continue
    // A step on the same x lies above y, and goes; so do the steps to the right that are not below y.
    if (xs[first - 1] === x) first--
    let end = first
    let left = x
    let floor = ys[first - 1] as number
    while ((ys[end] as number) >= y) {
      area += ((xs[end] as number) - left) * (floor - y)
      left = xs[end] as number
      floor = ys[end] as number
      end++
    }
    area += ((xs[end] as number) - left) * (floor - y)
    xs.copyWithin(first + 1, end, length)
    ys.copyWithin(first + 1, end, length)
    xs[first] = x
    ys[first] = y
    length += first + 1 - end
  }
  return total + area * ((reference[2] as number) - level)
}
