import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, copyFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import test from 'ava'
import { makeRng } from '#src/core/index.js'
import { type LogEntry, sqlite } from '#src/storage/index.js'
import { asked, execute, header, makeStudy, rightOf, temporaryFolder } from './fixtures.js'

const program = (name: string): string => fileURLToPath(new URL(`./programs/${name}.js`, import.meta.url))
const numbers = (log: readonly LogEntry[] = []): readonly number[] =>
  log.map(entry => (entry._tag === 'Asked' ? entry.trial.number : entry.trial))

/** The complete lines that a process prints, as they come. */
const linesOf = (child: ChildProcess): { readonly lines: string[]; readonly ended: Promise<unknown> } => {
  const lines: string[] = []
  if (child.stdout) createInterface({ input: child.stdout }).on('line', line => lines.push(line))
  return { lines, ended: once(child, 'close') }
}

test('what an append returned for is there after SIGKILL at any moment', async t => {
  const path = join(await temporaryFolder(t), 'study.db')
  const rng = makeRng('sigkill')
  const store = sqlite(path)
  rightOf(await store.create(header('a'))())
  await store.close()
  let first = 0
  for (let round = 0; round < 6; round++) {
    const child = spawn(process.execPath, [program('append'), path, 'a', String(first)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const { lines, ended } = linesOf(child)
    while (lines.length === 0) await sleep(5)
    await sleep(rng.integer(0, 60))
    child.kill('SIGKILL')
    await ended
    // A last line without its end is read too: only whole numbers that continue the count were kept for sure.
    const printed = lines.map(Number).filter((number, i) => number === first + i)
    const reader = sqlite(path)
    const kept = numbers(rightOf(await reader.load('a')())?.log)
    await reader.close()
    t.deepEqual(kept, Array.from(kept.keys()), 'no hole, no double, in order')
    t.true(kept.length >= first + printed.length, 'everything printed is there')
    t.true(printed.length > 0)
    first = kept.length
  }
})

test('two processes append to one study at once, and nothing is lost', async t => {
  const path = join(await temporaryFolder(t), 'study.db')
  const store = sqlite(path)
  rightOf(await store.create(header('a'))())
  const writers = [0, 1000].map(first =>
    linesOf(
      spawn(process.execPath, [program('append'), path, 'a', String(first), '100'], {
        stdio: ['ignore', 'pipe', 'inherit'],
      }),
    ),
  )
  await Promise.all(writers.map(writer => writer.ended))
  const kept = numbers(rightOf(await store.load('a')())?.log)
  for (const first of [0, 1000]) {
    t.deepEqual(
      kept.filter(number => number >= first && number < first + 1000),
      Array.from({ length: 100 }, (_, i) => first + i),
    )
  }
  await store.close()
})

test('a full disk is an error, and what was kept before is there', async t => {
  const path = join(await temporaryFolder(t), 'study.db')
  await makeStudy(path)
  // A limit on the size of files stands in for the end of the disk.
  const limited = `trap '' XFSZ; ulimit -f 100; exec "$@"`
  const child = spawn('bash', ['-c', limited, 'bash', process.execPath, program('append'), path, 'a', '1'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const { lines, ended } = linesOf(child)
  await ended
  t.is(lines.pop(), 'StoreFailed')
  const store = sqlite(path)
  t.deepEqual(numbers(rightOf(await store.load('a')())?.log), [0, ...lines.map(Number)])
  rightOf(await store.append('a', [asked(lines.length + 1)])())
  await store.close()
})

// How a file may lie in a folder that cannot be written, and how many entries it has.
const LEFT_BEHIND: Readonly<Record<string, { entries: number; make: (from: string, to: string) => Promise<void> }>> = {
  'that was closed': {
    entries: 1,
    make: async (from, to) => {
      await makeStudy(from)
      await copyFile(from, to)
    },
  },
  'in WAL mode without its log': {
    entries: 1,
    make: async (from, to) => {
      await makeStudy(from)
      execute(from, 'pragma journal_mode = wal')
      await copyFile(from, to)
    },
  },
  'whose writer was killed': {
    entries: 2,
    make: async (from, to) => {
      await makeStudy(from)
      const store = sqlite(from)
      rightOf(await store.append('a', [asked(1)])())
      for (const suffix of ['', '-wal', '-shm']) await copyFile(from + suffix, to + suffix)
      await store.close()
    },
  },
}

for (const [what, { entries, make }] of Object.entries(LEFT_BEHIND)) {
  test(`a file ${what}, in a folder that cannot be written, is read and not changed`, async t => {
    const folder = await temporaryFolder(t)
    const sealed = join(folder, 'sealed')
    await mkdir(sealed)
    await make(join(folder, 'study.db'), join(sealed, 'study.db'))
    await chmod(folder, 0o755)
    await chmod(sealed, 0o555)
    t.teardown(() => chmod(sealed, 0o755))
    const child = spawn(process.execPath, [program('as-nobody'), join(sealed, 'study.db')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const { lines, ended } = linesOf(child)
    await ended
    const changes = ['StoreReadOnly', 'StoreReadOnly', 'StoreReadOnly']
    t.deepEqual(JSON.parse(lines.join('')), { names: ['a'], entries, changes })
  })
}
