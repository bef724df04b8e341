import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { platform } from 'node:os'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import test from 'ava'
import type { ProfileFailure } from '#src/core/index.js'
import { command, type ProfileContext } from '#src/profilers/index.js'
import { abortedAfter, contextOf } from '../context.js'
import { deed, failureOf, isRunning, needsPython, profileOf, programPath, until } from './running.js'

const onLinux = platform() === 'linux' ? test : test.skip
const onLinuxInPython = platform() !== 'linux' || needsPython.isMissing ? test.skip : test

const TUNER = new URL('./tuner.js', import.meta.url)

/** The processes that a program told of before it failed. */
const told = (failure: ProfileFailure): readonly number[] => {
  const [line] = (failure.details?.stdout ?? []) as readonly string[]
  const { pid, pids = [pid] } = JSON.parse(line ?? '{}')
  return pids
}

test('a program that hangs is gone when its failure is answered, one that ignores SIGTERM too', async t => {
  for (const name of ['hang', 'stubborn']) {
    const failure = await failureOf({ command: deed(name), timeoutMs: 1000 })
    t.is(told(failure).length, 1)
    t.deepEqual(told(failure).filter(isRunning), [])
  }
})

onLinux('children and those in sessions of their own are gone with it', async t => {
  const failure = await failureOf({ command: deed('family'), timeoutMs: 1500 })
  t.is(told(failure).length, 3)
  t.deepEqual(told(failure).filter(isRunning), [])
})

onLinuxInPython(`worker processes in Python are gone with it${needsPython.note}`, async t => {
  const failure = await failureOf({
    command: ['python3', programPath('deeds.py'), 'hanging_workers'],
    timeoutMs: 3000,
  })
  t.is(told(failure).length, 2)
  t.deepEqual(told(failure).filter(isRunning), [])
})

onLinux('who outlives a program that ended well is killed, and a note says so', async t => {
  const { metrics, notes } = await profileOf({ command: deed('leaver'), metrics: ['loss'] })
  t.is(metrics.loss, 1)
  t.false(isRunning(Number(metrics.child)))
  t.deepEqual(notes, ['processes left behind by the program were killed: node'])
})

/** Runs a deed that hangs, and answers with its process once it lives. */
const started = async (profile: (context: ProfileContext) => Promise<unknown>) => {
  const lines: number[] = []
  const answer = profile(
    contextOf({
      report: (_step, { pid }) => {
        lines.push(Number(pid))
        return 'continue'
      },
    }),
  )
  await until(() => lines.length > 0)
  return { answer, pid: lines[0] as number }
}
const HANG = [
  process.execPath,
  '-e',
  'console.log(JSON.stringify({ step: 1, pid: process.pid })); setInterval(() => {}, 1000)',
]

test('closing ends what runs, and the profiler may be used again', async t => {
  const made = command({ command: HANG })
  const { answer, pid } = await started(context => made.profile({}, context)())
  await made.close?.()
  t.false(isRunning(pid))
  t.like(await answer, { _tag: 'Left', left: { _tag: 'Cancelled' } })
  const again = await made.profile({}, contextOf({ signal: abortedAfter(500) }))()
  t.like(again, { left: { _tag: 'Cancelled' } })
})

test('an onlooker that throws ends the program', async t => {
  let pid = 0
  const failure = await failureOf(
    { command: HANG },
    {
      context: {
        report: (_step, metrics) => {
          pid = Number(metrics.pid)
          throw new Error('broken pruner')
        },
      },
    },
  )
  t.is(failure.message, 'broken pruner')
  t.false(isRunning(pid))
})

/** Runs a command in another thread; answers with the tag of what came. */
const inThread = (args: readonly string[]) => {
  const thread = new Worker(TUNER, { argv: [...args], stdout: true })
  const lines = thread.stdout.setEncoding('utf8')
  return { first: once(lines, 'data'), last: lines.toArray().then(all => String(all.at(-1)).trim()) }
}
const WHILE = [
  process.execPath,
  '-e',
  'console.log(JSON.stringify({ step: 1, pid: process.pid })); setTimeout(() => {}, 2500)',
]

onLinux('programs of two threads are told apart, and the end of one leaves the other alone', async t => {
  const slow = inThread(WHILE)
  await slow.first
  t.is(await inThread(deed('measure')).last, 'Right')
  t.is(await slow.last, 'Right')
})

const killed = platform() === 'win32' ? test.skip : test
killed('a program ends when the process that tunes is killed', async t => {
  const tuner = spawn(process.execPath, [fileURLToPath(TUNER), ...HANG], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = await once(tuner.stdout.setEncoding('utf8'), 'data')
  const pid = Number(line)
  t.true(isRunning(pid))
  tuner.kill('SIGKILL')
  await until(() => !isRunning(pid))
  t.pass()
})

test('meters are told of the process, and when it has ended', async t => {
  const events: unknown[] = []
  const window = {
    start: async (pid?: number) => void events.push(['start', pid === undefined ? pid : isRunning(pid)]),
    stop: async (runs: number) => void events.push(['stop', runs]),
  }
  await profileOf({ command: deed('slow'), metrics: ['loss'], repeats: 2 }, { context: { window } })
  t.deepEqual(events, [
    ['start', true],
    ['stop', 1],
    ['start', true],
    ['stop', 1],
  ])
})
