import { spawnSync } from 'node:child_process'
import { isRight } from '#src/core/fp.js'
import { guarded, moduleProfiler } from '#src/profilers/index.js'
import { openclMetrics } from '#src/profilers/opencl/index.js'
import { contextOf } from '../context.js'
import { onOpencl } from './on-opencl.js'

// What only shows in a process of its own.

onOpencl('an endless kernel costs its trial, and its process is replaced', async t => {
  const profiler = guarded(
    moduleProfiler(new URL('./endless.js', import.meta.url), { name: 'endless', metrics: openclMetrics }),
  )
  try {
    const fine = await profiler.profile({ endless: false }, contextOf())()
    if (!isRight(fine)) return t.fail(fine.left.message)
    const endless = await profiler.profile({ endless: true }, contextOf({ timeoutMs: 2000 }))()
    t.is(isRight(endless) ? 'Right' : endless.left._tag, 'TimedOut')
    t.true(isRight(await profiler.profile({ endless: false }, contextOf())()))
  } finally {
    await profiler.close?.()
  }
})

const url = (path: string): string => JSON.stringify(import.meta.resolve(path))
const run = (body: string) =>
  spawnSync(process.execPath, ['--input-type=module', '--eval', body], { encoding: 'utf8', timeout: 60_000 })

const profiling = (after: string): string => `
  const { opencl } = await import(${url('#src/profilers/opencl/index.js')})
  const { scaling } = await import(${url('./scaling.js')})
  const { contextOf } = await import(${url('../context.js')})
  const profiler = opencl(scaling)
  console.log((await profiler.profile({ items: 16, factor: 2 }, contextOf())())._tag)
  ${after}`

for (const [after, title] of [
  ['await profiler.close()', 'a process that closed its profiler ends by itself'],
  ['', 'a process that forgot to close its profiler ends by itself all the same'],
] as const) {
  onOpencl(`${title}, with code 0`, async t => {
    const { status, signal, stdout, stderr } = run(profiling(after))
    t.deepEqual({ status, signal }, { status: 0, signal: null }, stderr)
    t.is(stdout, 'Right\n')
  })
}

onOpencl('koffi is loaded by the first profile, not before', async t => {
  const { stdout, stderr } = run(`
    import { createRequire } from 'node:module'
    const { opencl } = await import(${url('#src/profilers/opencl/index.js')})
    opencl({ source: '', entry: '', inputs: () => [], workgroup: [1], grid: [1] })
    console.log(process.report.getReport().sharedObjects.some(path => /koffi|OpenCL/.test(path)))`)
  t.is(stdout, 'false\n', stderr)
})
