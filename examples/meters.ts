// How to compress a stream: in as little processor time as possible, to a sixth of its size, in 112 MiB of memory.
import { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { createGzip } from 'node:zlib'
import * as paretune from 'paretune'
import { cpuTime, logged, memoryUse, metered, meterMetrics } from 'paretune/meters'

const { atLeast, atMost, createStudy, defineSpace, integer, makeRng, minimize, moduleProfiler } = paretune

const space = defineSpace({
  level: integer(1, 9),
  memLevel: integer(1, 9),
  chunk: integer(9, 23), // bytes of a chunk, as a power of 2
})
type Config = paretune.ConfigOf<typeof space>

const MiB = 2 ** 20
const rawBytes = 8 * MiB
const meters = [cpuTime(), memoryUse(), logged({ ratio: { unit: '', better: 'higher' } })]
const metrics = { zippedBytes: { unit: 'bytes' } } as const

/** Lines of a log: much of each is as in the one before, and some of it is not. */
function* log(chunkBytes: number): Generator<string> {
  const rng = makeRng(1)
  const line = (): string =>
    `2026-01-01T00:00:00Z info request ${rng.integer(0, 1e9)} of user ${rng.integer(1, 50)} took ${rng.integer(1, 500)} ms\n`
  for (let bytes = 0; bytes < rawBytes; ) {
    let chunk = ''
    while (chunk.length < chunkBytes && bytes + chunk.length < rawBytes) chunk += line()
    bytes += chunk.length
    yield chunk
  }
}

/** Runs in a process of its own for each trial, so that no memory of an earlier one is in its peak: the meters have to be there. */
export const profiler = metered(
  paretune.profiler({
    name: 'gzip',
    metrics,
    measure: async ({ level, memLevel, chunk }: Config, context) => {
      const chunkSize = 2 ** chunk
      let zippedBytes = 0
      const counter = new Writable({
        write: (part: Buffer, _encoding, done) => {
          zippedBytes += part.length
          done()
        },
      })
      await pipeline(Readable.from(log(chunkSize)), createGzip({ level, memLevel, chunkSize }), counter)
      context.log('ratio', rawBytes / zippedBytes)
      return { zippedBytes }
    },
  }),
  meters,
)

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const study = await createStudy({
    space,
    profiler: moduleProfiler(new URL(import.meta.url), {
      name: 'gzip',
      metrics: { ...metrics, ...meterMetrics(meters) },
      fresh: true,
    }),
    objectives: { cpuMs: minimize('cpuMs') },
    constraints: { memory: atMost('peakRssBytes', 112 * MiB), ratio: atLeast('ratio', 6) },
    baseline: { level: 6, memLevel: 8, chunk: 14 }, // zlib's own
    budget: { trials: 12 },
    seed: 1,
    onTrial: ({ config, outcome }) => {
      if (outcome._tag !== 'Measured') return console.log(config, outcome._tag)
      const { peakRssBytes, ratio } = outcome.profile.metrics
      const cost = `${outcome.objectives.cpuMs?.toFixed(0)} ms, ${(Number(peakRssBytes) / MiB).toFixed(0)} MiB`
      console.log(config, `${cost}, to 1/${Number(ratio).toFixed(2)}${outcome.feasible ? '' : ' (infeasible)'}`)
    },
  })
  const { best, speedup } = await study.run()
  console.log(`best: ${JSON.stringify(best?.config)}, ${speedup?.toFixed(2)} times as fast as zlib's own settings`)
}
