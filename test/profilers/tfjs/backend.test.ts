import * as core from '@tensorflow/tfjs-core'
import test from 'ava'
import { tfjs } from '#src/profilers/tfjs/index.js'
import { type Config, failureOf, ones, profileOf, type State, tf } from './models.js'

// That the backend and the flags asked for are those that hold, or that the profile fails.

const wasm: Config = { backend: 'wasm', batch: 8 }

test.before(() => Promise.all([import('@tensorflow/tfjs-backend-cpu'), import('@tensorflow/tfjs-backend-wasm')]))
test.afterEach.always(t => t.is(tf.engine().memory().numTensors, 0))

// First, before wasm has ever been initialised and its flags were looked at.
test.serial('flags hold during the profile and are put back, as is the backend', async t => {
  await tf.setBackend('cpu')
  const seen: unknown[] = []
  const simd = (value: boolean) =>
    tfjs({
      ...ones,
      flags: () => ({ WASM_HAS_SIMD_SUPPORT: value }),
      extra: {
        metrics: [],
        measure: tfjs_ => {
          seen.push(tfjs_.env().getBool('WASM_HAS_SIMD_SUPPORT'), tfjs_.getBackend())
          return {}
        },
      },
    })
  await profileOf(simd(false), wasm)
  t.true(await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT'))
  t.is(tf.getBackend(), 'cpu')
  await profileOf(simd(true), wasm)
  t.deepEqual(seen, [false, 'wasm', true, 'wasm'])
  t.is(tf.getBackend(), 'cpu')
})

test.serial('the tfjs given is the one that builds and runs', async t => {
  const used: unknown[] = []
  const profiler = tfjs({
    tf: core,
    backend: (config: Config) => config.backend,
    build: (its, { batch }) => {
      used.push(its)
      return its.ones([batch])
    },
    run: (its, images) => {
      used.push(its)
      return its.square(images)
    },
    limits: { timeMs: 20, warmupMs: 10, minSamples: 3 },
  })
  const { notes } = await profileOf(profiler, wasm)
  t.true(used.length > 1 && used.every(its => its === core))
  t.true(notes?.includes(`ran on wasm, tfjs ${core.version_core}`), notes?.join())
})

test.serial('a backend that silently stayed another one is CompileFailed', async t => {
  await tf.setBackend('cpu')
  const silent = { ...tf, setBackend: async () => true }
  const failure = await failureOf(tfjs({ ...ones, tf: silent }), wasm)
  t.is(failure._tag, 'CompileFailed')
  t.is(failure.message, 'expected tfjs to run on "wasm", got "cpu"')
})

test.serial('a backend whose initialisation fails is CompileFailed, and the one before is current again', async t => {
  await tf.setBackend('wasm')
  tf.registerBackend('broken', () => {
    throw new Error('no such device')
  })
  const failure = await failureOf(tfjs(ones), { backend: 'broken', batch: 1 })
  t.is(failure._tag, 'CompileFailed')
  t.is(failure.message, 'expected tfjs to run on "broken", but it could not be initialised (tfjs warned why)')
  t.is(tf.getBackend(), 'wasm')
  tf.removeBackend('broken')
})

test.serial('a build or a run that switches the backend is RunFailed', async t => {
  const build = async (tfjs_: typeof tf, config: Config) => {
    const state = await ones.build(tfjs_, config, {} as never)
    await tfjs_.setBackend('cpu')
    return state
  }
  const failure = await failureOf(tfjs({ ...ones, build }), wasm)
  t.is(failure._tag, 'RunFailed')
  t.is(failure.message, 'expected tfjs to run on "wasm", got "cpu"')

  const run = (tfjs_: typeof tf, state: State) => {
    void tfjs_.setBackend('cpu')
    return ones.run(tfjs_, state)
  }
  await tf.setBackend('wasm')
  t.is((await failureOf(tfjs({ ...ones, run }), wasm)).message, 'expected tfjs to run on "wasm", got "cpu"')
  t.is(tf.getBackend(), 'wasm')
})

test.serial('an unknown backend is CompileFailed and the known ones are named', async t => {
  const failure = await failureOf(tfjs(ones), { backend: 'wasn', batch: 1 })
  t.is(failure._tag, 'CompileFailed')
  t.regex(failure.message, /^expected a backend that tfjs has \(.*wasm.*\), got "wasn"$/)
})

test.serial('a flag that needs a new backend is refused while others hold tensors on it', async t => {
  await tf.setBackend('wasm')
  const others = tf.ones([2])
  const flagged = tfjs({ ...ones, flags: () => ({ WASM_HAS_SIMD_SUPPORT: false }) })
  const failure = await failureOf(flagged, wasm)
  t.is(failure._tag, 'CompileFailed')
  t.regex(failure.message, /expected no tensors on wasm while WASM_HAS_SIMD_SUPPORT changes, got 1: .*moduleProfiler/)
  t.deepEqual([...others.dataSync()], [1, 1])
  others.dispose()
})

test.serial('an unknown flag is CompileFailed and named', async t => {
  const failure = await failureOf(tfjs({ ...ones, flags: () => ({ NO_SUCH_FLAG: 1 }) }), wasm)
  t.is(failure._tag, 'CompileFailed')
  t.regex(failure.message, /NO_SUCH_FLAG/)
})
