// Runs the problem on the SQLite file given until it is killed.
import { local } from '#src/index.js'
import { sqlite } from '#src/storage/sqlite.js'
import { openProblem } from './problem.js'

const [path, parallel] = process.argv.slice(2) as [string, string]
const study = await openProblem({ store: sqlite(path), executor: local({ parallel: Number(parallel) }), delayMs: 6 })
console.log('running')
const { stopped } = await study.run()
await study.close()
console.log(stopped)
