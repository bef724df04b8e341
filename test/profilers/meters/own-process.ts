import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { cpuTime, diskTraffic, gcPauses, memoryUse, type Reading } from '#src/profilers/meters/index.js'
import { burn, readingOf } from './readings.js'

// What process-meters.test.ts runs in a process of its own, where no other test works and allocates: prints readings.

const MiB = 2 ** 20

/** Collects garbage now: the one way for code that was not started with `--expose-gc`. */
const collect = (): void => {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
}

/** Memory that came and went. */
const passing = async (): Promise<void> => {
  fill(96)
  collect()
  await sleep(0)
  collect()
}

const fill = (mebibytes: number): Uint8Array => new Uint8Array(mebibytes * MiB).fill(1)

const nothing = (): void => {}

const works = {
  burn: async () => [await readingOf(cpuTime(), () => burn(200), { runs: 4 })],
  wait: async () => [await readingOf(cpuTime(), () => sleep(200)), await readingOf(cpuTime(), () => burn(200))],
  allocate: async () => {
    const kept: Uint8Array[] = []
    const before = await readingOf(memoryUse(), nothing)
    const after = await readingOf(memoryUse(), () => kept.push(fill(64)))
    return kept.length === 1 ? [before, after] : []
  },
  peak: async () => [await readingOf(memoryUse(), passing), await readingOf(memoryUse(), nothing)],
  peakWithin: async () => [
    await readingOf(
      memoryUse(),
      async () => {
        await passing()
        await readingOf(memoryUse(), nothing)
      },
      { pollMs: 60_000 },
    ),
  ],
  collect: async () => {
    const during = await readingOf(gcPauses(), () => [collect(), collect(), collect()], { runs: 3 })
    let idle: Reading = { metrics: {} }
    await readingOf(gcPauses(), async () => {
      // Node.js tells of it when the window within has begun.
      collect()
      idle = await readingOf(gcPauses(), nothing)
    })
    return [during, idle]
  },
  write: async () => [
    await readingOf(
      diskTraffic(),
      () => {
        const file = openSync(process.argv[3] ?? '', 'w')
        writeSync(file, fill(8))
        fsyncSync(file)
        closeSync(file)
      },
      { runs: 2 },
    ),
  ],
} satisfies Readonly<Record<string, () => Promise<Reading[]>>>

export type Work = keyof typeof works

const work = process.argv[2] as Work | undefined
if (work !== undefined) console.log(JSON.stringify(await works[work]()))
