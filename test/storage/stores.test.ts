import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { memory, type Store, sqlite } from '#src/storage/index.js'
import { checkStore } from '#src/testing/index.js'

// One line for each store.
const STORES: readonly { name: string; shared: boolean; open: (folder: string) => Store }[] = [
  { name: 'memory', shared: false, open: () => memory() },
  { name: 'sqlite', shared: true, open: folder => sqlite(join(folder, 'study.db')) },
]

for (const { name, shared, open } of STORES) {
  test(`${name} keeps the contract of a store`, async t => {
    const folder = await mkdtemp(join(tmpdir(), 'paretune-store-'))
    t.teardown(() => rm(folder, { recursive: true }))
    t.deepEqual(await checkStore(() => open(folder), { shared }), [])
    t.deepEqual(
      (await readdir(folder)).filter(file => file !== 'study.db'),
      [],
      'nothing lies beside the file after close',
    )
  })
}
