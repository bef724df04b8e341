import { existsSync } from 'node:fs'
import { readdir, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import test from 'ava'
import { memory, type Store, sqlite } from '#src/storage/index.js'
import { checkStore } from '#src/testing/index.js'
import { temporaryFolder } from './fixtures.js'

// One line for each store.
const STORES: readonly { name: string; shared: boolean; open: (folder: string) => Store }[] = [
  { name: 'memory', shared: false, open: () => memory() },
  { name: 'sqlite', shared: true, open: folder => sqlite(join(folder, 'study.db')) },
]

for (const { name, shared, open } of STORES) {
  test(`${name} keeps the contract of a store`, async t => {
    const folder = await temporaryFolder(t)
    t.deepEqual(await checkStore(() => open(folder), { shared }), [])
    const beside = (await readdir(folder)).filter(file => file !== 'study.db')
    t.deepEqual(beside, [], 'nothing lies beside the file after close')
    t.deepEqual(await openFilesIn(folder), [], 'no file is open after close')
  })
}

/** What this process has open below a folder, on systems that tell. */
const openFilesIn = async (folder: string): Promise<readonly string[]> => {
  const handles = existsSync('/proc/self/fd') ? await readdir('/proc/self/fd') : []
  const targets = await Promise.all(handles.map(handle => readlink(`/proc/self/fd/${handle}`).catch(() => '')))
  return targets.filter(target => target.startsWith(folder))
}
