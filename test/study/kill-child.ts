// Runs the problem on the SQLite file given until it is killed, with normalised rewards where asked for.
import { local, normalised, relativeLoss } from '#src/index.js'
import { sqlite } from '#src/storage/sqlite.js'
import { openProblem } from './problem.js'

const [path, parallel, normalise] = process.argv.slice(2) as [string, string, string]
const study = await openProblem({
  store: sqlite(path),
  executor: local({ parallel: Number(parallel) }),
  delayMs: 6,
  ...(normalise === 'true' && { reward: normalised(relativeLoss()) }),
})
console.log('running')
const { stopped } = await study.run()
await study.close()
console.log(stopped)
