import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import test from 'ava'
import type { Config } from '#src/core/index.js'
import { orThrow } from '#src/core/index.js'
import { recorded } from '#src/profilers/index.js'
import { readT1 } from '#src/space/index.js'
import { read } from './files.js'

// The published data, read a second time in the plainest way.

const folder = new URL('../../../../../shared/recorded/', import.meta.url)
const FILES = [
  'convolution/RTX_3090',
  'convolution_milo/A100',
  'convolution_milo/A4000',
  'convolution_milo/MI250X',
  'dedispersion_milo/A100',
  'dedispersion_milo/A4000',
  'dedispersion_milo/MI250X',
  'gemm/RTX_3060_laptop',
  'gemm/RTX_3090',
  'pnpoly/RTX_3090',
]

interface Entry {
  readonly [field: string]: unknown
  readonly time: number | string
  readonly times?: readonly number[]
}
interface Cache {
  readonly tune_params_keys: readonly string[]
  readonly cache: Readonly<Record<string, Entry>>
}

const plainly = <T>(file: URL): T => JSON.parse(gunzipSync(readFileSync(file)).toString()) as T

for (const name of FILES) {
  const file = new URL(`${name}.json.gz`, folder)
  const run = existsSync(file) ? test : test.skip
  run(`${name} is what the file says, record by record`, t => {
    const { tune_params_keys: names, cache } = plainly<Cache>(file)
    const recording = read(file)
    const { profileSync } = recorded(recording)
    const entries = Object.values(cache)
    t.is(recording.length, entries.length)
    t.is(recording.space.count(), entries.length)
    let best = Number.POSITIVE_INFINITY
    let wrong = 0
    for (const entry of entries) {
      const config = Object.fromEntries(names.map(key => [key, entry[key]])) as Config
      const row = recording.rowOf(config)
      const cost = ['compile_time', 'verification_time', 'benchmark_time', 'framework_time']
        .map(part => entry[part] as number)
        .reduce((sum, part) => sum + part, 0)
      const answer = profileSync(config)
      if (typeof entry.time === 'number') {
        best = Math.min(best, entry.time)
        const shown = answer._tag === 'Right' ? answer.right : undefined
        const time = shown?.metrics.timeMs
        const isSame =
          recording.objective.values[row] === entry.time &&
          typeof time === 'object' &&
          time.mean === entry.time &&
          time.n === entry.times?.length &&
          time.samples.every((sample, i) => sample === entry.times?.[i])
        if (!isSame || Math.abs((shown?.costMs ?? -1) - cost) > 1e-9 * cost) wrong++
      } else {
        const tag = { CompilationFailedConfig: 'CompileFailed', RuntimeFailedConfig: 'RunFailed' }[entry.time]
        if (answer._tag !== 'Left' || answer.left._tag !== tag || answer.left.costMs !== cost) wrong++
      }
    }
    t.is(wrong, 0)
    t.is(recording.optimum.value, best)
    t.deepEqual(recording.warnings, [])
  })
}

const t4 = new URL('convolution_milo/A4000_T4.json.gz', folder)
const whenThere = existsSync(t4) ? test : test.skip

whenThere('the T4 file and the cache file of one search agree, but for the benchmark times that only one tells', t => {
  const [results, cache] = [read(t4), read(new URL('convolution_milo/A4000.json.gz', folder))]
  const order = [...results.space.enumerate()].map(cache.rowOf)
  t.is(new Set(order).size, cache.length)
  t.false(order.includes(-1))
  t.deepEqual(
    [...results.objective.values],
    order.map(row => cache.objective.values[row]),
  )
  t.deepEqual(results.optimum.config, cache.optimum.config)
  for (const part of ['compile', 'framework'])
    t.deepEqual(
      [...(results.costs[part] ?? [])],
      order.map(row => cache.costs[part]?.[row]),
    )
  const tags = ({ failed, failures }: typeof cache, row: number): string | undefined =>
    failures[(failed[row] as number) - 1]?.tag
  t.deepEqual(
    order.map((_, row) => tags(results, row)),
    order.map(row => tags(cache, row)),
  )
})

whenThere('a complete recording has every configuration that its T1 file allows, and no other', t => {
  for (const [kernel, devices] of [
    ['convolution_milo', ['A100', 'A4000', 'MI250X']],
    ['dedispersion_milo', ['A100', 'A4000', 'MI250X']],
  ] as const) {
    const t1 = orThrow(readT1(readFileSync(new URL(`${kernel}.json`, folder), 'utf8')))
    for (const device of devices) {
      const { length, warnings } = read(new URL(`${kernel}/${device}.json.gz`, folder), { t1 })
      t.is(length, t1.space.count(), `${kernel} ${device}`)
      t.deepEqual(warnings, [])
    }
  }
})
