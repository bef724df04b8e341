import test from 'ava'
import { onnx } from '#src/profilers/onnx/index.js'
import { checkProfiler } from '#src/testing/index.js'
import { failureOf, limits, profileOf } from './profiles.js'
import { noWebGpu, unlessSkipped } from './webgpu-here.js'
import { dense, onnxModel, single } from './write-model.js'

const onWebGpu = noWebGpu === undefined ? test.serial : test.serial.skip

onWebGpu(`webgpu keeps the contract of a profiler${unlessSkipped}`, async t => {
  const profiler = onnx({
    model: dense(16, 4),
    session: ({ provider }: { provider: string }) => ({ executionProviders: [provider] }),
    dimensions: () => ({ batch: 2 }),
    limits,
  })
  const trial = { configs: [{ provider: 'webgpu' }], invalidConfig: { provider: 'nowhere' } }
  t.deepEqual(await checkProfiler(profiler, trial), [])
})

onWebGpu(
  `operators on webgpu are timed by the device, and the notes say that it ran there${unlessSkipped}`,
  async t => {
    const profiler = onnx({
      model: dense(16, 4),
      session: () => ({ executionProviders: ['webgpu'] }),
      dimensions: () => ({ batch: 8 }),
      feeds: () => ({ input: 1 }),
      reference: () => ({ expected: { output: new Float32Array(8 * 4).fill(16) } }),
      limits,
    })
    const { ops, notes, absent, machine } = await profileOf(profiler, {})
    t.true(
      ops?.some(({ name }) => name === 'MatMul'),
      JSON.stringify(ops),
    )
    t.regex(notes?.[0] ?? '', /^ran on webgpu \(\d nodes?\)$/)
    t.false(notes?.some(note => note.includes('queue')))
    t.deepEqual(absent, { peakArenaBytes: 'ONNX Runtime does not tell what webgpu holds' })
    t.regex(machine, /; webgpu adapter: \w/)
  },
)

/** A product that WebGPU takes, of numbers that come from whole ones of 64 bits, which it does not take. */
const mixed = onnxModel({
  inputs: [{ name: 'input', type: 'int64', shape: [2, 2] }],
  outputs: [{ name: 'output', shape: [2, 2] }],
  nodes: [
    { type: 'Neg', inputs: ['input'], outputs: ['negative'] },
    { type: 'Cast', inputs: ['negative'], outputs: ['numbers'], ints: { to: 1 } },
    { type: 'MatMul', inputs: ['numbers', 'numbers'], outputs: ['output'] },
  ],
})
const mixedOn = (...executionProviders: string[]) =>
  onnx({ model: mixed, session: () => ({ executionProviders }), limits })

onWebGpu(`nodes left to the CPU fail, unless the CPU may run them, which the notes tell${unlessSkipped}`, async t => {
  const failure = await failureOf(mixedOn('webgpu'), {})
  t.is(failure._tag, 'CompileFailed')
  t.regex(
    failure.message,
    /fallback to CPU EP has been explicitly disabled.*`executionProviders` with 'cpu' among them/,
  )
  const { notes } = await profileOf(mixedOn('webgpu', 'cpu'), {})
  t.regex(
    notes?.[0] ?? '',
    /^ran on (cpu \(\d nodes?\), webgpu \(\d nodes?\)|webgpu \(\d nodes?\), cpu \(\d nodes?\))$/,
  )
})

onWebGpu(`a model of which webgpu runs nothing is a failure, whoever may run it${unlessSkipped}`, async t => {
  const session = () => ({ executionProviders: ['webgpu', 'cpu'] })
  const failure = await failureOf(onnx({ model: single('Neg', [2], 'int64'), session, limits }), {})
  t.deepEqual([failure._tag, failure.message], ['CompileFailed', 'expected nodes on webgpu, got all 1 on cpu'])
})
