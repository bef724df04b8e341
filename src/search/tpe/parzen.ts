import type { Rng } from '../../core/index.js'
import { normalTail } from '../../numeric/index.js'
import type { Axis } from './axis.js'
import type { Observations } from './observations.js'

/** A mixture of product kernels, one around each observation, and a wide one (the prior) over the whole range. */
export interface ParzenEstimator {
  /** Writes a sample into its axes of `point`. */
  draw(rng: Rng, point: Float64Array): void
  /** Log density of a point, over those of its axes that are active (not NaN) in it. */
  logDensity(point: Float64Array): number
}

/** The part of a kernel mixture that belongs to one axis. */
interface Kernels {
  draw(kernel: number, rng: Rng): number
  /** Adds the log density at x of each kernel to `sums`. */
  addTo(sums: Float64Array, x: number): void
}

/**
 * The multivariate Parzen estimator of some axes from some rows; the last kernel is the prior, of weight 1 like any other.
 * @see Bergstra et al. 2011, "Algorithms for hyper-parameter optimization", section 4; Watanabe 2023, "Tree-structured Parzen
 * estimator: understanding its algorithm components", section 3.3; Optuna 5 for bandwidths and smoothing
 */
export const parzenEstimator = (
  observations: Observations,
  axes: readonly number[],
  rows: ArrayLike<number>,
  weights: ArrayLike<number>,
): ParzenEstimator => {
  const count = rows.length + 1
  const kernels = axes.map(a => kernelsOf(observations, a, rows))
  const logWeights = new Float64Array(count)
  const cumulative = new Float64Array(count)
  let total = 0
  for (let k = 0; k < count; k++) {
    const weight = k < rows.length ? (weights[k] as number) : 1
    total += weight
    cumulative[k] = total
    logWeights[k] = Math.log(weight)
  }
  const sums = new Float64Array(count)
  return {
    draw: (rng, point) => {
      const u = rng.next() * total
      let kernel = 0
      while (kernel < count - 1 && (cumulative[kernel] as number) <= u) kernel++
      for (const [i, a] of axes.entries()) point[a] = (kernels[i] as Kernels).draw(kernel, rng)
    },
    logDensity: point => {
      sums.set(logWeights)
      for (const [i, a] of axes.entries()) {
        const x = point[a] as number
        if (!Number.isNaN(x)) (kernels[i] as Kernels).addTo(sums, x)
      }
      return logSumExp(sums) - Math.log(total)
    },
  }
}

const logSumExp = (terms: Float64Array): number => {
  let largest = Number.NEGATIVE_INFINITY
  for (const term of terms) if (term > largest) largest = term
  let sum = 0
  for (const term of terms) sum += Math.exp(term - largest)
  return largest + Math.log(sum)
}

const kernelsOf = (observations: Observations, a: number, rows: ArrayLike<number>): Kernels => {
  const axis = observations.axes[a] as Axis
  return axis.kind === 'alternatives'
    ? alternativeKernels(axis, observations.column(a), rows)
    : normalKernels(axis, observations, a, rows)
}

/**
 * The observed alternative, with 1 / kernels as much for every other one: Aitchison & Aitken's kernel, narrower the more is known.
 * @see Optuna 5, `_calculate_categorical_distributions`
 */
const alternativeKernels = ({ size }: Axis, column: Float64Array, rows: ArrayLike<number>): Kernels => {
  const smoothing = 1 / (rows.length + 1)
  const all = 1 + size * smoothing
  const [same, other, prior] = [Math.log((1 + smoothing) / all), Math.log(smoothing / all), -Math.log(size)]
  return {
    draw: (kernel, rng) => {
      const isPrior = kernel === rows.length
      if (!isPrior && rng.next() * all < 1) return column[rows[kernel] as number] as number
      return rng.integer(0, size - 1)
    },
    addTo: (sums, x) => {
      for (let k = 0; k < rows.length; k++) {
        sums[k] = (sums[k] as number) + (column[rows[k] as number] === x ? same : other)
      }
      sums[rows.length] = (sums[rows.length] as number) + prior
    },
  }
}

const HALF_LOG_2_PI = Math.log(2 * Math.PI) / 2

/**
 * Normal kernels, cut off at 0 and 1. Their widths are the larger distance to a neighbour, at least 1 / min(100, kernels + 1)
 * ("magic clipping"); equal values count once, so that discrete ones have neighbours too.
 */
const normalKernels = (axis: Axis, observations: Observations, a: number, rows: ArrayLike<number>): Kernels => {
  const { places, widths, placeOfRow } = neighbourhood(observations, a, rows)
  const placeOf = Int32Array.from({ length: rows.length + 1 }, (_, kernel) =>
    kernel < rows.length ? (placeOfRow[rows[kernel] as number] as number) : places.length - 1,
  )
  return {
    draw: (kernel, rng) => {
      const i = placeOf[kernel] as number
      for (;;) {
        const x = rng.normal(places[i], widths[i])
        if (x >= 0 && x <= 1) return axis.snap(x)
      }
    },
    addTo: axis.kind === 'cells' ? massesOf(axis, places, widths, placeOf) : densitiesOf(places, widths, placeOf),
  }
}

/** -log of the mass that a kernel has in [0, 1] */
const logCut = (place: number, width: number): number =>
  Math.min(place, 1 - place) > 8 * width ? 0 : -Math.log(normalMass(-place / width, (1 - place) / width))

const densitiesOf = (places: Float64Array, widths: Float64Array, placeOf: Int32Array): Kernels['addTo'] => {
  const count = placeOf.length
  const [means, inverses, constants] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)]
  for (let k = 0; k < count; k++) {
    const i = placeOf[k] as number
    const [place, width] = [places[i] as number, widths[i] as number]
    means[k] = place
    inverses[k] = Math.SQRT1_2 / width
    constants[k] = logCut(place, width) - HALF_LOG_2_PI - Math.log(width)
  }
  return (sums, x) => {
    for (let k = 0; k < count; k++) {
      const z = (x - (means[k] as number)) * (inverses[k] as number)
      sums[k] = (sums[k] as number) + (constants[k] as number) - z * z
    }
  }
}

/** The density of a discrete value is the mass of its cell. */
const massesOf = (axis: Axis, places: Float64Array, widths: Float64Array, placeOf: Int32Array): Kernels['addTo'] => {
  const cuts = places.map((place, i) => logCut(place, widths[i] as number))
  const logs = new Float64Array(places.length)
  return (sums, x) => {
    const [low, high] = axis.cellAt(x)
    for (let i = 0; i < logs.length; i++) {
      const [place, width] = [places[i] as number, widths[i] as number]
      logs[i] = (cuts[i] as number) + logMass((low - place) / width, (high - place) / width)
    }
    for (let k = 0; k < sums.length; k++) sums[k] = (sums[k] as number) + (logs[placeOf[k] as number] as number)
  }
}

/**
 * Log of the mass of a standard normal in [a, b]. Cells narrower than a standard deviation take two terms of the Taylor series
 * about their middle, which spares most of the time.
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

interface Neighbourhood {
  /** Distinct coordinates of the rows, ascending; then the middle, the prior's. */
  readonly places: Float64Array
  readonly widths: Float64Array
  /** Which of the places a row has. */
  readonly placeOfRow: Int32Array
}

/** @see Optuna 5, `_calculate_numerical_distributions` */
const neighbourhood = (observations: Observations, a: number, rows: ArrayLike<number>): Neighbourhood => {
  const column = observations.column(a)
  const placeOfRow = new Int32Array(observations.length).fill(-1)
  for (let k = 0; k < rows.length; k++) placeOfRow[rows[k] as number] = 0
  const places: number[] = []
  for (const row of observations.order(a)) {
    if (placeOfRow[row] === -1) continue
    const x = column[row] as number
    if (places.length === 0 || places[places.length - 1] !== x) places.push(x)
    placeOfRow[row] = places.length - 1
  }
  const narrowest = 1 / Math.min(100, rows.length + 2)
  const widths = places.map((place, i) => {
    // The ends of the range are no neighbours, but to a lone value.
    const [below, above] = places.length === 1 ? [0, 1] : [places[i - 1] ?? place, places[i + 1] ?? place]
    return Math.min(1, Math.max(narrowest, place - below, above - place))
  })
  places.push(0.5)
  widths.push(1)
  return { places: Float64Array.from(places), widths: Float64Array.from(widths), placeOfRow }
}
