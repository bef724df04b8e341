import { median } from '#src/numeric/index.js'
import { measure } from '#src/profilers/index.js'
import { spin, stepsFor } from './functions.js'

export interface OverheadRow {
  readonly function: string
  /** Milliseconds per call in a bare loop: the median of as many samples of as many calls as the harness took. */
  readonly bareMs: number
  /** The harness's median for the same. */
  readonly measuredMs: number
  /** The median over rounds of the difference, per call: what measuring adds to the figure. */
  readonly addedMs: number
  /** Part of the sampling time that is not spent in calls: what measuring adds to the wait. */
  readonly betweenCalls: number
}

const sink: { output: unknown } = { output: undefined }

const bare = (run: () => unknown, calls: number): number => {
  const beganMs = performance.now()
  for (let i = 0; i < calls; i++) sink.output = run()
  return (performance.now() - beganMs) / calls
}

const bareAsync = async (run: () => unknown, calls: number): Promise<number> => {
  const beganMs = performance.now()
  for (let i = 0; i < calls; i++) await run()
  return (performance.now() - beganMs) / calls
}

/** The harness against bare loops, which take turns with it. */
export const findOverhead = async (timeMs: number, rounds: number): Promise<readonly OverheadRow[]> => {
  const steps = stepsFor(0.1)
  const functions = {
    'empty function': () => undefined,
    'empty, async': async () => undefined,
    'computes 0.1 ms': () => spin(steps),
    'computes 0.1 ms, async': async () => spin(steps),
  }
  const rows: OverheadRow[] = []
  for (const [name, run] of Object.entries(functions)) {
    const loop = run() instanceof Promise ? bareAsync : bare
    const pairs: { bareMs: number; measuredMs: number; betweenCalls: number }[] = []
    for (let round = 0; round < rounds; round++) {
      const answer = await measure<unknown>(run, { timeMs, relativeWidth: 0, maxSamples: 1_000_000 })()
      if (answer._tag === 'Left') throw new Error(answer.left.message)
      const { measurement, batch, phases } = answer.right
      const inCallsMs = measurement.samples.reduce((sum, sample) => sum + sample * batch, 0)
      const betweenCalls = 1 - inCallsMs / phases.samplingMs
      const samples: number[] = []
      while (samples.length < measurement.n) samples.push(await loop(run, batch))
      pairs.push({ bareMs: median(samples), measuredMs: measurement.median, betweenCalls })
    }
    rows.push({
      function: name,
      bareMs: median(pairs.map(pair => pair.bareMs)),
      measuredMs: median(pairs.map(pair => pair.measuredMs)),
      addedMs: median(pairs.map(pair => pair.measuredMs - pair.bareMs)),
      betweenCalls: median(pairs.map(pair => pair.betweenCalls)),
    })
  }
  return rows
}
