import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import test from 'ava'
import Database from 'libsql'
import { sqlite } from '#src/storage/index.js'
import { asked, execute, header, leftOf, makeStudy, rightOf, temporaryFolder } from './fixtures.js'

const REFUSED: Readonly<Record<string, { make: (path: string) => Promise<unknown>; came: RegExp }>> = {
  'a file that is not SQLite': { make: path => writeFile(path, 'trial,latency\n'.repeat(100)), came: /not SQLite/ },
  'a short file that is not SQLite': { make: path => writeFile(path, 'trial\n'), came: /not SQLite/ },
  "another program's SQLite file": {
    make: async path => execute(path, 'create table album (name text)'),
    came: /SQLite file of another program/,
  },
  'a file of a newer format': {
    make: async path => {
      await makeStudy(path)
      execute(path, 'pragma user_version = 99')
    },
    came: /format 99.*up to 1.*update paretune/,
  },
  'a directory': { make: path => mkdir(path), came: /a directory/ },
}

for (const [what, { make, came }] of Object.entries(REFUSED)) {
  test(`${what} is refused by name and left as it was`, async t => {
    const path = join(await temporaryFolder(t), 'study.db')
    await make(path)
    const contents = async () =>
      (await stat(path)).isDirectory() ? 'a directory' : (await readFile(path)).toString('hex')
    const before = await contents()
    const store = sqlite(path)
    const faults = [
      leftOf(await store.list()()),
      leftOf(await store.load('a')()),
      leftOf(await store.create(header('b'))()),
    ]
    for (const { _tag, message } of faults) {
      t.is(_tag, 'StoreUnreadable')
      t.regex(message, came)
      t.true(message.includes(path))
    }
    await store.close()
    t.is(await contents(), before)
  })
}

test('a folder that does not exist is named', async t => {
  const folder = join(await temporaryFolder(t), 'missing')
  const { _tag, message } = leftOf(await sqlite(join(folder, 'study.db')).list()())
  t.is(_tag, 'StoreUnreadable')
  t.true(message.includes(`a folder that does not exist, ${folder}`))
})

test('a damaged file is refused and says so', async t => {
  const path = join(await temporaryFolder(t), 'study.db')
  await makeStudy(path)
  const bytes = await readFile(path)
  await writeFile(path, bytes.fill(0xff, 4096))
  const store = sqlite(path)
  t.is(leftOf(await store.load('a')())._tag, 'StoreUnreadable')
  await store.close()
})

test('a store opened to read makes no file, reads, and refuses to write', async t => {
  const path = join(await temporaryFolder(t), 'study.db')
  const missing = sqlite(path, { readOnly: true })
  t.regex(leftOf(await missing.list()()).message, /got nothing there/)
  await t.throwsAsync(stat(path), { code: 'ENOENT' })

  await makeStudy(path)
  const store = sqlite(path, { readOnly: true })
  t.deepEqual(rightOf(await store.load('a')())?.log, [asked(0)])
  t.is(leftOf(await store.append('a', [asked(1)])())._tag, 'StoreReadOnly')
  t.is(leftOf(await store.create(header('b'))())._tag, 'StoreReadOnly')
  t.deepEqual(rightOf(await store.list()()), ['a'])
  await store.close()
  await missing.close()
})

test('a locked file is tried again until it is free', async t => {
  const path = join(await temporaryFolder(t), 'study.db')
  await makeStudy(path)
  const other = new Database(path)
  other.exec('begin exclusive')
  const store = sqlite(path)
  const append = store.append('a', [asked(1)])()
  setTimeout(() => {
    other.exec('commit')
    other.close()
  }, 100)
  rightOf(await append)
  t.is(rightOf(await store.load('a')())?.log.length, 2)
  await store.close()
})

test('a file that stays locked is an error that says for how long it was tried, and nothing is lost', async t => {
  const path = join(await temporaryFolder(t), 'study.db')
  await makeStudy(path)
  const store = sqlite(path, { lockTimeoutMs: 50 })
  rightOf(await store.list()())
  const other = new Database(path)
  other.exec('begin immediate')
  const { _tag, message, details } = leftOf(await store.append('a', [asked(1)])())
  t.is(_tag, 'StoreLocked')
  t.regex(message, /locked by another process for \d+ ms/)
  t.true(message.includes(path))
  t.true(Number(details?.triedMs) >= 50)
  t.is(rightOf(await store.load('a')())?.log.length, 1, 'reading goes on beside a writer')
  other.exec('commit')
  other.close()
  rightOf(await store.append('a', [asked(1)])())
  t.is(rightOf(await store.load('a')())?.log.length, 2)
  await store.close()
})

test('a file of any name is that file', async t => {
  const folder = await temporaryFolder(t)
  for (const name of ['we ird?mode=ro#%41.db', 'ünï.db', ':memory:']) {
    await makeStudy(join(folder, name))
    t.true((await stat(join(folder, name))).size > 0)
  }
})

test('people find the trials in a view of plain columns', async t => {
  const path = join(await temporaryFolder(t), 'study.db')
  const store = sqlite(path)
  rightOf(await store.create(header('a'))())
  const profile = { metrics: { latencyMs: 2 }, costMs: 30, phases: {}, machine: 'm' }
  const judged = {
    objectives: { latency: 2 },
    losses: [2],
    violations: { memory: 0.5 },
    violation: 0.5,
    feasible: false,
  }
  const failure = { _tag: 'TimedOut', message: 'expected an end within 5 ms' } as const
  rightOf(
    await store.append('a', [
      asked(0),
      asked(1),
      asked(2),
      { _tag: 'Told', trial: 1, outcome: { _tag: 'Failed', failure, costMs: 5 }, reward: -1, finishedMs: 6 },
      { _tag: 'Told', trial: 0, outcome: { _tag: 'Measured', profile, ...judged }, reward: 0.25, finishedMs: 36 },
    ])(),
  )
  await store.close()
  const database = new Database(path)
  const columns = 'number, state, config, objectives, feasible, violation, reward, cost_ms, failure, message'
  t.deepEqual(database.prepare(`select ${columns} from trials where study = ?`).raw().all(['a']), [
    [0, 'Measured', '{"tile":0}', '{"latency":2}', 0, 0.5, 0.25, 30, null, null],
    [1, 'Failed', '{"tile":1}', null, null, null, -1, 5, 'TimedOut', 'expected an end within 5 ms'],
    [2, 'Pending', '{"tile":2}', null, null, null, null, null, null, null],
  ])
  database.close()
})
