// Prints what it was given: arguments, the environment's variables that tests look at, stdin and the file of parameters.
import { readFileSync } from 'node:fs'

const args = process.argv.slice(2)
const env = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => /^(PARETUNE_(?!RUN)|TUNE_|EXTRA)/.test(name)),
)
const path = args.find(arg => arg.endsWith('parameters.json'))?.replace(/^--config=/, '')
console.log(
  JSON.stringify({
    args,
    env,
    cwd: process.cwd(),
    stdin: readFileSync(0, 'utf8'),
    ...(path && { file: JSON.parse(readFileSync(path, 'utf8')) }),
  }),
)
