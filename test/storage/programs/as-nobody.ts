// Reads the SQLite file `path` and tries to add to it, as a user who may not write there (root may write everywhere).
import { isLeft } from '#src/core/fp.js'
import { sqlite } from '#src/storage/index.js'
import { asked, header } from '../fixtures.js'

await import('libsql')
if (process.getuid?.() === 0) process.seteuid?.('nobody')
const store = sqlite(process.argv[2] ?? '')
const [listed, loaded] = [await store.list()(), await store.load('a')()]
const changes = [await store.append('a', [asked(1)])(), await store.create(header('b'))(), await store.remove('a')()]
await store.close()
process.stdout.write(
  JSON.stringify({
    names: isLeft(listed) ? listed.left.message : listed.right,
    entries: isLeft(loaded) ? loaded.left.message : loaded.right?.log.length,
    changes: changes.map(change => (isLeft(change) ? change.left._tag : 'a Right')),
  }),
)
