/**
 * Monotone piecewise cubic interpolation: no overshoot, and flat where neighbours are equal or where they turn. Slopes inside are
 * weighted harmonic means of the slopes beside, those at both ends come from three points, as in SciPy's PchipInterpolator. Beyond
 * the ends the outer pieces go on.
 *
 * @param x Ascending, all distinct, two or more.
 * @returns The curve as a function.
 * @see Fritsch & Carlson 1980, "Monotone piecewise cubic interpolation"; Fritsch & Butland 1984, "A method for constructing local monotone
 * piecewise cubic interpolants"; Moler 2004, "Numerical computing with MATLAB", section 3.6 (the ends)
 */
export const pchip = (x: ArrayLike<number>, y: ArrayLike<number>): ((at: number) => number) => {
  const n = x.length
  const steps = Float64Array.from({ length: n - 1 }, (_, i) => (x[i + 1] as number) - (x[i] as number))
  const secants = steps.map((step, i) => ((y[i + 1] as number) - (y[i] as number)) / step)
  const slopes = slopesOf(steps, secants)
  return at => {
    const i = pieceOf(x, at)
    const [h, secant, left, right] = [steps[i], secants[i], slopes[i], slopes[i + 1]] as [
      number,
      number,
      number,
      number,
    ]
    const s = at - (x[i] as number)
    const c = (3 * secant - 2 * left - right) / h
    const b = (left + right - 2 * secant) / (h * h)
    return (y[i] as number) + s * (left + s * (c + s * b))
  }
}

const slopesOf = (steps: Float64Array, secants: Float64Array): Float64Array => {
  const pieces = steps.length
  const slopes = new Float64Array(pieces + 1)
  if (pieces === 1) return slopes.fill(secants[0] as number)
  for (let i = 1; i < pieces; i++) {
    const [h0, h1, before, after] = [steps[i - 1], steps[i], secants[i - 1], secants[i]] as [
      number,
      number,
      number,
      number,
    ]
    if (before * after > 0) slopes[i] = (3 * (h0 + h1)) / ((h0 + 2 * h1) / before + (2 * h0 + h1) / after)
  }
  const end = (near: number, next: number): number =>
    endSlope(steps[near] as number, steps[next] as number, secants[near] as number, secants[next] as number)
  slopes[0] = end(0, 1)
  slopes[pieces] = end(pieces - 1, pieces - 2)
  return slopes
}

/** The parabola's through three points, held back so that the curve stays monotone. */
const endSlope = (h0: number, h1: number, near: number, next: number): number => {
  const slope = ((2 * h0 + h1) * near - h0 * next) / (h0 + h1)
  if (Math.sign(slope) !== Math.sign(near)) return 0
  return Math.sign(near) !== Math.sign(next) && Math.abs(slope) > 3 * Math.abs(near) ? 3 * near : slope
}

/** The piece that holds `at`, by bisection; the first or last one beyond the ends. */
const pieceOf = (x: ArrayLike<number>, at: number): number => {
  let [low, high] = [0, x.length - 1]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if ((x[middle] as number) <= at) low = middle
    else high = middle
  }
  return low
}
