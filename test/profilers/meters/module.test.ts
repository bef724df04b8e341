import test from 'ava'
import { isLeft } from '#src/core/fp.js'
import { moduleProfiler } from '#src/profilers/index.js'
import { gcPauses, memoryUse, metered, meterMetrics, wallTime } from '#src/profilers/meters/index.js'
import { checkProfiler } from '#src/testing/index.js'
import { contextOf } from '../context.js'
import { meters } from './metered-module.js'

const url = new URL('./metered-module.js', import.meta.url)
const made = () =>
  moduleProfiler<{ readonly size: number }, 'held' | keyof typeof promised>(url, {
    name: 'held',
    metrics: { held: { unit: 'bytes' }, ...promised },
    processes: 1,
  })
const promised = meterMetrics(meters)

test.serial('meters within a module read its process', async t => {
  const profiler = made()
  const ownBytes = process.memoryUsage.rss()
  const answer = await profiler.profile({ size: 64 }, contextOf())()
  await profiler.close?.()
  if (isLeft(answer)) return t.fail(answer.left.message)
  const { held, cpuMs, peakRssBytes, rssBytes } = answer.right.metrics
  t.true(Number(cpuMs) >= 50)
  t.true(Number(peakRssBytes) > Number(held))
  return t.true(Number(rssBytes) > 0 && ownBytes > 0)
})

test.serial(
  'meters around a module read its process and the machine, not what only the process itself can see',
  async t => {
    const held = new Uint8Array(256 * 2 ** 20).fill(1)
    const planted = moduleProfiler<{ readonly deed: 'slow' }, 'latencyMs' | 'pid'>(
      new URL('../module/planted.js', import.meta.url),
      { name: 'planted', metrics: ['latencyMs', 'pid'] },
    )
    const profiler = metered(planted, [wallTime(), gcPauses(), memoryUse()])
    const answer = await profiler.profile({ deed: 'slow' }, contextOf())()
    if (isLeft(answer)) return t.fail(answer.left.message)
    const { metrics, absent, phases } = answer.right
    t.true(Number(metrics.wallMs) >= (phases.measure ?? Number.NaN))
    t.true(Number(metrics.peakRssBytes) > 2 ** 20 && Number(metrics.peakRssBytes) < held.length)
    t.truthy(absent?.gcPauseMs)
    return t.deepEqual(await checkProfiler(profiler, { configs: [{ deed: 'slow' }] }), [])
  },
)
