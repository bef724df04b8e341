import workerThreads from 'node:worker_threads'
import test, { type ExecutionContext } from 'ava'
import { isLeft, isRight } from '#src/core/fp.js'
import { ParetuneError, type Profile, type ProfileFailure, statisticOf } from '#src/core/index.js'
import { type GpujsModule, gpujs, type Reference } from '#src/profilers/gpujs/index.js'
import type { Profiler } from '#src/profilers/index.js'
import { optionalPackage } from '#src/profilers/optional-package.js'
import { type Config, context, noWebGpu, rows, scaling, unlessSkipped } from './kernels.js'

const profile = async (t: ExecutionContext, definition: typeof scaling, config: Config): Promise<Profile> => {
  const profiler = gpujs(definition)
  try {
    const answer = await profiler.profile(config, context())()
    if (isLeft(answer)) throw t.fail(answer.left.message)
    return answer.right
  } finally {
    await profiler.close?.()
  }
}

const failureOf = async (t: ExecutionContext, definition: typeof scaling, config: Config): Promise<ProfileFailure> => {
  const profiler = gpujs(definition)
  try {
    const answer = await profiler.profile(config, context())()
    if (isRight(answer)) throw t.fail('expected a failure, got a profile')
    return answer.left
  } finally {
    await profiler.close?.()
  }
}

// gpu.js looks the class up each time that it starts a worker.
let workers = 0
workerThreads.Worker = class extends workerThreads.Worker {
  constructor(...parameters: ConstructorParameters<typeof workerThreads.Worker>) {
    super(...parameters)
    workers++
    this.once('exit', () => workers--)
  }
}
/** How many numbers a matrix has. */
const numbersIn = (output: unknown): number => (output as Float32Array[]).reduce((sum, row) => sum + row.length, 0)

const onWebGpu = noWebGpu === undefined ? test.serial : test.serial.skip

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

onWebGpu(`webgpu runs, and the notes name its adapter${unlessSkipped}`, async t => {
  const { notes } = await profile(t, scaling, { mode: 'webgpu' })
  t.true(notes?.includes('ran webgpu'), notes?.join())
  t.regex(notes?.[0] ?? '', /^webgpu adapter: ./)
})

onWebGpu(`a result that stays on the device is waited for, read and checked${unlessSkipped}`, async t => {
  const onDevice: typeof scaling = { ...scaling, settings: () => ({ pipeline: true, immutable: true }) }
  const { notes } = await profile(t, onDevice, { mode: 'webgpu' })
  t.true(notes?.includes('ran webgpu'))
  const wrong = await failureOf(t, { ...onDevice, reference: () => ({ expected: rows() }) }, { mode: 'webgpu' })
  t.is(wrong._tag, 'WrongOutput')
})

onWebGpu(`no buffer is left on the device after a profile${unlessSkipped}`, async t => {
  interface Device {
    createBuffer(...parameters: unknown[]): { destroy(): unknown }
  }
  const { prototype } = (globalThis as unknown as { GPUDevice: { prototype: Device } }).GPUDevice
  const { createBuffer } = prototype
  const live = new Set<unknown>()
  prototype.createBuffer = function (this: Device, ...parameters) {
    const buffer = createBuffer.apply(this, parameters)
    const destroy = buffer.destroy.bind(buffer)
    buffer.destroy = () => {
      live.delete(buffer)
      return destroy()
    }
    live.add(buffer)
    return buffer
  }
  t.teardown(() => {
    prototype.createBuffer = createBuffer
  })
  for (const pipeline of [false, true]) {
    let mostLive = 0
    const reference: typeof scaling.reference = (args, config) => {
      mostLive = live.size
      return scaling.reference?.(args, config) as Reference
    }
    await profile(t, { ...scaling, settings: () => ({ pipeline, immutable: pipeline }), reference }, { mode: 'webgpu' })
    t.true(mostLive > 0)
    t.is(live.size, 0)
  }
})

onWebGpu(
  `the shared device ends with the last profiler that used it, and a later profile gets a new one${unlessSkipped}`,
  async t => {
    let ended = 0
    const { GPU, WebGPUContext } = (await import('gpu.js')) as unknown as Required<GpujsModule>
    const load = async () => ({
      GPU,
      WebGPUContext: {
        acquire: () => WebGPUContext.acquire(),
        destroy: () => {
          ended++
          return WebGPUContext.destroy()
        },
      },
    })
    const shared = await load()
    const [one, two] = [
      gpujs({ ...scaling, load: async () => shared }),
      gpujs({ ...scaling, load: async () => shared }),
    ]
    for (const profiler of [one, two, one]) t.true(isRight(await profiler.profile({ mode: 'webgpu' }, context())()))
    await one.close?.()
    t.is(ended, 0)
    t.true(isRight(await two.profile({ mode: 'webgpu' }, context())()))
    await two.close?.()
    t.is(ended, 1)
    t.true(isRight(await two.profile({ mode: 'webgpu' }, context())()))
    await two.close?.()
    t.is(ended, 2)
  },
)

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

for (const when of ['compiling', 'measuring'] as const) {
  test.serial(`an abort while ${when} is Cancelled, and ends the kernel and its threads`, async t => {
    const controller = new AbortController()
    const abortsWhen = (now: typeof when): void => {
      if (now === when) setTimeout(() => controller.abort(), 5)
    }
    const profiler = gpujs({
      ...scaling,
      keep: 1,
      limits: { timeMs: 60_000, warmupMs: 60_000 },
      inputs: config => {
        abortsWhen('compiling')
        return scaling.inputs(config)
      },
      reference: () => {
        abortsWhen('measuring')
        return { expected: rows().map(row => row.map((value, x) => value * 2 + x)) }
      },
    })
    const answer = await profiler.profile({ mode: 'webasm', poolSize: 2 }, context({ signal: controller.signal }))()
    t.is(isLeft(answer) && answer.left._tag, 'Cancelled')
    // An abort does not wait for the first call: the kernel ends after it.
    while (workers > 0) await new Promise(resolve => setTimeout(resolve, 5))
    await profiler.close?.()
  })
}

test.serial('a kernel that is in use when its profiler is closed ends with its profile', async t => {
  const profiler: Profiler<Config> = gpujs({
    ...scaling,
    keep: 1,
    reference: async (args, config) => {
      await profiler.close?.()
      return scaling.reference?.(args, config) as Reference
    },
  })
  t.true(isRight(await profiler.profile({ mode: 'webasm', poolSize: 2 }, context())()))
  t.is(workers, 0)
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

test.serial('no thread is left after a profile, nor after close where kernels are kept', async t => {
  await profile(t, scaling, { mode: 'webasm', poolSize: 2 })
  t.is(workers, 0)
  const profiler = gpujs({ ...scaling, keep: 2 })
  const compileMs = async (poolSize: number): Promise<unknown> => {
    const answer = await profiler.profile({ mode: 'webasm', poolSize }, context())()
    return isRight(answer) ? answer.right.metrics.compileMs : t.fail(answer.left.message)
  }
  const [, first] = [await compileMs(1), await compileMs(2), await compileMs(3)]
  t.is(workers, 2 + 3)
  t.is(await compileMs(2), first)
  t.is(workers, 2 + 3)
  await profiler.close?.()
  t.is(workers, 0)
})
