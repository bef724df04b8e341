// Profiles the command that it is given: prints the process that its steps tell, and at last whether there is a profile.
import { command } from '#src/profilers/index.js'
import { contextOf } from '../context.js'

const report = (_step: number, { pid }: Readonly<Record<string, number>>) => {
  console.log(pid)
  return 'continue' as const
}
const answer = await command({ command: process.argv.slice(2) }).profile({}, contextOf({ report }))()
console.log(answer._tag)
