import { normalTail } from '../../numeric/index.js'
import type { Axis } from './axis.js'
import type { Kernels } from './kernels.js'

/** Normal kernels, cut off at 0 and 1. */
export const normalKernels = (axis: Axis, hood: Neighbourhood): Kernels => {
  const { places, widths, placeOf } = hood
  return {
    draw: (kernel, rng) => {
      const i = placeOf[kernel] as number
      for (;;) {
        const x = rng.normal(places[i], widths[i])
        if (x >= 0 && x <= 1) return axis.snap(x)
      }
    },
    addTo: axis.kind === 'cells' ? massesOf(axis, hood) : densitiesOf(hood),
  }
}

const HALF_LOG_2_PI = Math.log(2 * Math.PI) / 2

/** -log of the mass that a kernel has in [0, 1] */
const logCut = (place: number, width: number): number =>
  Math.min(place, 1 - place) > 8 * width ? 0 : -Math.log(normalMass(-place / width, (1 - place) / width))

const densitiesOf = ({ places, widths, placeOf }: Neighbourhood): Kernels['addTo'] => {
  const count = placeOf.length
  const [means, inverses, constants] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)]
  for (let k = 0; k < count; k++) {
    const i = placeOf[k] as number
    const [place, width] = [places[i] as number, widths[i] as number]
    means[k] = place
    inverses[k] = Math.SQRT1_2 / width
    constants[k] = logCut(place, width) - HALF_LOG_2_PI - Math.log(width)
  }
  return (terms, x) => {
    for (let k = 0; k < count; k++) {
      const z = (x - (means[k] as number)) * (inverses[k] as number)
      terms[k] = (terms[k] as number) + (constants[k] as number) - z * z
    }
  }
}

/** The density of a discrete value is the mass of its cell. */
const massesOf = (axis: Axis, { places, widths, placeOf }: Neighbourhood): Kernels['addTo'] => {
  const cuts = places.map((place, i) => logCut(place, widths[i] as number))
  const known = new Map<number, Float64Array>()
  const logsAt = (x: number): Float64Array => {
    const [low, high] = axis.cellAt(x)
    return places.map((place, i) => {
      const width = widths[i] as number
      return (cuts[i] as number) + logMass((low - place) / width, (high - place) / width)
    })
  }
  return (terms, x) => {
    let logs = known.get(x)
    if (logs === undefined) {
      logs = logsAt(x)
      known.set(x, logs)
    }
    for (let k = 0; k < placeOf.length; k++) terms[k] = (terms[k] as number) + (logs[placeOf[k] as number] as number)
  }
}

/**
 * Log of the mass of a standard normal in [a, b]. Cells narrower than a standard deviation take two terms of the Taylor series
 * about their middle: most cells are, and it takes no tail of the normal.
 */
const logMass = (a: number, b: number): number => {
  const h = b - a
  const z = (a + b) / 2
  if (h <= 1) return Math.log(h * (1 + (h * h * (z * z - 1)) / 24)) - (z * z) / 2 - HALF_LOG_2_PI
  return Math.log(Math.max(normalMass(a, b), Number.MIN_VALUE))
}

/** Mass of a standard normal in [a, b]: no digits are lost where both lie far out on one side. */
const normalMass = (a: number, b: number): number =>
  a > 0 ? normalTail(a) - normalTail(b) : normalTail(-b) - normalTail(-a)

export interface Neighbourhood {
  /** Distinct coordinates of the rows, ascending; then the middle, the prior's. */
  readonly places: Float64Array
  readonly widths: Float64Array
  /** Which of the places a kernel has. */
  readonly placeOf: Int32Array
}

/**
 * Widths are the larger distance to a neighbour, at least `leastWidth`; equal values count once, so that discrete ones have neighbours
 * too.
 * @see Bergstra et al. 2011; Watanabe 2023 ("hyperopt" bandwidths and magic clipping)
 */
export const neighbourhood = (
  column: Float64Array,
  order: Int32Array,
  kernelOfRow: Int32Array,
  rows: number,
): Neighbourhood => {
  const placeOf = new Int32Array(rows + 1)
  const places = new Float64Array(rows + 1)
  let distinct = 0
  for (let i = 0; i < order.length; i++) {
    const row = order[i] as number
    const kernel = kernelOfRow[row] as number
    if (kernel === -1) continue
    const x = column[row] as number
    if (distinct === 0 || places[distinct - 1] !== x) places[distinct++] = x
    placeOf[kernel] = distinct - 1
  }
  const narrowest = leastWidth(rows + 1, kernelOfRow.length)
  const widths = new Float64Array(distinct + 1)
  for (let i = 0; i < distinct; i++) {
    const place = places[i] as number
    // The ends of the range are no neighbours, but to a lone value.
    const below = i > 0 ? (places[i - 1] as number) : distinct === 1 ? 0 : place
    const above = i < distinct - 1 ? (places[i + 1] as number) : distinct === 1 ? 1 : place
    widths[i] = Math.min(1, Math.max(narrowest, place - below, above - place))
  }
  places[distinct] = 0.5
  widths[distinct] = 1
  placeOf[rows] = distinct
  return { places: places.subarray(0, distinct + 1), widths, placeOf }
}

/**
 * The share of the range that each kernel has, and for few kernels that of two trials: what is known of the good ones becomes finer as
 * trials add up. Optuna's 1 / min(100, kernels + 1) never goes below 1 / 27 for the good trials, which are 25 at most: from 250 trials on
 * it searches as coarsely as then. A thousandth is the least, as in BOHB (Falkner et al. 2018).
 */
const leastWidth = (kernels: number, trials: number): number => Math.max(0.001, Math.min(1 / kernels, 2 / trials))
