import test from 'ava'
import { abortedAfter } from '../context.js'
import { failureOf, isRunning, planted, profileOf } from './planted-profiler.js'

test.serial('a hang that hears the abort times out, and what may run on in its process ends with it', async t => {
  const made = planted(t)
  const { pid } = (await profileOf(made, 'measure')).metrics
  t.is((await failureOf(made, 'hang', { timeoutMs: 100 }))._tag, 'TimedOut')
  t.false(isRunning(Number(pid)))
  t.is((await profileOf(made, 'measure')).metrics.latencyMs, 1)
})

test.serial('an endless loop is killed and replaced: timed out, or cancelled', async t => {
  const made = planted(t, { graceMs: 50 })
  const { pid } = (await profileOf(made, 'measure')).metrics
  t.is((await failureOf(made, 'loop', { timeoutMs: 100 }))._tag, 'TimedOut')
  t.false(isRunning(Number(pid)))
  const { pid: next } = (await profileOf(made, 'measure')).metrics
  t.not(next, pid)
  t.is((await failureOf(made, 'loop', { signal: abortedAfter(50) }))._tag, 'Cancelled')
  t.false(isRunning(Number(next)))
})

test.serial(
  'a process that ends is a crash, told with code or signal and the end of stderr; the next call gets another',
  async t => {
    const made = planted(t)
    const exit = await failureOf(made, 'exit')
    t.like(exit, { _tag: 'Crashed', details: { code: 7, signal: null } })
    t.regex(exit.message, /exit code 7, on stderr: first words\nlast words/)
    t.like(await failureOf(made, 'kill'), { _tag: 'Crashed', details: { code: null, signal: 'SIGSEGV' } })
    t.like(await failureOf(made, 'abort'), { _tag: 'Crashed', details: { signal: 'SIGABRT' } })
    t.regex((await failureOf(made, 'late')).message, /thrown where nobody catches/)
    t.like(await failureOf(made, 'reject'), { _tag: 'Crashed', details: { code: 1 } })
    t.regex((await failureOf(made, 'killed')).message, /signal SIGKILL \(so does the kernel where memory runs out\)/)
    t.is((await profileOf(made, 'measure')).metrics.latencyMs, 1)
  },
)

test.serial('a full heap is out of memory', async t => {
  const failure = await failureOf(planted(t, { memoryMb: 32 }), 'heap')
  t.is(failure._tag, 'OutOfMemory')
  t.regex(failure.message, /heap out of memory/)
})

test.serial('memory outside of the heap is limited as well, even in an endless loop', async t => {
  const made = planted(t, { memoryLimitBytes: 200 * 2 ** 20 })
  const { pid } = (await profileOf(made, 'measure')).metrics
  const failure = await failureOf(made, 'external')
  t.like(failure, { _tag: 'OutOfMemory', details: { limitBytes: 200 * 2 ** 20, signal: 'SIGKILL' } })
  t.regex(failure.message, /^expected at most 209715200 bytes of resident memory, got \d+$/)
  t.true(Number(failure.details?.residentBytes) > 200 * 2 ** 20)
  t.not((await profileOf(made, 'measure')).metrics.pid, pid)
  t.is((await failureOf(planted(t, { memoryLimitBytes: 2 ** 20 }), 'slow'))._tag, 'OutOfMemory')
  t.throws(() => planted(t, { memoryLimitBytes: 0 }), { instanceOf: RangeError, message: /above 0 bytes.*got 0/ })
})

test.serial(
  'an allocation that fails and a stack that overflows are failures of the trial, not of the process',
  async t => {
    const made = planted(t)
    const { pid } = (await profileOf(made, 'measure')).metrics
    t.like(await failureOf(made, 'stack'), { _tag: 'RunFailed', message: 'Maximum call stack size exceeded' })
    t.is((await profileOf(made, 'measure')).metrics.pid, pid)
    t.is((await failureOf(made, 'allocate'))._tag, 'OutOfMemory')
    t.not((await profileOf(made, 'measure')).metrics.pid, pid, 'what is short of memory is not used again')
  },
)

test.serial('a process in which a trial left a timer running measures no other', async t => {
  const made = planted(t)
  const { metrics, notes = [] } = await profileOf(made, 'timer')
  t.deepEqual(notes, ['left running, so its process was ended: Timeout'])
  t.false(isRunning(Number(metrics.pid)))
  t.deepEqual((await profileOf(made, 'measure')).notes, undefined)
})
