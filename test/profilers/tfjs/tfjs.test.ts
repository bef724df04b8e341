import test from 'ava'
import type { Measurement } from '#src/core/index.js'
import { ProfileError } from '#src/profilers/index.js'
import { tfjs } from '#src/profilers/tfjs/index.js'
import { checkProfiler } from '#src/testing/index.js'
import { contextOf } from '../context.js'
import {
  bytesOf,
  type Config,
  failureOf,
  noWebGpu,
  ones,
  onesOn,
  profileOf,
  type State,
  tf,
  tfjsNode,
  unlessSkipped,
} from './models.js'

const onWebGpu = noWebGpu === undefined ? test.serial : test.serial.skip
const wasm: Config = { backend: 'wasm', batch: 8 }
const cpu: Config = { backend: 'cpu', batch: 8 }

const median = (value: Measurement | number | undefined): number =>
  typeof value === 'object' ? value.median : Number.NaN

// Whatever a test does, no tensor of it may be left when the next one starts.
test.afterEach.always(t => t.is(tf.engine().memory().numTensors, 0))

for (const [backend, run] of [
  ['cpu', test.serial],
  ['wasm', test.serial],
  ['webgpu', onWebGpu],
  ...(tfjsNode ? [['tensorflow', test.serial] as const] : []),
] as const) {
  const title = backend === 'webgpu' ? unlessSkipped : ''
  const ones = onesOn(backend)

  run(`${backend} keeps the contract of a profiler${title}`, async t => {
    const configs = [
      { backend, batch: 8 },
      { backend, batch: 1 },
    ]
    t.deepEqual(await checkProfiler(tfjs(ones), { configs, invalidConfig: { backend: 'nowhere', batch: 1 } }), [])
  })

  run(
    `${backend}: latency, throughput, tensors, kernels and the backend that ran are in the profile${title}`,
    async t => {
      const { metrics, ops, notes } = await profileOf(tfjs(ones), { backend, batch: 8 })
      t.is(metrics.throughput, 8000 / median(metrics.latencyMs))
      t.is(metrics.tensors, 2)
      t.is(metrics.tensorBytes, bytesOf(8))
      t.true((metrics.peakTensorBytes as number) > bytesOf(8))
      t.is(metrics.leakedTensors, 0)
      t.true(notes?.includes(`ran on ${backend}, tfjs ${tf.version_core}`), notes?.join())
      const names = ops?.map(op => op.name) ?? []
      t.true(names.includes('BatchMatMul'), names.join())
      t.true(Math.abs((ops?.reduce((sum, op) => sum + op.share, 0) ?? 0) - 1) < 1e-9)
    },
  )

  run(`${backend}: tensors that a run leaves undisposed are counted, and taken away${title}`, async t => {
    const leaking = tfjs({
      ...ones,
      run: (tfjs_, state) => {
        tfjs_.zeros([3])
        return ones.run(tfjs_, state)
      },
    })
    const { metrics, notes } = await profileOf(leaking, { backend, batch: 8 })
    t.is(metrics.leakedTensors, 1)
    t.false(notes?.some(note => note.includes('left over')))
  })

  run(`${backend}: a NaN in the output is WrongOutput and is named with its place${title}`, async t => {
    const { verify: _verify, ...unverified } = ones
    const broken = tfjs({ ...unverified, run: tfjs_ => [tfjs_.ones([2]), tfjs_.tensor([1, Number.NaN, 3])] })
    const failure = await failureOf(broken, { backend, batch: 1 })
    t.is(failure._tag, 'WrongOutput')
    t.is(failure.message, 'expected numbers, got NaN at place 1 of output 1')
  })
}

test.serial('a composite operation is not listed beside the kernels that it calls', async t => {
  const fused = tfjs({
    ...ones,
    run: (tfjs_, { weights, images }) => tfjs_.fused.matMul({ a: images, b: weights, activation: 'relu' }),
  })
  const { ops } = await profileOf(fused, wasm)
  const names = ops?.map(op => op.name) ?? []
  t.true(names.includes('_FusedMatMul'), names.join())
  t.false(
    names.some(name => name.endsWith('__op')),
    names.join(),
  )
})

test.serial('a kept tensor is beyond the profiler, and the notes say so', async t => {
  const kept: { dispose(): void }[] = []
  const leaking = tfjs({
    ...ones,
    run: (tfjs_, state) => {
      kept.push(tfjs_.keep(tfjs_.zeros([3])))
      return ones.run(tfjs_, state)
    },
  })
  const { metrics, notes } = await profileOf(leaking, wasm)
  t.is(metrics.leakedTensors, 1)
  t.true(
    notes?.some(note => note.startsWith(`${kept.length} tensors are left over`)),
    notes?.join(),
  )
  for (const tensor of kept) tensor.dispose()
})

test.serial('an asynchronous run and an asynchronous build are awaited', async t => {
  const later = tfjs({
    ...ones,
    build: async (tfjs_, config, context) => {
      await tfjs_.nextFrame()
      return ones.build(tfjs_, config, context)
    },
    run: async (tfjs_, state) => {
      await Promise.resolve()
      const product = tfjs_.matMul(state.images, state.weights)
      const output = tfjs_.relu(product)
      product.dispose()
      return { output }
    },
  })
  const { metrics } = await profileOf(later, wasm)
  t.is(metrics.leakedTensors, 0)
  t.true(median(metrics.latencyMs) > 0)
})

test.serial('metrics and notes of your own are in the profile', async t => {
  const profiler = tfjs({
    ...ones,
    extra: {
      metrics: { sizeBytes: { unit: 'bytes', better: 'lower' } },
      measure: (_tf, { weights }) => ({ sizeBytes: weights.size * 4 }),
    },
    notes: ({ batch }) => [`batches of ${batch}`],
  })
  t.deepEqual(profiler.metrics.at(-1), { name: 'sizeBytes', unit: 'bytes', better: 'lower' })
  const { metrics, notes } = await profileOf(profiler, wasm)
  t.is(metrics.sizeBytes, 256)
  t.true(notes?.includes('batches of 8'))
})

test.serial('a build that throws is CompileFailed, and what it made is taken away', async t => {
  const build = (tfjs_: typeof tf): never => {
    tfjs_.ones([4])
    tfjs_.sequential({ layers: [tfjs_.layers.dense({ units: 3, inputShape: [5] })] })
    throw new Error('no such activation')
  }
  const failure = await failureOf(tfjs({ ...ones, build }), wasm)
  t.is(failure._tag, 'CompileFailed')
  t.is(failure.message, 'no such activation')
})

test.serial('a build may say itself how it failed', async t => {
  const build = (): never => {
    throw new ProfileError('OutOfMemory', 'too large')
  }
  t.is((await failureOf(tfjs({ ...ones, build }), wasm))._tag, 'OutOfMemory')
})

test.serial('a run that throws or returns no tensor is RunFailed, and profiling is over', async t => {
  const throwing = () => {
    throw new Error('shapes do not match')
  }
  const thrown = await failureOf(tfjs({ ...ones, run: throwing }), wasm)
  t.deepEqual([thrown._tag, thrown.message], ['RunFailed', 'shapes do not match'])
  const nothing = await failureOf(tfjs({ ...ones, run: () => [] }), wasm)
  t.deepEqual([nothing._tag, nothing.message], ['RunFailed', 'expected `run` to return a tensor or tensors, got []'])

  let calls = 0
  const inTheKernelProfile = (tfjs_: typeof tf, state: State) => {
    if (tfjs_.engine().state.profiling && ++calls > 0) throw new Error('while profiled')
    return ones.run(tfjs_, state)
  }
  t.is((await failureOf(tfjs({ ...ones, run: inTheKernelProfile }), wasm)).message, 'while profiled')
  t.is(calls, 1)
  t.false(tf.engine().state.profiling)
})

test.serial(
  'an abort while it builds is answered at once, and what the build makes after all is taken away',
  async t => {
    const controller = new AbortController()
    let finish = (): void => {}
    const built = new Promise<void>(resolve => {
      finish = resolve
    })
    const build: typeof ones.build = async (tfjs_, config, context) => {
      controller.abort()
      await built
      return ones.build(tfjs_, config, context)
    }
    const profiler = tfjs({ ...ones, build })
    const { close: _close, ...open } = profiler
    t.is((await failureOf(open, wasm, contextOf({ signal: controller.signal })))._tag, 'Cancelled')
    t.is(tf.memory().numTensors, 0)
    finish()
    await profiler.close?.()
    t.is(tf.memory().numTensors, 0)
  },
)

test.serial('a build that never ends does not keep others from their turn', async t => {
  const controller = new AbortController()
  const hanging: typeof ones.build = () => {
    controller.abort()
    return new Promise(() => {})
  }
  const { close: _close, ...open } = tfjs({ ...ones, build: hanging })
  t.is((await failureOf(open, wasm, contextOf({ signal: controller.signal })))._tag, 'Cancelled')
  t.is((await profileOf(tfjs(ones), wasm)).metrics.tensors, 2)
})

test.serial('profiles that begin together take turns, and each runs on its own backend', async t => {
  const profiler = tfjs(ones)
  const both = await Promise.all([profileOf(profiler, cpu), profileOf(profiler, wasm)])
  t.deepEqual(
    both.map(({ notes }) => notes?.[0]?.split(',')[0]),
    ['ran on cpu', 'ran on wasm'],
  )
})
