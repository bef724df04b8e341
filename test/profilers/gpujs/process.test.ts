import { spawnSync } from 'node:child_process'
import test from 'ava'
import { noWebGpu } from './kernels.js'

// What only shows in a process of its own: how it ends, and what is loaded.

// Not `--input-type=module`: worker threads inherit the flag, and those of gpu.js are CommonJS.
const run = (body: string) =>
  spawnSync(process.execPath, ['--eval', `(async () => {${body}})()`], { encoding: 'utf8', timeout: 60_000 })

const profiling = (modes: readonly string[], after: string): string => `
  const { gpujs } = await import(${JSON.stringify(import.meta.resolve('#src/profilers/gpujs/index.js'))})
  const { context, scaling } = await import(${JSON.stringify(new URL('./kernels.js', import.meta.url).href)})
  const profiler = gpujs({ ...scaling, keep: 4 })
  for (const mode of ${JSON.stringify(modes)}) {
    const answer = await profiler.profile(mode === 'webasm' ? { mode, poolSize: 2 } : { mode }, context())()
    console.log(mode, answer._tag)
  }
  ${after}`

const modes = ['cpu', 'webasm', ...(noWebGpu === undefined ? ['webgpu'] : [])]

for (const [after, title] of [
  ['await profiler.close()', 'a process that closed its profiler ends by itself'],
  ['', 'a process that forgot to close its profiler ends by itself all the same'],
]) {
  test(`${title}, with code 0 (${modes.join(', ')})`, t => {
    const { status, signal, stdout, stderr } = run(profiling(modes, after ?? ''))
    t.deepEqual({ status, signal }, { status: 0, signal: null }, stderr)
    t.is(stdout, modes.map(mode => `${mode} Right\n`).join(''))
  })
}

test('gpu.js and WebGPU are loaded by the first profile that needs them, not before', t => {
  const { stdout, stderr } = run(`
    const { createRequire } = require('node:module')
    const { gpujs } = await import(${JSON.stringify(import.meta.resolve('#src/profilers/gpujs/index.js'))})
    gpujs({ mode: () => 'cpu', kernel: () => () => 0, inputs: () => [] })
    const from = createRequire(${JSON.stringify(import.meta.url)})
    console.log(from.resolve('gpu.js') in from.cache, 'GPUBufferUsage' in globalThis)`)
  t.is(stdout, 'false false\n', stderr)
})
