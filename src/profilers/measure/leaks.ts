import { type Leak, show } from '../../core/index.js'
import { lastingGrowth } from '../../numeric/index.js'
import { cancelled, ProfileError } from '../failure.js'
import { metricSpecs } from '../fn.js'
import { collectGarbage } from './garbage.js'

type Awaitable<T> = T | PromiseLike<T>

/** Something to read that grows where something leaks. */
export type LeakReading = () => Awaitable<number>

/** What is watched, and for how long. */
export interface LeakOptions {
  /** Runs to be read, 32 or more; a quarter as many go before them. Default 40. */
  readonly runs?: number
  /** What is read, by name; the unit is read off the name (`heapUsedBytes`). Default: JavaScript's heap, and memory outside of it that JavaScript holds. */
  readonly readings?: Readonly<Record<string, LeakReading>>
  /** Ends the check at once, as Cancelled. */
  readonly signal?: AbortSignal
}

/** Readings at most; of more runs, several go between two readings. */
const MAX_READINGS = 40
/** Each quarter needs 8 readings for its test. */
const MIN_RUNS = 32
/** Chance of a false alarm in one check, all readings together. */
const SIGNIFICANCE = 0.01

/**
 * Runs over and over and tells which readings keep growing, after a garbage collection each. Growth counts where it shows in every
 * quarter of the readings, since caches and compiled code grow too, now and then (`lastingGrowth`). Where readings vary by chance, at most 1 check in 100
 * reports something; far fewer in fact, as all four quarters would have to agree.
 *
 * Rejects with what `run` or a reading throws, a TypeError for a reading that is no number, a RangeError for too few runs.
 *
 * @example
 * const leaks = await checkLeaks(() => predict(input), { readings: { tensors: () => tf.memory().numTensors } })
 */
export const checkLeaks = async (
  run: () => unknown,
  { runs = 40, readings = ofMemory, signal }: LeakOptions = {},
): Promise<readonly Leak[]> => {
  if (!(Number.isInteger(runs) && runs >= MIN_RUNS))
    throw new RangeError(`expected at least ${MIN_RUNS} whole runs to look for leaks, got ${show(runs)}`)
  const runsBetween = Math.ceil(runs / MAX_READINGS)
  const count = Math.ceil(runs / runsBetween)
  const names = Object.keys(readings)
  const series: number[][] = names.map(() => [])
  // The first quarter as much is read like the rest and left out: reading settles, too.
  for (let reading = -Math.ceil(count / 4); reading < count; reading++) {
    for (let i = 0; i < runsBetween; i++) {
      if (signal?.aborted) throw new ProfileError('Cancelled', cancelled().message)
      await run()
    }
    // Now and then a collection leaves something for the next one: of two readings the smaller counts.
    const [once, again] = [await read(readings), await read(readings)]
    if (reading >= 0)
      for (const [i, values] of series.entries()) values.push(Math.min(once[i] as number, again[i] as number))
  }
  return metricSpecs(names).flatMap(({ name, unit }, i) => {
    const { slope, pValue } = lastingGrowth(series[i] as number[])
    const isLeak = slope > 0 && pValue < SIGNIFICANCE / names.length
    return isLeak ? [{ name, unit, slopePerRun: slope / runsBetween, pValue }] : []
  })
}

const read = async (readings: Readonly<Record<string, LeakReading>>): Promise<number[]> => {
  await collectGarbage()
  const values: number[] = []
  for (const [name, reading] of Object.entries(readings)) {
    const value = await reading()
    if (!Number.isFinite(value))
      throw new TypeError(`expected the reading \`${name}\` to be a finite number, got ${show(value)}`)
    values.push(value)
  }
  return values
}

const ofMemory: Readonly<Record<string, LeakReading>> = {
  heapUsedBytes: () => process.memoryUsage().heapUsed,
  externalBytes: () => process.memoryUsage().external,
}

/** A leak in words. */
export const leakText = ({ name, unit, slopePerRun, pValue }: Leak): string =>
  `${name} grows by ${Number(slopePerRun.toPrecision(3))}${unit && ` ${unit}`} with each run (p = ${pValue.toPrecision(2)})`
