import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import test from 'ava'
import { cpuTime, diskTraffic, memoryUse, type Reading } from '#src/profilers/meters/index.js'
import type { Work } from './own-process.js'
import { burn, figure, readingOf } from './readings.js'

// Meters of a process: readings grow with the work that is done, in the process that meters and in another one.

const MiB = 2 ** 20
const onLinux = process.platform === 'linux' ? test.serial : test.serial.skip

/** The readings of a process that meters itself. */
const ownReadings = (work: Work, ...args: readonly string[]): readonly [Reading, Reading] => {
  const program = fileURLToPath(new URL('own-process.js', import.meta.url))
  const { stdout, stderr, status } = spawnSync(process.execPath, [program, work, ...args], { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return JSON.parse(stdout)
}

/** A script of Node.js in another process, with `burn(cpuMs)`, and `hear(work)`, which works at the first message. */
const child = (script: string): ChildProcess => {
  const prelude = `
    const burn = ${burn}
    const hear = work => process.once('message', async () => { await work(); process.exit() })
    const child = script => require('child_process').spawnSync(process.execPath, ['--eval', 'const burn = ' + burn + ';' + script])`
  return spawn(process.execPath, ['--eval', `${prelude}\n${script}\nprocess.send('ready')`], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
}

/** The other process once it hears, and the work of telling it to begin and of waiting until it has ended. */
const waiting = async (script: string): Promise<{ readonly pid: number; readonly work: () => Promise<unknown> }> => {
  const process = child(script)
  await once(process, 'message')
  const work = async (): Promise<void> => {
    const exited = once(process, 'exit')
    process.send('begin')
    await exited
  }
  return { pid: process.pid ?? 0, work }
}

test.serial('CPU time is that of the work, per run', t => {
  const [reading] = ownReadings('burn')
  const cpuMs = 4 * figure(reading, 'cpuMs')
  t.true(cpuMs >= 200, JSON.stringify(reading))
  const utilization = figure(reading, 'cpuUtilization')
  t.true(utilization > 0 && utilization <= cpus().length, String(utilization))
})

test.serial('a process that waits uses less of the processor than one that works', t => {
  const [waited, worked] = ownReadings('wait')
  t.true(figure(waited, 'cpuUtilization') < figure(worked, 'cpuUtilization'), JSON.stringify([waited, worked]))
})

// Whatever a process uses beside its work (a start, an exit) is more: these have a bound below only, less two ticks.
onLinux('CPU time of another process counts to its end, also if nobody looks', async t => {
  const { pid, work } = await waiting('hear(() => burn(200))')
  const reading = await readingOf(cpuTime(), work, { pid, pollMs: 60_000 })
  t.true(figure(reading, 'cpuMs') >= 180, JSON.stringify(reading))
})

onLinux('CPU time of descendants counts once, of one that ended before and of one that lives', async t => {
  const living = `require('child_process').spawn(process.execPath, ['--eval', 'const burn = ' + burn + '; burn(200)']).on('exit', resolve)`
  const { pid, work } = await waiting(`hear(() => { child('burn(800)'); return new Promise(resolve => ${living}) })`)
  const reading = await readingOf(cpuTime(), work, { pid })
  // The starts of two processes are in it too; counted twice, it would be 1800 ms and more.
  const cpuMs = figure(reading, 'cpuMs')
  t.true(cpuMs >= 980 && cpuMs < 1700, JSON.stringify(reading))
})

onLinux('of two processes that end at the same time, neither is told the time of the other', async t => {
  const [busy, lazy] = await Promise.all([waiting('hear(() => burn(300))'), waiting('hear(() => {})')])
  const busyWindow = readingOf(cpuTime(), busy.work, { pid: busy.pid })
  const lazyWindow = readingOf(cpuTime(), () => busyWindow.then(lazy.work), { pid: lazy.pid })
  const ofBusy = await busyWindow
  const ofLazy = await lazyWindow
  t.true(figure(ofBusy, 'cpuMs') >= 250, JSON.stringify(ofBusy))
  t.true(figure(ofLazy, 'cpuMs') < 150, JSON.stringify(ofLazy))
})

onLinux('a process that has ended before its window has no reading, and the reason says so', async t => {
  const { pid, work } = await waiting('hear(() => {})')
  await work()
  for (const meter of [cpuTime(), diskTraffic(), memoryUse()])
    await t.throwsAsync(
      readingOf(meter, () => {}, { pid }),
      { message: /^expected process \d+ to live/ },
    )
})

test.serial('memory grows with what is allocated', t => {
  const [before, after] = ownReadings('allocate')
  for (const name of ['rssBytes', 'peakRssBytes', 'externalBytes', 'arrayBuffersBytes'] as const)
    t.true(figure(after, name) - figure(before, name) > 48 * MiB, name)
})

onLinux('a peak of resident memory counts in its window, also one that nobody looked at, and in no later one', t => {
  const [during, after] = ownReadings('peak')
  t.true(figure(during, 'peakRssBytes') - figure(during, 'rssBytes') > 64 * MiB, JSON.stringify(during))
  t.true(figure(after, 'peakRssBytes') - figure(after, 'rssBytes') < 32 * MiB, JSON.stringify(after))
})

onLinux('a window that begins does not hide the peak of one that is open', t => {
  const [outer] = ownReadings('peakWithin')
  t.true(figure(outer, 'peakRssBytes') - figure(outer, 'rssBytes') > 64 * MiB, JSON.stringify(outer))
})

onLinux('memory of another process is that of its descendants too', async t => {
  const hold = `const held = Buffer.alloc(${64 * MiB}, 1); console.log(held[0]); setInterval(() => {}, 1000)`
  const { pid, work } = await waiting(`hear(() => {
    const held = Buffer.alloc(${64 * MiB}, 1)
    const other = require('child_process').spawn(process.execPath, ['--eval', ${JSON.stringify(hold)}])
    return new Promise(resolve => {
      const end = () => { other.kill(); resolve(held) }
      other.stdout.once('data', () => setTimeout(end, 1500))
    })
  })`)
  const reading = await readingOf(memoryUse(), work, { pid })
  t.true(figure(reading, 'peakRssBytes') > 128 * MiB, JSON.stringify(reading))
  t.regex(reading.absent?.heapUsedBytes ?? '', /^expected this process/)
})

test.serial('collections of garbage are counted, with their pauses, per run', t => {
  const [reading, idle] = ownReadings('collect')
  t.true(figure(reading, 'gcCount') >= 1)
  t.true(figure(reading, 'gcPauseMs') > 0)
  t.is(figure(idle, 'gcCount'), 0)
})

const folder = mkdtempSync(join(import.meta.dirname, 'disk-'))
test.after.always(() => rmSync(folder, { recursive: true }))
/** What a file system in memory writes goes to no disk. @see statfs(2) */
const TMPFS = 0x01021994
const withDisk = process.platform === 'linux' && statfsSync(folder).type !== TMPFS

;(withDisk ? test.serial : test.serial.skip)('bytes written to disk are those of the file, per run', t => {
  const [reading] = ownReadings('write', join(folder, 'own'))
  t.true(2 * figure(reading, 'diskWrittenBytes') >= 8 * MiB, JSON.stringify(reading))
})

;(withDisk ? test.serial : test.serial.skip)(
  'so are those of another process at which nobody looks, and of its children',
  async t => {
    const write = (name: string): string =>
      `require('fs').writeFileSync(${JSON.stringify(join(folder, name))}, Buffer.alloc(8 * 2 ** 20, 1))`
    const { pid, work } = await waiting(`hear(() => { child(${JSON.stringify(write('one'))}); ${write('two')} })`)
    const reading = await readingOf(diskTraffic(), work, { pid, pollMs: 60_000 })
    t.true(figure(reading, 'diskWrittenBytes') >= 16 * MiB, JSON.stringify(reading))
  },
)
