import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import test from 'ava'
import { type OnnxSessionOptions, onnx } from '#src/profilers/onnx/index.js'
import { contextOf } from '../context.js'
import { failureOf, limits, median, profileOf } from './profiles.js'
import { temporaryFiles } from './temporary.js'
import { adder, dense, onnxModel, single } from './write-model.js'

const leftOver = await temporaryFiles()
const model = dense(16, 4)
const withSession = (session: OnnxSessionOptions, more = {}) =>
  onnx({ model, session: () => session, dimensions: () => ({ batch: 8 }), limits, ...more })

test.serial('latency, throughput, load time, sizes, operators and the provider are in the profile', async t => {
  const profiler = withSession({ graphOptimizationLevel: 'disabled' }, { items: () => 8 })
  const { metrics, ops, notes, machine, absent } = await profileOf(profiler, {})
  t.is(metrics.throughput, 8000 / median(metrics.latencyMs))
  t.true((metrics.loadMs as number) > 0 && (metrics.firstRunMs as number) > 0)
  t.is(metrics.modelBytes, model.byteLength)
  t.is(absent, undefined)
  t.deepEqual(
    ops?.map(({ name, count, bytes }) => ({ name, count, bytes })).sort((a, b) => (a.name < b.name ? -1 : 1)),
    // Outputs of 8 x 4 numbers of 4 bytes.
    ['MatMul', 'Relu'].map(name => ({ name, count: 1, bytes: 8 * 4 * 4 })),
  )
  t.true(Math.abs((ops?.reduce((sum, { share }) => sum + share, 0) ?? 0) - 1) < 1e-9)
  t.is(notes?.[0], 'ran on cpu (2 nodes)')
  t.regex(machine, /; onnxruntime: \d+\.\d+\.\d+$/)
  t.deepEqual(await leftOver(), [])
})

test.serial('operators are added up by the name of the node where that is asked for, or left out', async t => {
  const disabled = { graphOptimizationLevel: 'disabled' } as const
  const named = await profileOf(withSession(disabled, { ops: 'name' }), {})
  t.deepEqual(named.ops?.map(({ name }) => name).sort(), ['the output', 'the product'])
  const without = await profileOf(withSession(disabled, { ops: false }), {})
  t.is(without.ops, undefined)
  t.deepEqual(without.absent, { peakArenaBytes: 'found out together with `ops`, which is false' })
})

test.serial("the arena's peak holds the activations, and is absent without an arena", async t => {
  const peakOf = async (batch: number): Promise<number> => {
    const { metrics } = await profileOf(onnx({ model: dense(8, 256), dimensions: () => ({ batch }), limits }), {})
    return metrics.peakArenaBytes as number
  }
  // The product is written before the output is: batch x 256 numbers of 4 bytes.
  t.true((await peakOf(1024)) - (await peakOf(1)) >= 1023 * 256 * 4)
  const { metrics, absent } = await profileOf(withSession({ enableCpuMemArena: false }), {})
  t.false('peakArenaBytes' in metrics)
  t.deepEqual(absent, { peakArenaBytes: 'the session has no arena on the CPU' })
})

test.serial('what is undefined among the options is as if it were not there', async t => {
  const options = { intraOpNumThreads: undefined, executionMode: undefined, extra: undefined }
  await t.notThrowsAsync(profileOf(withSession(options), {}))
})

test.serial('options that ONNX Runtime would take no notice of, or does not have, are CompileFailed', async t => {
  const failing = async (session: object, more = {}) =>
    await failureOf(withSession(session as OnnxSessionOptions, more), {})
  for (const [session, message] of [
    [
      { intraOpThreads: 2 },
      /^expected an option of a session in Node\.js \(.*intraOpNumThreads.*\), got "intraOpThreads"$/,
    ],
    [{ executionProviders: ['xnnpack', 'cpu'] }, /^expected an execution provider .*cpu, .*got "xnnpack"$/],
    [{ graphOptimizationLevel: 'some' }, /some/],
    [{ intraOpNumThreads: -1 }, /-1/],
    [{ extra: { session: { set_denormal_as_zero: '1' } } }, /^expected a text, number or flag for `session`, got \{/],
    // Flags become what the session's configuration has for them: this one takes the CPU away.
    [{ extra: { 'session.disable_cpu_ep_fallback': true } }, /fallback to CPU EP has been explicitly disabled/],
  ] as const) {
    const failure = await failing(session)
    t.is(failure._tag, 'CompileFailed')
    t.regex(failure.message, message)
  }
})

test.serial('a model that is not there or is none is CompileFailed', async t => {
  t.regex((await failureOf(onnx({ model: 'nowhere.onnx' }), {})).message, /ENOENT.*nowhere\.onnx/)
  const failure = await failureOf(onnx({ model: new TextEncoder().encode('no model') }), {})
  t.deepEqual(
    [failure._tag, failure.message],
    ['CompileFailed', 'Failed to load model because protobuf parsing failed.'],
  )
})

test.serial('a model is taken from a path, a URL, bytes, or a function of the configuration', async t => {
  const folder = await mkdtemp(join(tmpdir(), 'paretune-models-'))
  t.teardown(() => rm(folder, { recursive: true }))
  const path = join(folder, 'model.onnx')
  await writeFile(path, model)
  for (const from of [path, pathToFileURL(path), model, () => path, async () => model]) {
    const { metrics } = await profileOf(onnx({ model: from, dimensions: () => ({ batch: 1 }), limits }), {})
    t.is(metrics.modelBytes, model.byteLength)
  }
})

test.serial('outputs are compared with a reference, within a tolerance, for each set of feeds', async t => {
  const off = (by: number, at: number) =>
    withSession(
      {},
      {
        feeds: () => [{ input: 1 }, { input: 2 }],
        // Every output is the sum of 16 inputs.
        reference: (_feeds: unknown, _config: unknown, set: number) => ({
          expected: { output: Array.from({ length: 8 * 4 }, () => 16 * (set + 1) + (set === at ? by : 0)) },
          relative: 0.01,
          absolute: 0,
        }),
      },
    )
  await t.notThrowsAsync(profileOf(off(0.15, 0), {}))
  for (const set of [0, 1]) {
    const failure = await failureOf(off(1, set), {})
    t.is(failure._tag, 'WrongOutput')
    t.regex(
      failure.message,
      new RegExp(`^set ${set} of feeds: output \`output\`: 32 of 32 numbers are off; .* expected 1?\\d+`),
    )
  }
  const misnamed = withSession({}, { reference: () => ({ expected: { out: [1] } }) })
  t.is((await failureOf(misnamed, {})).message, 'expected an output `out`, got output')
})

test.serial('a NaN in an output is WrongOutput and is named with its place', async t => {
  for (const type of ['float32', 'float16'] as const) {
    const logs = onnx({ model: single('Log', [3], type), feeds: () => ({ input: [1, 2, -1] }), limits })
    const failure = await failureOf(logs, {})
    t.deepEqual(
      [failure._tag, failure.message],
      ['WrongOutput', 'expected numbers, got NaN at place 2 of output `output`'],
    )
  }
})

test.serial('an output that you do not like is WrongOutput in your words', async t => {
  const verify = () => 'too plain'
  const failure = await failureOf(withSession({}, { verify }), {})
  t.deepEqual([failure._tag, failure.message], ['WrongOutput', 'too plain'])
})

test.serial('an output that does not fit into memory is OutOfMemory', async t => {
  const expand = onnxModel({
    inputs: [
      { name: 'input', shape: [1] },
      { name: 'shape', type: 'int64', shape: [1] },
    ],
    outputs: [{ name: 'output', shape: ['length'] }],
    nodes: [{ type: 'Expand', inputs: ['input', 'shape'], outputs: ['output'] }],
  })
  const failure = await failureOf(onnx({ model: expand, feeds: () => ({ shape: 2n ** 48n }), limits }), {})
  t.is(failure._tag, 'OutOfMemory', failure.message)
})

test.serial('a run that throws is RunFailed, and your own run is run', async t => {
  const failing = withSession({}, { run: async () => Promise.reject(new Error('no luck')) })
  const failure = await failureOf(failing, {})
  t.deepEqual([failure._tag, failure.message], ['RunFailed', 'no luck'])

  let calls = 0
  const twice = onnx({
    model,
    dimensions: () => ({ batch: 8 }),
    run: async (session, feeds) => {
      calls++
      await session.run(feeds)
      return (await session.run(feeds)) as typeof feeds
    },
    session: () => ({ graphOptimizationLevel: 'disabled' }),
    limits,
  })
  const { ops } = await profileOf(twice, {})
  t.true(calls > 0)
  t.deepEqual(
    ops?.map(({ count }) => count),
    [2, 2],
  )
})

test.serial('outputs are carried on to the next run', async t => {
  const seen: number[] = []
  const counting = onnx({
    model: adder(1),
    feeds: () => [{ input: 1, state: 0 }, { input: 10 }],
    carry: { output: 'state' },
    verify: ({ output }) => seen.push(Number(output?.data[0])) > 0 || 'never',
    limits,
  })
  await profileOf(counting, {})
  t.deepEqual(seen, [1, 11])
  const failure = await failureOf(onnx({ model: adder(1), carry: { output: 'inputs' }, limits }), {})
  t.is(failure._tag, 'CompileFailed')
  t.is(failure.message, 'expected an output (output) carried to an input (input, state), got `output` to `inputs`')
})

test.serial('metrics of your own are in the profile', async t => {
  const profiler = withSession(
    {},
    {
      extra: {
        metrics: { inputs: { unit: '' } },
        measure: (session: { inputNames: readonly string[] }) => ({ inputs: session.inputNames.length }),
      },
    },
  )
  const { metrics } = await profileOf(profiler, {})
  t.like(metrics, { inputs: 1 })
})

test.serial('an abort while single nodes are looked at ends it, and leaves no file', async t => {
  const controller = new AbortController()
  const extra = { metrics: [], measure: () => controller.abort() ?? {} }
  const failure = await failureOf(withSession({}, { extra }), {}, contextOf({ signal: controller.signal }))
  t.is(failure._tag, 'Cancelled')
  t.deepEqual(await leftOver(), [])
})
