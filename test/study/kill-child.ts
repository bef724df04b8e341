// Runs a variant of the problem on the SQLite file given until it is killed.
import { local } from '#src/index.js'
import { sqlite } from '#src/storage/sqlite.js'
import { openProblem, variants } from './problem.js'

const [path, parallel, variant] = process.argv.slice(2) as [string, string, keyof typeof variants]
const study = await openProblem({
  store: sqlite(path),
  executor: local({ parallel: Number(parallel) }),
  delayMs: 6,
  ...variants[variant],
})
console.log('running')
const { stopped } = await study.run()
await study.close()
console.log(stopped)
