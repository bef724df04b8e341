import { existsSync } from 'node:fs'
import { type Either, isLeft, left, right } from '../../core/fp.js'
import { type Config, fault, ParetuneError, type Profile, type ProfileFailure } from '../../core/index.js'
import { cancelled } from '../failure.js'
import { guarded } from '../guard.js'
import { machineFingerprint } from '../machine.js'
import { summarize } from '../measure/summarize.js'
import type { ProfileContext, Profiler } from '../profiler.js'
import type { CommandDefinition } from './definition.js'
import { checkedMetrics } from './definition-check.js'
import { failureOf, missing } from './failures.js'
import { invocationOf } from './invocation.js'
import { type Ended, runProgram } from './program.js'
import { type Readings, readingsOf, type ToldMetric } from './readings.js'

/** Of the time that a study gives an aborted profiler one half; of output, more than anybody reads. */
const DEFAULTS = { graceMs: 500, outputBytes: 64 * 2 ** 20 }

/**
 * Profiles any program, in any language. Parameters become arguments, environment variables or a JSON file; metrics come back as
 * JSON lines on stdout (`{"loss": 0.4}`), by regular expression, or by `parse`. A line with a `step` is an intermediate result: it
 * is reported, and a pruner may stop the program there. Metrics: those promised, and `wallMs` (the program from start to end).
 *
 * The program runs in a process group of its own; once a profile is answered none of its processes lives. Failures: RunFailed (exit
 * code), Crashed (signal), TimedOut, OutOfMemory, InvalidMetric (a promised metric is missing or no finite number), or what
 * `exitCodes` says; the last lines of the output are in `details`. A program that cannot be found and an unknown placeholder end a
 * study, and no configuration is blamed: the failure's cause is then a ParetuneError `InvalidProfiler`.
 *
 * @throws RangeError for a count, time or size that is none; ParetuneError `InvalidProfiler` for a metric that cannot be read,
 *   and for `memoryLimitBytes` outside Linux
 * @example
 * const training = command({
 *   command: ['python3', 'train.py', '--epochs', '3'],
 *   metrics: { loss: { unit: '', better: 'lower' } }, // the program prints {"loss": 0.31}
 * })
 */
export const command = <C extends Config, const M extends string = never>(
  definition: CommandDefinition<C, M>,
): Profiler<C, M | 'wallMs'> => {
  const told = checkedMetrics(definition)
  const { graceMs = DEFAULTS.graceMs } = definition
  const active = new Set<Promise<unknown>>()
  let closing = new AbortController()
  const profiler: Profiler<C, M | 'wallMs'> = {
    name: definition.name ?? nameOf(definition.command),
    metrics: [
      { name: 'wallMs', unit: 'ms', better: 'lower' },
      ...told.map(({ pattern: _, from: __, keep: ___, ...spec }) => spec),
    ],
    isolated: true,
    profile: (config, context) => async () => {
      const signal = AbortSignal.any([context.signal, closing.signal])
      const answer = profileOnce(definition, told, config, { ...context, signal })
      active.add(answer)
      try {
        // That the promised metrics are there has been seen to.
        return (await answer) as Either<ProfileFailure, Profile<M | 'wallMs'>>
      } finally {
        active.delete(answer)
      }
    },
    close: async () => {
      closing.abort()
      closing = new AbortController()
      await Promise.allSettled(active)
    },
  }
  // The guard waits for the killed processes to be gone, so that they do not disturb the next measurement.
  return guarded(profiler, { graceMs: graceMs + 2000 })
}

const nameOf = <C extends Config>(program: CommandDefinition<C, never>['command']): string =>
  typeof program === 'function' ? 'command' : ([program].flat()[0] ?? 'command')

const profileOnce = async <C extends Config, M extends string>(
  definition: CommandDefinition<C, M>,
  told: readonly ToldMetric[],
  config: C,
  context: ProfileContext,
): Promise<Either<ProfileFailure, Profile>> => {
  const { repeats = 1, parse } = definition
  const beganMs = performance.now()
  const samples = new Map<string, number[]>()
  const machine: Record<string, string> = {}
  const notes = new Set<string>()
  let runMs = 0
  let isStopped = false
  for (let run = 0; run < repeats && !isStopped; run++) {
    if (context.signal.aborted) return left(cancelled())
    const readings = readingsOf(told)
    // The steps of one run: those of the next would begin anew.
    const ended = await runOnce(definition, readings, config, context, run === 0)
    const failure = failureOf(ended, definition)
    if (failure) return left(failure)
    readings.find(ended)
    readings.add((await parse?.(ended, config)) ?? {})
    const found = readings.samples()
    if (isLeft(found)) return left(missing(found.left, ended))
    for (const [name, values] of new Map([...found.right, ['wallMs', [ended.wallMs]]])) {
      samples.set(name, [...(samples.get(name) ?? []), ...values])
    }
    for (const note of notesOf(readings, ended)) notes.add(note)
    Object.assign(machine, readings.machine)
    runMs += ended.wallMs
    isStopped = ended.interruption !== undefined
  }
  const unitOf = new Map([['wallMs', 'ms'], ...told.map(({ name, unit }) => [name, unit] as const)])
  const absent = told.filter(({ name }) => !samples.has(name)).map(({ name }) => [name, 'the program did not tell it'])
  const metrics = [...samples].map(
    ([name, values]) => [name, values.length > 1 ? summarize(values, unitOf.get(name) ?? '') : values[0]] as const,
  )
  return right({
    metrics: Object.fromEntries(metrics) as Profile['metrics'],
    costMs: performance.now() - beganMs,
    phases: { run: runMs },
    machine: machineFingerprint(machine),
    ...(absent.length > 0 && { absent: Object.fromEntries(absent) }),
    ...(notes.size > 0 && { notes: [...notes] }),
  })
}

const runOnce = async <C extends Config, M extends string>(
  definition: CommandDefinition<C, M>,
  readings: Readings,
  config: C,
  context: ProfileContext,
  isReporting: boolean,
): Promise<Ended> => {
  const { signal, window } = context
  const invocation = invocationOf(definition, config, context)
  let isListening = isReporting
  const onLine = (line: string): 'continue' | 'stop' => {
    const step = readings.line(line)
    if (!step || !isListening) return 'continue'
    const answer = context.report(step.step, step.metrics)
    isListening = answer === 'continue'
    return answer
  }
  try {
    const onlooker = { signal, onLine, ...(window && { window }) }
    return await runProgram(invocation, { ...DEFAULTS, ...definition }, onlooker)
  } catch (thrown) {
    throw startError(thrown, invocation.program, definition.cwd) ?? thrown
  } finally {
    invocation.remove()
  }
}

/** What `spawn` says where there is no such program: no other configuration would fare better. */
const startError = (thrown: unknown, program: string, cwd: string | URL | undefined): ParetuneError | undefined => {
  const { syscall, code } = thrown as NodeJS.ErrnoException
  if (!syscall?.startsWith('spawn') || !['ENOENT', 'ENOTDIR', 'EACCES'].includes(code ?? '')) return undefined
  const isFolderMissing = cwd !== undefined && !existsSync(cwd)
  const hint = /\s/.test(program) ? '; arguments are written apart, as in ["python3", "train.py"]' : ''
  const message = isFolderMissing
    ? `expected a folder ${cwd} to run \`${program}\` in, found none`
    : `expected a program \`${program}\` that can be run (a path, or a name in PATH), found none: ${code}${hint}`
  const details = { program, code, path: process.env.PATH }
  return new ParetuneError(fault('InvalidProfiler', message, { cause: thrown, details }))
}

const notesOf = ({ broken }: Readings, { leftBehind }: Ended): string[] => [
  ...(leftBehind.length > 0 ? [`processes left behind by the program were killed: ${leftBehind.join(', ')}`] : []),
  ...(broken.count > 0
    ? [`lines of stdout that begin with { and are no JSON: ${broken.count}, such as ${broken.first.slice(0, 80)}`]
    : []),
]
