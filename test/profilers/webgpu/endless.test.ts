import test from 'ava'
import { moduleProfiler } from '#src/profilers/index.js'
import { type KernelMetric, webgpuMetrics } from '#src/profilers/webgpu/index.js'
import { contextOf } from '../context.js'
import { noWebGpu, unlessSkipped } from './shaders.js'

const onWebGpu = noWebGpu === undefined ? test.serial : test.serial.skip

onWebGpu(`an endless shader is TimedOut, and its process gives way to another${unlessSkipped}`, async t => {
  const url = new URL('./endless.js', import.meta.url)
  const profiler = moduleProfiler<{ endless: boolean }, KernelMetric>(url, { name: 'endless', metrics: webgpuMetrics })
  const profile = (endless: boolean, timeoutMs: number) => profiler.profile({ endless }, contextOf({ timeoutMs }))()
  t.is((await profile(false, 60_000))._tag, 'Right')
  const hung = await profile(true, 2000)
  t.is(hung._tag === 'Left' && hung.left._tag, 'TimedOut')
  const after = await profile(false, 60_000)
  if (after._tag === 'Left') throw t.fail(after.left.message)
  // No launch is beside it: the process that had one is gone.
  t.false(after.right.notes?.some(note => note.includes('beside')))
  t.true(after.right.phases.process !== undefined)
  await profiler.close?.()
})
