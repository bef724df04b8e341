import { do_not_optimize as keep, measure as mitata } from 'mitata'
import { Bench } from 'tinybench'
import { median, medianInterval } from '#src/numeric/index.js'
import { measure } from '#src/profilers/index.js'
import { type Subject, subjects } from './functions.js'

/** What one harness found of one function. */
interface Reading {
  readonly medianMs: number
  /** Half of the 95% interval of the median, by order statistics of the samples that the harness gives, as a part of the median. */
  readonly halfWidth: number
  readonly samples: number
  /** From the call of the harness to its answer. */
  readonly seconds: number
}

type Harness = (subject: Subject, timeMs: number) => Promise<readonly number[]>

/** Each samples for the same time, after its own warm-up; each sample is ms per call. */
const HARNESSES = {
  paretune: async ({ run }, timeMs) => {
    const answer = await measure(run, { timeMs, relativeWidth: 0, maxSamples: 1_000_000 })()
    if (answer._tag === 'Left') throw new Error(answer.left.message)
    return answer.right.measurement.samples
  },
  // It leaves out the two smallest and the two largest samples. Told to collect garbage, it would allocate a gigabyte for that; and what
  // nobody keeps may be left out by the compiler, as it makes a new loop for each function.
  mitata: async ({ run }, timeMs) => {
    const call = run() instanceof Promise ? () => run() : () => keep(run())
    const { samples } = await mitata(call, { min_cpu_time: timeMs * 1e6, gc: false } as object)
    return samples.map(ns => ns / 1e6)
  },
  tinybench: async ({ name, run }, timeMs) => {
    const bench = new Bench({ time: timeMs, retainSamples: true, throws: true })
    bench.add(name, run)
    const [task] = await bench.run()
    const result = task?.result
    if (result === undefined || !('latency' in result)) throw new Error(`expected a result of tinybench for ${name}`)
    return result.latency.samples ?? []
  },
} satisfies Record<string, Harness>

export type HarnessName = keyof typeof HARNESSES
export const harnessNames = Object.keys(HARNESSES) as HarnessName[]

export interface PeerRow {
  readonly function: string
  /** Medians over the rounds. */
  readonly harnesses: Readonly<Record<HarnessName, Reading>>
  /** Our median over theirs: the median over rounds, each within its round. */
  readonly ratios: Readonly<Record<Exclude<HarnessName, 'paretune'>, number>>
}

/** The three harnesses on the same functions, in turn, each round beginning with another one. */
export const comparePeers = async (timeMs: number, rounds: number): Promise<readonly PeerRow[]> => {
  const rows: PeerRow[] = []
  for (const subject of subjects()) {
    const readings: Record<HarnessName, Reading[]> = { paretune: [], mitata: [], tinybench: [] }
    for (let round = 0; round < rounds; round++) {
      for (let turn = 0; turn < harnessNames.length; turn++) {
        const name = harnessNames[(turn + round) % harnessNames.length] as HarnessName
        readings[name].push(await read(HARNESSES[name], subject, timeMs))
      }
    }
    const ratio = (name: HarnessName): number =>
      median(readings.paretune.map((ours, i) => ours.medianMs / (readings[name][i] as Reading).medianMs))
    rows.push({
      function: subject.name,
      harnesses: {
        paretune: middle(readings.paretune),
        mitata: middle(readings.mitata),
        tinybench: middle(readings.tinybench),
      },
      ratios: { mitata: ratio('mitata'), tinybench: ratio('tinybench') },
    })
  }
  return rows
}

const read = async (harness: Harness, subject: Subject, timeMs: number): Promise<Reading> => {
  const beganMs = performance.now()
  const samples = await harness(subject, timeMs)
  const seconds = (performance.now() - beganMs) / 1000
  const medianMs = median(samples)
  const { low, high } = medianInterval(samples)
  return { medianMs, halfWidth: (high - low) / 2 / medianMs, samples: samples.length, seconds }
}

const middle = (readings: readonly Reading[]): Reading => ({
  medianMs: median(readings.map(reading => reading.medianMs)),
  halfWidth: median(readings.map(reading => reading.halfWidth)),
  samples: median(readings.map(reading => reading.samples)),
  seconds: median(readings.map(reading => reading.seconds)),
})
