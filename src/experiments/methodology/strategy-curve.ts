import { fault, ParetuneError } from '../../core/index.js'
import { isotonicCurve, median, sorted } from '../../numeric/index.js'
import { type LossDistribution, roundHalfEven } from './distribution.js'

/** What a strategy did in one run: its evaluations in order. */
export interface TuningRun {
  /** NaN for what failed. */
  readonly losses: ArrayLike<number>
  /** When each evaluation was done, from the start of the run. */
  readonly finishedMs: ArrayLike<number>
}

/**
 * What a strategy has found by each time, over all runs together: the index of the best so far among all losses, by a decreasing isotonic
 * regression over time, and the loss at that index. From the next end of a run after the median end, the curve stays where it is.
 *
 * The package averages such fits over random parts of the evaluations (bagging), which makes its curve, and its score, random; this is the
 * fit to all, which the package makes too (`get_isotonic_curve`).
 *
 * @param timesMs Ascending. Evaluations up to a tenth of the range's ends outside of it are part of the fit.
 * @throws ParetuneError (InvalidStudy) for no runs, and for a run with fewer than two evaluations there, from its first success on: nothing could be said of it.
 * @see Willemsen et al. 2024, "A methodology for comparing optimization algorithms for auto-tuning"
 */
export const strategyCurve = (
  { losses }: LossDistribution,
  runs: readonly TuningRun[],
  timesMs: Float64Array,
): Float64Array => {
  if (runs.length === 0) throw new ParetuneError(fault('InvalidStudy', 'expected one run or more, got none'))
  const traces = runs.map(run => traceOf(losses, run))
  const margin = 0.1 + 0.25 / evaluationsIn(traces)
  const [first, last] = [timesMs[0] as number, timesMs[timesMs.length - 1] as number]
  const [from, to] = [first * (1 - margin), last * (1 + margin)]
  const [x, y]: [number[], number[]] = [[], []]
  for (const [r, { finishedMs, places, success }] of traces.entries()) {
    const before = x.length
    for (let i = success; i < places.length; i++) {
      const timeMs = finishedMs[i] as number
      if (timeMs < from || timeMs > to) continue
      x.push(timeMs)
      y.push(places[i] as number)
    }
    if (x.length - before < 2) throw tooShort(r, x.length - before, from, to)
  }
  const placeAt = isotonicCurve(x, y, { decreasing: true })
  const curve = timesMs.map(timeMs => losses[Math.min(losses.length - 1, roundHalfEven(placeAt(timeMs)))] as number)
  const stopMs = stopOf(traces) ?? last
  const stop = timesMs.findIndex(timeMs => timeMs > stopMs)
  return stop === -1 ? curve : curve.fill(curve[stop] as number, stop)
}

interface Trace {
  readonly finishedMs: ArrayLike<number>
  /** Of the best so far among all losses; 0 is the optimum. */
  readonly places: Int32Array
  /** Index of the first evaluation that did not fail; their number where all did. */
  readonly success: number
}

const traceOf = (all: Float64Array, { losses, finishedMs }: TuningRun): Trace => {
  const places = new Int32Array(losses.length).fill(all.length)
  let [best, place, success] = [Number.POSITIVE_INFINITY, 0, losses.length]
  for (let i = 0; i < losses.length; i++) {
    const loss = losses[i] as number
    if (loss < best) {
      best = loss
      place = placeOf(all, loss)
      success = Math.min(success, i)
    }
    places[i] = place
  }
  return { finishedMs, places, success }
}

/** Number of losses below, by bisection. */
const placeOf = (all: Float64Array, loss: number): number => {
  let [low, high] = [0, all.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((all[middle] as number) < loss) low = middle + 1
    else high = middle
  }
  return low
}

/** How many evaluations, counted from the start of a run, have a best so far in any of the runs. */
const evaluationsIn = (traces: readonly Trace[]): number => {
  const seen = new Set<number>()
  for (const { places, success } of traces) for (let i = success; i < places.length; i++) seen.add(i)
  return seen.size
}

/** The end of the run that ends next after the median; undefined where none does. */
const stopOf = (traces: readonly Trace[]): number | undefined => {
  const ends = traces.map(({ finishedMs, places }) => finishedMs[places.length - 1] as number)
  const middle = median(ends)
  return sorted(ends).find(endMs => endMs > middle)
}

const tooShort = (run: number, got: number, from: number, to: number): ParetuneError =>
  new ParetuneError(
    fault(
      'InvalidStudy',
      `expected run ${run} to have two evaluations or more between ${from} and ${to} ms, at or after its first success, got ${got}`,
      { details: { run } },
    ),
  )
