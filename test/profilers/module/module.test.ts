import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import test from 'ava'
import { ParetuneError } from '#src/core/index.js'
import { type ModuleProfilerOptions, moduleProfiler } from '#src/profilers/index.js'
import { checkProfiler } from '#src/testing/index.js'
import { abortedAfter, contextOf } from '../context.js'
import { failureOf, isRunning, PLANTED, planted, profileOf, until } from './planted-profiler.js'

test.serial('a configuration is measured in another process, which serves the next one too', async t => {
  const made = planted(t)
  const first = await profileOf(made, 'measure')
  t.not(first.metrics.pid, process.pid)
  t.true((first.phases.process ?? 0) > 0 && first.costMs >= (first.phases.process ?? 0))
  const second = await profileOf(made, 'measure')
  t.is(second.metrics.pid, first.metrics.pid)
  t.is(second.phases.process, undefined)
})

test.serial('a module profiler keeps the contract', async t => {
  t.deepEqual(
    await checkProfiler(planted(t), {
      configs: [{ deed: 'measure' }, { deed: 'slow' }],
      invalidConfig: { deed: 'throw' },
    }),
    [],
  )
})

test.serial('a fresh process for every profile, where asked for', async t => {
  const made = planted(t, { fresh: true })
  const [first, second] = [await profileOf(made, 'measure'), await profileOf(made, 'measure')]
  t.not(first.metrics.pid, second.metrics.pid)
  t.false(isRunning(Number(first.metrics.pid)))
})

test.serial('as many processes as calls at a time, up to the limit; the others wait', async t => {
  const made = planted(t, { processes: 2 })
  const profiles = await Promise.all([1, 2, 3, 4].map(() => profileOf(made, 'slow')))
  t.is(new Set(profiles.map(({ metrics }) => metrics.pid)).size, 2)
})

test.serial('a call that waits for its turn can be aborted, and gives its turn away', async t => {
  const made = planted(t)
  const running = profileOf(made, 'slow')
  t.is((await failureOf(made, 'measure', { signal: abortedAfter(20) }))._tag, 'Cancelled')
  const [{ metrics }, next] = await Promise.all([running, profileOf(made, 'measure')])
  t.is(next.metrics.pid, metrics.pid)
})

test.serial('arguments, environment, flags, fidelity, trials and logged metrics cross over', async t => {
  t.is((await profileOf(planted(t, { env: { PLANTED_LATENCY_MS: '12' } }), 'env')).metrics.latencyMs, 12)
  const logged: [string, number][] = []
  const log = (metric: string, value: number): void => void logged.push([metric, value])
  const { metrics } = await profileOf(planted(t), 'log', { log, fidelity: 0.5, trial: 9, resumeFrom: 4 })
  t.like(metrics, { latencyMs: 0.5, epochs: 3, trial: 9, resumeFrom: 4 })
  t.deepEqual(logged, [
    ['epochs', 3],
    ['trial', 9],
    ['resumeFrom', 4],
  ])
  const made = moduleProfiler(PLANTED, { name: 'made', export: 'made', metrics: ['area'], args: { metric: 'area' } })
  t.teardown(() => made.close?.())
  t.is((await made.profile({}, contextOf())())._tag, 'Right')
})

test("the answer 'stop' to a report reaches the module", async t => {
  const steps: number[] = []
  const report = (step: number): 'continue' | 'stop' => {
    steps.push(step)
    return step < 3 ? 'continue' : 'stop'
  }
  const { metrics } = await profileOf(planted(t), 'report', { report })
  t.true(Number(metrics.latencyMs) >= 3)
  t.deepEqual(steps.slice(0, 4), [0, 1, 2, 3])
})

test.serial('a report or a log that throws fails the trial, not the program', async t => {
  const made = planted(t)
  const thrower = (): never => {
    throw new Error('a pruner broke')
  }
  t.like(await failureOf(made, 'report', { report: thrower }), { _tag: 'RunFailed', message: 'a pruner broke' })
  t.like(await failureOf(made, 'log', { log: thrower }), { _tag: 'RunFailed', message: 'a pruner broke' })
  t.is((await profileOf(made, 'measure')).metrics.latencyMs, 1)
})

test.serial('failures, bad metrics and what cannot be sent are told as they are', async t => {
  const made = planted(t)
  t.like(await failureOf(made, 'throw'), { _tag: 'CompileFailed', message: 'line 3: unknown type' })
  t.regex((await failureOf(made, 'nan')).message, /`latencyMs`, got NaN/)
  t.like(await failureOf(made, 'miss'), { _tag: 'InvalidMetric' })
  t.regex((await failureOf(made, 'unsendable')).message, /expected a profile that can be sent between processes/)
  t.is((await profileOf(made, 'measure')).metrics.latencyMs, 1)
})

test.serial('meters read the process that measures: what the module says counts, or all of it', async t => {
  const told: (number | string | undefined)[] = []
  const window = {
    start: async (pid?: number) => void told.push(pid),
    stop: async (runs: number) => void told.push(`${runs} runs`),
  }
  const made = planted(t)
  const { pid } = (await profileOf(made, 'measure', { window })).metrics
  t.deepEqual(told, [pid, '1 runs'])
  await profileOf(made, 'window', { window })
  t.deepEqual(told.slice(2), [pid, pid, '5 runs'])
})

test.serial('a module that is not what was promised is one clear failure, for programs an InvalidProfiler', async t => {
  const cases: [Partial<ModuleProfilerOptions<'latencyMs' | 'pid'>>, RegExp][] = [
    [
      { metrics: { latencyMs: { unit: 's' }, pid: { unit: '' } } },
      /expected the metrics latencyMs \[s\], pid \[\], got latencyMs \[ms\], pid \[\]$/,
    ],
    [{ export: 'absent' }, /expected an export named `absent`, got broken, made, number, profiler$/],
    [{ export: 'number' }, /expected the export `number` to be a profiler or a function that makes one, got 7$/],
    [{ export: 'broken' }, /no model file$/],
  ]
  for (const [options, message] of cases) {
    const failure = await failureOf(planted(t, options), 'measure')
    t.regex(failure.message, message)
    t.true(failure.message.includes(PLANTED.href))
    t.is(failure.cause instanceof ParetuneError && failure.cause.code, 'InvalidProfiler')
  }
  const absent = planted(t, {}, new URL('./absent.js', import.meta.url))
  t.regex((await failureOf(absent, 'measure')).message, /absent\.js: Cannot find module/)
})

test.serial('a closed profiler has ended its processes, the measuring ones too, and can be used again', async t => {
  const made = planted(t, { processes: 2 })
  const { pid } = (await profileOf(made, 'measure')).metrics
  const looping = failureOf(made, 'loop')
  const waiting = [failureOf(made, 'loop'), failureOf(made, 'measure')]
  await sleep(300)
  await made.close?.()
  t.deepEqual(await Promise.all([looping, ...waiting].map(async failure => (await failure)._tag)), [
    'Cancelled',
    'Cancelled',
    'Cancelled',
  ])
  t.false(isRunning(Number(pid)))
  t.is((await profileOf(made, 'measure')).metrics.latencyMs, 1)
})

test.serial('an idle process keeps nobody alive, and closing leaves nothing behind', async t => {
  const resources = (): string[] => process.getActiveResourcesInfo().sort()
  const before = resources()
  const made = planted(t, { processes: 2 })
  await Promise.all([profileOf(made, 'slow'), profileOf(made, 'slow'), failureOf(made, 'exit')])
  await until(() => resources().join() === before.join())
  await made.close?.()
  await until(() => resources().join() === before.join())
  t.pass()
})

/** Another process that uses a module profiler, told as a program; its first words are the pid of the process it started. */
const tuning = (program: string): ChildProcess => {
  const source = `
    import { moduleProfiler } from ${JSON.stringify(import.meta.resolve('#src/profilers/index.js'))}
    const context = { signal: new AbortController().signal, timeoutMs: 60000, fidelity: 1, seed: 1, log() {}, report: () => 'continue' }
    const made = moduleProfiler(new URL(${JSON.stringify(PLANTED.href)}), { name: 'planted', metrics: ['latencyMs', 'pid'] })
    const profile = deed => made.profile({ deed }, context)()
    console.log((await profile('measure')).right.metrics.pid)
    ${program}`
  return spawn(process.execPath, ['--input-type=module', '--eval', source], { stdio: ['ignore', 'pipe', 'inherit'] })
}

const firstWordsOf = async ({ stdout }: ChildProcess): Promise<string> =>
  String((await once(stdout ?? process.stdin, 'data'))[0])

test.serial('a program that forgets to close ends all the same, and so does its process', async t => {
  const parent = tuning('')
  const exit = once(parent, 'exit')
  const pid = Number(await firstWordsOf(parent))
  t.deepEqual(await exit, [0, null])
  await until(() => !isRunning(pid))
  t.pass()
})

test.serial('a killed program leaves no process behind, not even one in an endless loop', async t => {
  const parent = tuning("await profile('loop')")
  const pid = Number(await firstWordsOf(parent))
  await sleep(200)
  parent.kill('SIGKILL')
  await until(() => !isRunning(pid))
  t.pass()
})

test.serial('Ctrl-C is left to the program that tunes', async t => {
  const made = planted(t)
  const { pid } = (await profileOf(made, 'measure')).metrics
  process.kill(Number(pid), 'SIGINT')
  t.is((await profileOf(made, 'measure')).metrics.pid, pid)
})
