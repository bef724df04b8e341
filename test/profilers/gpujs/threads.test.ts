import workerThreads from 'node:worker_threads'
import test from 'ava'
import { isLeft, isRight } from '#src/core/fp.js'
import { gpujs, type Reference } from '#src/profilers/gpujs/index.js'
import type { Profiler } from '#src/profilers/index.js'
import { type Config, context, profile, rows, scaling } from './kernels.js'

// gpu.js looks the class up each time that it starts a worker.
let workers = 0
workerThreads.Worker = class extends workerThreads.Worker {
  constructor(...parameters: ConstructorParameters<typeof workerThreads.Worker>) {
    super(...parameters)
    workers++
    this.once('exit', () => workers--)
  }
}

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
