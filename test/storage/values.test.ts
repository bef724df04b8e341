import { join } from 'node:path'
import test from 'ava'
import Database from 'libsql'
import { type LogEntry, memory, sqlite } from '#src/storage/index.js'
import { asked, header, leftOf, rightOf, temporaryFolder } from './fixtures.js'

const withMemo = (memo: unknown): LogEntry => {
  const entry = asked(0)
  if (entry._tag !== 'Asked') throw new Error('expected an Asked')
  return { ...entry, trial: { ...entry.trial, memo: memo as never } }
}
const cyclic: Record<string, unknown> = {}
cyclic.self = cyclic

const UNSTORABLE: Readonly<Record<string, { value: unknown; came: RegExp }>> = {
  'a function': { value: { f: [() => 0] }, came: /at entry\.trial\.memo\.f\[0\], got \[function/ },
  'a bigint': { value: 1n, came: /at entry\.trial\.memo, got 1$/ },
  'a Map': { value: new Map(), came: /at entry\.trial\.memo, got a Map/ },
  'undefined in a list': { value: [undefined], came: /at entry\.trial\.memo\[0\], got undefined/ },
  'a cycle': { value: cyclic, came: /at entry\.trial\.memo\.self, got a cycle/ },
}

for (const [what, { value, came }] of Object.entries(UNSTORABLE)) {
  test(`${what} cannot be stored, and the message names its place`, async t => {
    const folder = await temporaryFolder(t)
    for (const store of [memory(), sqlite(join(folder, 'study.db'))]) {
      rightOf(await store.create(header('a'))())
      const { _tag, message } = leftOf(await store.append('a', [withMemo(value)])())
      t.is(_tag, 'StoreFailed')
      t.regex(message, came)
      t.deepEqual(rightOf(await store.load('a')())?.log, [])
      await store.close()
    }
  })
}

test('many samples take the eight bytes that each of them has, in base64', async t => {
  const path = join(await temporaryFolder(t), 'study.db')
  const store = sqlite(path)
  rightOf(await store.create(header('a'))())
  const samples = Array.from({ length: 1000 }, (_, i) => Math.sin(i))
  rightOf(await store.append('a', [withMemo([]), withMemo(samples)])())
  await store.close()
  const database = new Database(path)
  const [without = 0, having = 0] = database
    .prepare('select length(entry) as n from log order by position')
    .raw()
    .all([])
    .flat() as number[]
  database.close()
  t.is(having - without, Math.ceil((8 * samples.length) / 3) * 4 + '{"$":"numbers","base64":""}'.length - '[]'.length)
})
