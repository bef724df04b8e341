// Any function: how hard should a server compress its pages? Measured by a plain function, with two objectives.
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { brotliCompress, brotliDecompressSync, constants } from 'node:zlib'
import {
  type ConfigOf,
  createStudy,
  defineSpace,
  flag,
  integer,
  makeRng,
  minimize,
  nsga2,
  ProfileError,
  profiler,
} from 'paretune'

const compress = promisify(brotliCompress)
const page = readFileSync(new URL(import.meta.resolve('paretune/package.json')))
// A page of which a tenth cannot be compressed, as the pictures and keys in it.
const rng = makeRng(1)
const noise = Uint8Array.from({ length: 2 * page.length }, () => rng.integer(0, 255))
const text = Buffer.concat([...Array<Buffer>(20).fill(page), noise])

const space = defineSpace({ quality: integer(0, 9), windowBits: integer(10, 22), isText: flag() })

const brotli = profiler({
  name: 'brotli',
  metrics: { compressMs: { unit: 'ms', better: 'lower' }, sizeBytes: { unit: 'bytes', better: 'lower' } },
  measure: async ({ quality, windowBits, isText }: ConfigOf<typeof space>, context) => {
    const params = {
      [constants.BROTLI_PARAM_QUALITY]: quality,
      [constants.BROTLI_PARAM_LGWIN]: windowBits,
      [constants.BROTLI_PARAM_MODE]: isText ? constants.BROTLI_MODE_TEXT : constants.BROTLI_MODE_GENERIC,
    }
    const beganMs = performance.now()
    const packed = await compress(text, { params })
    const compressMs = performance.now() - beganMs
    if (!brotliDecompressSync(packed).equals(text))
      throw new ProfileError('WrongOutput', 'it does not unpack to the same')
    context.log('ratio', text.length / packed.length) // a metric of its own, kept with the trial
    return { compressMs, sizeBytes: packed.length }
  },
})

const study = await createStudy({
  space,
  profiler: brotli,
  objectives: { time: minimize('compressMs'), size: minimize('sizeBytes') },
  agent: nsga2({ population: 12 }),
  baseline: { quality: 9, windowBits: 22, isText: false },
  budget: { trials: 72 },
})
const { front } = await study.run()
console.log(`${front.length} settings that no other beats in both:`)
for (const { config, objectives } of [...front].sort((a, b) => (a.objectives.time ?? 0) - (b.objectives.time ?? 0)))
  console.log(
    `${objectives.time?.toFixed(2)} ms`.padStart(10),
    `${objectives.size} bytes`.padStart(14),
    JSON.stringify(config),
  )
