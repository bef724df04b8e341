import test from 'ava'
import { fault, ParetuneError } from '#src/core/index.js'
import { inout, input, type KernelDefinition, kernelProfiler, output } from '#src/profilers/kernel/index.js'
import { checkProfiler } from '#src/testing/index.js'
import { contextOf } from '../context.js'
import { failureOf, floats, numbers, profileOf, scale, scaling } from './definitions.js'
import { type FakeKernel, fakeBackend } from './fake-backend.js'

const launches = (log: readonly string[]): string[] => log.filter(entry => entry.startsWith('launch'))

test('the profiler keeps the contract', async t => {
  const fake = fakeBackend({ kernels: { scale } })
  const trial = { configs: [{ block: 16 }, { block: 100 }], invalidConfig: { block: 2048 } }
  t.deepEqual(await checkProfiler(kernelProfiler(fake.backend, scaling()), trial), [])
  t.deepEqual(fake.alive, { devices: 0, kernels: 0, buffers: 0 })
})

test('times are those of the device, and the host has its own beside them', async t => {
  const { metrics, ops, machine, notes } = await profileOf(t, fakeBackend({ kernels: { scale } }), scaling(), {
    block: 16,
  })
  const { latencyMs, wallMs, compileMs, throughput, registers } = metrics
  if (typeof latencyMs !== 'object' || typeof wallMs !== 'object') throw t.fail('expected measurements')
  t.deepEqual([...new Set(latencyMs.samples)], [2])
  t.is(wallMs.n, latencyMs.n)
  t.true(typeof compileMs === 'number' && compileMs >= 0)
  t.is(throughput, 500)
  t.is(registers, 160)
  t.deepEqual(ops, [{ name: 'scale', timeMs: 2, count: 1, bytes: 2 * numbers.byteLength, share: 1 }])
  t.regex(machine, /; fake: 1\.0$/)
  t.false(notes?.some(note => note.includes('reference')))
})

test('remarks of the device and a missing reference are in the notes', async t => {
  const fake = fakeBackend({ kernels: { scale }, device: { notes: ['its clock is coarse'] } })
  const { reference: _, ...unchecked } = scaling()
  const { notes } = await profileOf(t, fake, unchecked, { block: 16 })
  t.deepEqual(notes?.slice(0, 2), ['its clock is coarse', 'the outputs were not compared with a reference'])
})

test('every input set is verified, and then they take turns in buffers of their own', async t => {
  const fake = fakeBackend({ kernels: { scale } })
  const shifted = (set: number) => numbers.map(x => x + set)
  const rotating = scaling({
    inputSets: 3,
    inputs: (_config, set) => [
      input(shifted(set)),
      output(new Float32Array(numbers.length)),
      { type: 'float32', value: 3 },
    ],
    reference: set => ({ expected: [shifted(set).map(x => 3 * x)] }),
  })
  await profileOf(t, fake, rotating, { block: 16 })
  const expected = ['launch 0,1', 'launch 2,3', 'launch 4,5']
  const seen = launches(fake.log)
  t.true(seen.length >= 6)
  t.deepEqual(
    seen,
    seen.map((_, i) => expected[i % 3]),
  )
})

test('an array that is read and written is put back before every run, the timed ones included', async t => {
  const seen: number[] = []
  const double: FakeKernel = ({ bytes }) => {
    const values = floats(bytes(0), 4)
    seen.push(values[0] as number)
    for (let i = 0; i < 4; i++) values[i] = 2 * (values[i] as number)
    return 1
  }
  const data = Float32Array.of(5, 6, 7, 8)
  const definition: KernelDefinition<{ readonly block: number }> = {
    ...scaling({ inputs: () => [inout(data)], reference: () => ({ expected: [[10, 12, 14, 16]] }) }),
    entry: 'double',
  }
  const { ops } = await profileOf(t, fakeBackend({ kernels: { double } }), definition, { block: 4 })
  t.true(seen.length >= 4)
  t.deepEqual([...new Set(seen)], [5])
  t.deepEqual([...data], [5, 6, 7, 8])
  t.is(ops?.[0]?.bytes, 2 * data.byteLength)
})

test('caches are emptied before each timed run, and a device that cannot do it is named in the notes', async t => {
  const flushes: number[] = []
  const flushing = fakeBackend({
    kernels: { scale },
    device: { flushCaches: async () => void flushes.push(launches(flushing.log).length) },
  })
  await profileOf(t, flushing, scaling({ flushCaches: true }), { block: 16 })
  // The one launch before them is the verified one.
  t.deepEqual(
    flushes,
    flushes.map((_, i) => i + 1),
  )
  t.is(flushes.length, launches(flushing.log).length - 1)

  const { notes } = await profileOf(t, fakeBackend({ kernels: { scale } }), scaling({ flushCaches: true }), {
    block: 16,
  })
  t.true(notes?.includes('the caches of this device cannot be emptied'))
})

test('a configuration clearly slower than the best so far is sampled no further', async t => {
  const paced: FakeKernel = call => {
    scale(call)
    return Number(call.program.defines.block)
  }
  const fake = fakeBackend({ kernels: { paced } })
  const definition = scaling({ slowerFactor: 2, limits: { timeMs: 1, warmupMs: 0, minSamples: 8 } })
  const profiler = kernelProfiler(fake.backend, { ...definition, entry: 'paced' })
  const samples: number[] = []
  for (const block of [10, 100, 11]) {
    const answer = await profiler.profile({ block }, contextOf())()
    if (answer._tag === 'Left') throw t.fail(answer.left.message)
    const { latencyMs } = answer.right.metrics
    if (typeof latencyMs !== 'object') throw t.fail('expected a measurement')
    samples.push(latencyMs.n)
    t.is(latencyMs.median, block)
  }
  await profiler.close?.()
  t.true((samples[0] as number) >= 8 && samples[1] === 3 && (samples[2] as number) >= 8, samples.join())
})

test('parameters and constants are defined for the source, or what `defines` says in place of the parameters', async t => {
  const seen: unknown[] = []
  const curious: FakeKernel = call => {
    seen.push([call.program.source, call.program.defines, call.program.options])
    return scale(call)
  }
  const fake = fakeBackend({ kernels: { scale: curious } })
  await profileOf(t, fake, scaling(), { block: 16 })
  t.deepEqual(seen[0], ['void scale()', { n: 100, block: 16 }, []])
  seen.length = 0
  const templated = scaling({
    source: ({ block }) => `block ${block}`,
    defines: ({ block }) => ({ WIDE: block > 8 }),
    options: ({ block }) => [`-O${block % 4}`],
  })
  await profileOf(t, fake, templated, { block: 15 })
  t.deepEqual(seen[0], ['block 15', { n: 100, WIDE: true }, ['-O3']])
})

test('dynamic shared memory and the grid reach the launch', async t => {
  const seen: unknown[] = []
  const curious: FakeKernel = call => {
    const { grid, workgroup, sharedBytes } = call.launch
    seen.push({ grid, workgroup, sharedBytes })
    return scale(call)
  }
  const fake = fakeBackend({ kernels: { scale: curious } })
  await profileOf(t, fake, scaling({ sharedBytes: '4 * block', grid: [() => 20, 2] }), { block: 16 })
  t.deepEqual(seen[0], { grid: [20, 2, 1], workgroup: [16, 1, 1], sharedBytes: 64 })
})

test('a kernel that does not compile is CompileFailed with the log', async t => {
  const failure = await failureOf(t, fakeBackend({ kernels: {} }), scaling(), { block: 16 })
  t.is(failure._tag, 'CompileFailed')
  t.is(failure.details?.log, 'void scale()')
})

for (const failingBuffer of [0, 1, 2, 3]) {
  test(`no room for buffer ${failingBuffer} is OutOfMemory, and those before it are freed`, async t => {
    const fake = fakeBackend({ kernels: { scale }, failingBuffer })
    const failure = await failureOf(t, fake, scaling({ inputSets: 2 }), { block: 16 })
    t.is(failure._tag, 'OutOfMemory')
  })
}

test('a kernel that throws is RunFailed, at the verified run and at a timed one', async t => {
  for (const bad of [0, 3]) {
    let run = 0
    const throws: FakeKernel = call => {
      if (run++ === bad) throw new Error('invalid address')
      return scale(call)
    }
    const failure = await failureOf(t, fakeBackend({ kernels: { scale: throws } }), scaling(), { block: 16 })
    t.is(failure._tag, 'RunFailed')
    t.is(failure.message, 'invalid address')
  }
})

test('a time that cannot be is InvalidMetric', async t => {
  const late: FakeKernel = call => {
    scale(call)
    return -1
  }
  const failure = await failureOf(t, fakeBackend({ kernels: { scale: late } }), scaling(), { block: 16 })
  t.is(failure._tag, 'InvalidMetric')
})

test('a backend that is not to be had rejects, and is tried again at the next profile', async t => {
  const { backend } = fakeBackend({ kernels: { scale } })
  let tries = 0
  const absent = {
    ...backend,
    open: () => {
      if (tries++ === 0) throw new ParetuneError(fault('MissingPackage', 'npm install koffi'))
      return backend.open()
    },
  }
  const profiler = kernelProfiler(absent, scaling())
  const error = await t.throwsAsync(profiler.profile({ block: 16 }, contextOf())(), { instanceOf: ParetuneError })
  t.is(error.code, 'MissingPackage')
  t.is((await profiler.profile({ block: 16 }, contextOf())())._tag, 'Right')
  await profiler.close?.()
})

const wrong: readonly [string, Partial<ReturnType<typeof scaling>>, RegExp][] = [
  ['no axis', { workgroup: [] }, /^expected 1 to 3 axes as `workgroup`, got \[\]$/],
  ['four axes', { grid: [1, 1, 1, 1] }, /^expected 1 to 3 axes as `grid`, got \[1,1,1,1\]$/],
  [
    'an axis of another kind',
    { grid: [true as never] },
    /^expected numbers, expressions and functions as `grid`, got true$/,
  ],
  ['half an input set', { inputSets: 0.5 }, /^expected `inputSets` to be a whole number, 1 or more, got 0.5$/],
  ['an unknown name', { grid: ['-(-n // blok)'] }, /^grid axis x: .*got `blok` \(did you mean `block`\?\)/s],
  ['bad syntax', { workgroup: ['block *'] }, /^workgroup axis x: /],
  ['a constant named as a parameter', { constants: { n: 1, block: 2 } }, /got `block` in both$/],
  ['a define that is none', { defines: () => ({ a: undefined as never }) }, /to define `a` as, got undefined$/],
  [
    'options that are none',
    { options: () => '-O3' as never },
    /^expected `options` to return an array of texts, got "-O3"$/,
  ],
  ['an empty source', { source: () => '' }, /^expected `source` to be or return a text, got ""$/],
  ['an entry that is no name', { entry: 1 as never }, /^expected `entry` to be the name of the kernel, got 1$/],
  [
    'inputs that are no list',
    { inputs: () => ({}) as never },
    /^expected `inputs` to be given an array of arguments, got \{\}$/,
  ],
  [
    'a bare number',
    { inputs: () => [5 as never] },
    /^expected argument 0 of the kernel to be given one made by input, .*, got 5$/,
  ],
]
for (const [what, parts, message] of wrong) {
  test(`a definition with ${what} is InvalidProfiler, whatever the configuration`, async t => {
    const fake = fakeBackend({ kernels: { scale } })
    const error = await t.throwsAsync(
      async () => kernelProfiler(fake.backend, scaling(parts)).profile({ block: 16 }, contextOf())(),
      {
        instanceOf: ParetuneError,
        message,
      },
    )
    t.is(error.code, 'InvalidProfiler')
    t.is(fake.alive.buffers + fake.alive.kernels, 0)
  })
}
