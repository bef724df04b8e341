import { spawnSync } from 'node:child_process'
import test from 'ava'
import { moduleProfiler } from '#src/profilers/index.js'
import { onnxMetrics } from '#src/profilers/onnx/index.js'
import { failureOf, profileOf } from './profiles.js'

// What only shows in a process of its own.

const run = (body: string) => {
  const imports = `
    import { onnx } from ${JSON.stringify(import.meta.resolve('#src/profilers/onnx/index.js'))}
    import { contextOf } from ${JSON.stringify(new URL('../context.js', import.meta.url).href)}
    import { limits } from ${JSON.stringify(new URL('./profiles.js', import.meta.url).href)}
    import { dense } from ${JSON.stringify(new URL('./write-model.js', import.meta.url).href)}
    import { readdirSync } from 'node:fs'
    const threads = () => readdirSync('/proc/self/task').length`
  return spawnSync(process.execPath, ['--input-type=module', '--eval', `${imports}\n${body}`], {
    encoding: 'utf8',
    timeout: 60_000,
  })
}

const onLinux = process.platform === 'linux' ? test : test.skip

onLinux('threads asked for are there while it is measured, and gone with the session', t => {
  const { stdout, stderr } = run(`
    const counted = []
    const profiler = onnx({
      model: dense(16, 4),
      session: ({ threads }) => ({ intraOpNumThreads: threads }),
      dimensions: () => ({ batch: 2 }),
      extra: { metrics: [], measure: () => ({ threads: counted.push(threads()) }) },
      limits,
    })
    const measure = async threads => (await profiler.profile({ threads }, contextOf())())._tag
    await measure(1) // starts Node's own threads, too
    await measure(1)
    const before = threads()
    await measure(4)
    console.log(counted[2] - counted[1], threads() - before)`)
  t.is(stdout, '3 0\n', stderr)
})

test('a process ends by itself after a profile, with code 0; ONNX Runtime is loaded by the first one', t => {
  const { status, signal, stdout, stderr } = run(`
    import { createRequire } from 'node:module'
    const from = createRequire(${JSON.stringify(import.meta.url)})
    const isLoaded = () => from.resolve('onnxruntime-node') in from.cache
    const profiler = onnx({ model: dense(16, 4), dimensions: () => ({ batch: 2 }), limits })
    const before = isLoaded()
    console.log(before, (await profiler.profile({}, contextOf())())._tag, isLoaded())`)
  t.deepEqual({ status, signal, stdout }, { status: 0, signal: null, stdout: 'false Right true\n' }, stderr)
})

test('in a module profiler a crash of native code costs its trial and nothing else', async t => {
  const profiler = moduleProfiler(new URL('./planted.js', import.meta.url), { name: 'planted', metrics: onnxMetrics })
  try {
    const failure = await failureOf(profiler, { crashes: true })
    t.is(failure._tag, 'Crashed')
    t.regex(failure.message, /SIGSEGV/)
    const { metrics, ops } = await profileOf(profiler, { crashes: false })
    t.true((metrics.loadMs as number) > 0)
    t.true((ops?.length ?? 0) > 0)
  } finally {
    await profiler.close?.()
  }
})
