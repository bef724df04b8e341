import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { platform, tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { ParetuneError } from '#src/core/index.js'
import { kernelKills } from '#src/profilers/kernel-kills.js'
import { abortedAfter } from '../context.js'
import { deed, failureOf, needsPython, profileOf, programPath } from './running.js'

const onLinux = platform() === 'linux' ? test : test.skip
const inPython = needsPython.isMissing ? test.skip : test

test('an exit code is a failure with the last lines of stderr', async t => {
  const { _tag, message, details } = await failureOf({ command: deed('exit', '3') })
  t.is(_tag, 'RunFailed')
  t.is(message, 'the program ended by exit code 3, on stderr: no such layer: 9')
  t.like(details, { exitCode: 3, signal: null, stderr: ['no such layer: 9'] })
})

test('exit codes mean what they are said to mean', async t => {
  const exitCodes = { 3: 'ok', 77: 'CompileFailed', 0: 'WrongOutput' } as const
  t.true(Number((await profileOf({ command: deed('exit', '3'), exitCodes })).metrics.wallMs) > 0)
  t.is((await failureOf({ command: deed('exit', '77'), exitCodes }))._tag, 'CompileFailed')
  t.is((await failureOf({ command: deed('exit', '78'), exitCodes }))._tag, 'RunFailed')
  t.is((await failureOf({ command: deed('measure'), exitCodes }))._tag, 'WrongOutput')
})

test('a signal is a crash, also where a shell tells of it', async t => {
  const crashed = await failureOf({ command: deed('crash') })
  t.is(crashed._tag, 'Crashed')
  t.regex(crashed.message, /^the program ended by signal SIGSEGV/)
  t.is(crashed.details?.signal, 'SIGSEGV')
  const inShell = await failureOf({ command: ['sh', '-c', '"$@"; exit $?', 'sh', ...deed('crash')] })
  t.is(inShell._tag, 'Crashed')
  t.regex(inShell.message, /exit code 139, a shell's SIGSEGV/)
})

test('a SIGKILL from outside is a crash that may have been for memory', async t => {
  const { _tag, message } = await failureOf({ command: deed('killed') })
  t.is(_tag, 'Crashed')
  t.regex(message, /signal SIGKILL from outside, which may have been for memory/)
})

test('a program that says that memory ran out has run out of it', async t => {
  const { _tag, message } = await failureOf({ command: deed('heap') })
  t.is(_tag, 'OutOfMemory')
  t.regex(message, /Tried to allocate 2\.00 GiB/)
})

onLinux('a program over its memory limit is killed, and the failure has the figure', async t => {
  const memoryLimitBytes = 300 * 2 ** 20
  const { _tag, message, details } = await failureOf({ command: deed('hog'), memoryLimitBytes })
  t.is(_tag, 'OutOfMemory')
  t.regex(message, /^expected at most 314572800 bytes of resident memory, got \d+ in 1 process/)
  t.true(Number(details?.residentBytes) > memoryLimitBytes)
})

inPython(`memory that processes share counts once against the limit${needsPython.note}`, async t => {
  const { metrics } = await profileOf({
    command: ['python3', programPath('shared_memory.py')],
    metrics: ['loss'],
    memoryLimitBytes: 450e6,
  })
  t.is(metrics.loss, 120)
})

test('the kernel tells in v1 and v2 control groups how many processes it killed', t => {
  const folder = mkdtempSync(join(tmpdir(), 'paretune-cgroup-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const write = (path: string, text: string) => {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), text)
    return join(folder, path)
  }
  const v2 = write('v2/cgroup', '0::/job/1\n')
  t.is(kernelKills(v2, join(folder, 'v2')), undefined)
  write('v2/memory.events', 'low 0\noom 4\noom_kill 3\noom_group_kill 0\n')
  t.is(kernelKills(v2, join(folder, 'v2')), 3)
  write('v2/job/1/memory.events', 'low 0\noom 2\noom_kill 1\n')
  t.is(kernelKills(v2, join(folder, 'v2')), 1)
  const v1 = write('v1/cgroup', '9:name=systemd:/\n4:cpuset,memory:/docker/ab\n0::/\n')
  write('v1/memory/memory.oom_control', 'oom_kill_disable 0\nunder_oom 0\noom_kill 5\n')
  t.is(kernelKills(v1, join(folder, 'v1')), 5)
  write('v1/memory/docker/ab/memory.oom_control', 'oom_kill_disable 0\nunder_oom 0\noom_kill 2\n')
  t.is(kernelKills(v1, join(folder, 'v1')), 2)
})

test('a hanging program is out of time, by its own limit or by that of the trial', async t => {
  t.is((await profileOf({ command: deed('measure'), timeoutMs: 1e10 })).notes, undefined)
  const own = await failureOf({ command: deed('hang'), timeoutMs: 1000 })
  t.is(own._tag, 'TimedOut')
  t.regex(own.message, /^expected the program to end within 1000 ms, it did not/)
  t.true((own.costMs ?? 0) >= 999)
  t.regex(String(own.details?.stdout), /"pid"/)
  t.is((await failureOf({ command: deed('hang') }, { context: { timeoutMs: 300 } }))._tag, 'TimedOut')
})

test('an abort is answered with Cancelled', async t => {
  const signal = abortedAfter(200)
  t.is((await failureOf({ command: deed('stubborn') }, { context: { signal } }))._tag, 'Cancelled')
})

for (const [what, definition, expected] of [
  ['program', { command: 'no-such-program-anywhere' }, /expected a program `no-such-program-anywhere` .* ENOENT$/],
  ['program with its arguments in one', { command: 'node -e 0' }, /arguments are written apart/],
  ['program that may not be run', { command: programPath('deeds.mjs') }, /found none: EACCES/],
  ['folder', { command: process.execPath, cwd: '/no/such/folder' }, /expected a folder \/no\/such\/folder to run/],
] as const) {
  test(`a ${what} that is not there is an error of the profiler and no failure of a configuration`, async t => {
    const { cause } = await failureOf(definition)
    t.true(cause instanceof ParetuneError)
    t.is((cause as ParetuneError).code, 'InvalidProfiler')
    t.regex((cause as ParetuneError).message, expected)
  })
}
