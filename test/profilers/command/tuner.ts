// Profiles the command that it is given, prints the process of its first step, and hangs as long as the program does.
import { command } from '#src/profilers/index.js'
import { contextOf } from '../context.js'

const report = (_step: number, { pid }: Readonly<Record<string, number>>) => {
  console.log(pid)
  return 'continue' as const
}
await command({ command: process.argv.slice(2) }).profile({}, contextOf({ report }))()
