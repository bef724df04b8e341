import test from 'ava'
import { isLeft } from '#src/core/fp.js'
import { ParetuneError, statisticOf } from '#src/core/index.js'
import { type GpujsModule, gpujs } from '#src/profilers/gpujs/index.js'
import { optionalPackage } from '#src/profilers/optional-package.js'
import { context, failureOf, noWebGpu, profile, rows, scaling } from './kernels.js'

/** How many numbers a matrix has. */
const numbersIn = (output: unknown): number => (output as Float32Array[]).reduce((sum, row) => sum + row.length, 0)

for (const [config, ran] of [
  [{ mode: 'cpu' }, 'ran cpu'],
  [{ mode: 'webasm' }, 'ran webasm (simd)'],
  [{ mode: 'webasm', poolSize: 2 }, 'ran webasm (threaded, 2 workers)'],
] as const) {
  test.serial(`${ran}: the notes say which backend ran, and every metric is there`, async t => {
    const { metrics, notes, phases, costMs } = await profile(t, scaling, config)
    const { latencyMs, throughput, compileMs } = metrics
    if (typeof latencyMs !== 'object') throw t.fail('expected latencyMs to be a measurement')
    t.is(latencyMs.unit, 'ms')
    t.true(latencyMs.median > 0)
    t.is(throughput, 1000 / latencyMs.median)
    if (typeof compileMs !== 'number') throw t.fail('expected compileMs to be a number')
    t.true(compileMs > 0 && compileMs < costMs)
    t.true((phases.setup ?? 0) >= compileMs)
    t.true(notes?.includes(ran), notes?.join())
  })
}

for (const mode of noWebGpu === undefined ? (['cpu', 'webasm', 'webgpu'] as const) : (['cpu', 'webasm'] as const)) {
  test.serial(`a planted wrong number on ${mode} is WrongOutput and is named with its place`, async t => {
    const expected = rows().map((row, y) => row.map((value, x) => (y === 3 && x === 17 ? -1 : value * 2 + x)))
    const failure = await failureOf(t, { ...scaling, reference: () => ({ expected }) }, { mode })
    t.is(failure._tag, 'WrongOutput')
    t.regex(failure.message, /^1 of 9216 numbers .* \[3\]\[17\]: expected -1, got 627 /)
  })

  test.serial(`a kernel that ${mode} cannot translate is CompileFailed`, async t => {
    const throws: typeof scaling = {
      ...scaling,
      kernel: gpu => gpu.createKernel('function (a) { return nowhere(a) }', { output: [4] }),
    }
    const failure = await failureOf(t, throws, { mode })
    t.is(failure._tag, 'CompileFailed', failure.message)
  })
}

test.serial('a kernel that throws when it runs is RunFailed', async t => {
  const throws: typeof scaling = {
    ...scaling,
    kernel: gpu => {
      const kernel = scaling.kernel(gpu, { mode: 'cpu' }) as (a: number[][]) => unknown
      return (a: number[][]) => {
        kernel(a)
        throw new Error('thrown while running')
      }
    },
  }
  const failure = await failureOf(t, throws, { mode: 'cpu' })
  t.is(failure._tag, 'RunFailed')
  t.is(failure.message, 'thrown while running')
})

test.serial('a backend that gives way to the cpu fails the trial and says why', async t => {
  // webasm has no kernel maps: gpu.js warns, and runs them on the cpu.
  const map: typeof scaling = {
    ...scaling,
    kernel: gpu =>
      gpu.createKernelMap(
        { twice: 'function twice(x) { return x * 2 }' } as never,
        'function (a) { return twice(a[this.thread.x]) }' as never,
        {
          output: [4],
        },
      ),
    inputs: () => [[1, 2, 3, 4]],
    reference: () => ({ expected: { result: [2, 4, 6, 8], twice: [2, 4, 6, 8] } }),
  }
  t.true((await profile(t, map, { mode: 'cpu' })).notes?.includes('ran cpu'))
  const failure = await failureOf(t, map, { mode: 'webasm' })
  t.is(failure._tag, 'RunFailed')
  t.is(failure.message, 'expected mode webasm, got cpu: kernel maps are not supported on the webasm backend')
})

test.serial('a pipeline of kernels runs and is named', async t => {
  const chained: typeof scaling = {
    ...scaling,
    kernel: gpu => {
      const kernel = scaling.kernel(gpu, { mode: 'webasm' }) as (a: unknown) => unknown
      return gpu.createPipeline((a: unknown) => kernel(kernel(a)))
    },
    reference: args => ({ expected: (args[0] as number[][]).map(row => row.map((value, x) => value * 4 + 3 * x)) }),
  }
  const { notes } = await profile(t, chained, { mode: 'webasm' })
  t.regex(notes?.find(note => note.startsWith('ran')) ?? '', /pipeline on webasm \(fused-/)
})

test.serial('a kernel that was not made by the given gpu cannot be checked, and fails', async t => {
  const failure = await failureOf(t, { ...scaling, kernel: () => () => 1 }, { mode: 'cpu' })
  t.is(failure._tag, 'CompileFailed')
})

test.serial('headlessgl without the package gl is CompileFailed and says what it takes', async t => {
  const { GPU } = await import('gpu.js')
  if (GPU.isHeadlessGLSupported) {
    t.pass('this machine has headlessgl')
    return
  }
  const failure = await failureOf(t, scaling, { mode: 'headlessgl' })
  t.is(failure._tag, 'CompileFailed')
  t.regex(failure.message, /headlessgl: it takes the package gl/)
})

test.serial('gpu.js that is not installed is MissingPackage with the line that installs it', async t => {
  const load = (): Promise<GpujsModule> => optionalPackage('gpu.js-absent', () => import(`gpu.js-${'absent'}`))
  const profiled = gpujs({ ...scaling, load }).profile({ mode: 'cpu' }, context())()
  const error = await t.throwsAsync(profiled, { instanceOf: ParetuneError, message: 'npm install gpu.js-absent' })
  t.is(error.code, 'MissingPackage')
})

test.serial("metrics of the caller's own, and items, are part of the profile", async t => {
  const profiler = gpujs({
    ...scaling,
    items: () => 500,
    extra: {
      metrics: { cells: { unit: '', better: 'higher' } },
      measure: (_config, timing) => ({ cells: numbersIn(timing.output) }),
    },
  })
  t.deepEqual(
    profiler.metrics.map(({ name }) => name),
    ['latencyMs', 'throughput', 'compileMs', 'cells'],
  )
  const answer = await profiler.profile({ mode: 'webasm' }, context())()
  if (isLeft(answer)) throw t.fail(answer.left.message)
  const { latencyMs, throughput, cells } = answer.right.metrics
  t.is(cells, 96 * 96)
  t.is(throughput, 500_000 / statisticOf(latencyMs))
})
