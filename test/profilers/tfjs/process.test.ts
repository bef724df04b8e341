import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import test, { type ExecutionContext } from 'ava'
import { moduleProfiler } from '#src/profilers/index.js'
import { tfjsMetrics } from '#src/profilers/tfjs/index.js'
import { checkProfiler } from '#src/testing/index.js'
import { type Config, noWebGpu, profileOf, tf, unlessSkipped } from './models.js'

// What only shows in a process of its own: what is loaded, what is missing, how it ends.

const index = import.meta.resolve('#src/profilers/tfjs/index.js')
const backends = ['cpu', 'wasm', ...(noWebGpu === undefined ? ['webgpu'] : [])]

/** Runs a script that has `tfjs` and a `profile` of two numbers on a backend; what it prints. */
const run = (t: ExecutionContext, body: string, flags: readonly string[] = []): string => {
  const script = `(async () => {
    const { tfjs } = await import(${JSON.stringify(index)})
    const context = { signal: new AbortController().signal, timeoutMs: 60000, fidelity: 1, seed: 1, log() {}, report: () => 'continue' }
    const profiler = tfjs({ backend: c => c.backend, build: tf => tf.ones([2]), run: (tf, x) => tf.square(x), limits: { timeMs: 5, warmupMs: 5 } })
    const profile = backend => profiler.profile({ backend }, context)()
    ${body}
  })()`
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [...flags, '--eval', script], {
    encoding: 'utf8',
    timeout: 60_000,
  })
  t.deepEqual({ status, signal }, { status: 0, signal: null }, stderr)
  return stdout
}

test(`a process that profiled ends by itself, with code 0 (${backends.join(', ')})`, t => {
  const body = `for (const backend of ${JSON.stringify(backends)}) console.log(backend, (await profile(backend))._tag)`
  t.is(run(t, body), backends.map(backend => `${backend} Right\n`).join(''))
})

test('tfjs is loaded by the first profile, not before', t => {
  const { resolve } = createRequire(import.meta.url)
  const isLoaded = `console.log(require.cache[${JSON.stringify(resolve('@tensorflow/tfjs-core'))}] !== undefined)`
  t.is(run(t, `${isLoaded}; await profile('cpu'); ${isLoaded}`), 'false\ntrue\n')
})

for (const missing of ['webgpu', '@tensorflow/tfjs-backend-webgpu']) {
  const withItsOthers = missing === 'webgpu' || noWebGpu === undefined ? test : test.skip
  withItsOthers(
    `where ${missing} is not installed, profiling on webgpu says how to install it, and cpu still works${missing === 'webgpu' ? '' : unlessSkipped}`,
    t => {
      const body = `console.log(await profile('webgpu').catch(e => [e.name, e.code, e.message].join()), (await profile('cpu'))._tag)`
      const expected = `ParetuneError,MissingPackage,npm install ${missing} Right\n`
      t.is(run(t, body, ['--import', scriptUrl(hiding(missing))]), expected)
    },
  )
}

/** Registers a hook that looks for a package where there are none, so that the error is Node's own. */
const hiding = (name: string): string => {
  const hook = `export const resolve = (specifier, context, next) =>
    next(specifier, specifier === '${name}' ? { ...context, parentURL: 'file:///nowhere/index.js' } : context)`
  return `import { register } from 'node:module'; register(${JSON.stringify(scriptUrl(hook))})`
}

const scriptUrl = (text: string): string => `data:text/javascript,${encodeURIComponent(text)}`

const own = () =>
  moduleProfiler<Config, keyof typeof tfjsMetrics>(new URL('./models-profiler.js', import.meta.url), {
    name: 'tfjs in a process of its own',
    metrics: tfjsMetrics,
    processes: 1,
  })

test('in a process of its own it keeps the contract of a profiler', async t => {
  const configs = [
    { backend: 'wasm', batch: 8 },
    { backend: 'cpu', batch: 8 },
  ]
  t.deepEqual(await checkProfiler(own(), { configs, invalidConfig: { backend: 'nowhere', batch: 1 } }), [])
})

test("in a process of its own it neither sees nor switches this process's backend and tensors", async t => {
  await import('@tensorflow/tfjs-backend-cpu')
  await tf.setBackend('cpu')
  const network = tf.variable(tf.ones([3]))
  const { metrics } = await profileOf(own(), { backend: 'wasm', batch: 8 })
  t.is(metrics.tensors, 2)
  t.is(tf.getBackend(), 'cpu')
  t.deepEqual([...network.dataSync()], [1, 1, 1])
  tf.disposeVariables()
})
