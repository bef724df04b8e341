import test from 'ava'
import { isLeft } from '#src/core/fp.js'
import { moduleProfiler } from '#src/profilers/index.js'
import { gcPauses, metered, meterMetrics, wallTime } from '#src/profilers/meters/index.js'
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

test.serial('meters around a module read this process and the machine, from first to last', async t => {
  const profiler = metered(made(), [wallTime(), gcPauses()])
  const answer = await profiler.profile({ size: 1 }, contextOf())()
  if (isLeft(answer)) return t.fail(answer.left.message)
  const { wallMs } = answer.right.metrics
  t.true(Number(wallMs) >= (answer.right.phases.measure ?? Number.NaN))
  return t.deepEqual(await checkProfiler(profiler, { configs: [{ size: 1 }] }), [])
})
