// Appends to study `name` of the SQLite file `path`, and prints the number of each trial once it is kept.
// Ends after `count` appends, or says why it could not go on.
import { isLeft } from '#src/core/fp.js'
import { sqlite } from '#src/storage/index.js'
import { asked } from '../fixtures.js'

const [path = '', name = '', first = '0', count = 'Infinity'] = process.argv.slice(2)
const store = sqlite(path)
for (let number = Number(first); number < Number(first) + Number(count); number++) {
  const kept = await store.append(name, [asked(number)])()
  if (isLeft(kept)) {
    process.stdout.write(`${kept.left._tag}\n`)
    break
  }
  process.stdout.write(`${number}\n`)
}
await store.close()
