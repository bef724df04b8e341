#!/usr/bin/env node
import { messageOf, ParetuneError, VERSION } from '../core/index.js'
import { experiment } from './experiment.js'
import { train } from './train.js'
import { UsageError } from './usage.js'

// The command `paretune`. Results go to stdout or files, progress and errors to stderr; a failure is one line.

const commands: Readonly<Record<string, { readonly does: string; run(args: readonly string[]): Promise<void> }>> = {
  experiment: {
    does: 'experiment SPEC.json --out DIR      compares agents on problems: results, statistics, pictures, tables',
    run: experiment,
  },
  train: {
    does: 'train SPEC.json --out POLICY.json   trains a policy over recorded problems, and saves it as one file',
    run: train,
  },
}

const help = `paretune ${VERSION}

usage: paretune COMMAND

${Object.values(commands)
  .map(({ does }) => `  ${does}`)
  .join('\n')}

  --help, --version`

const main = async ([name, ...args]: readonly string[]): Promise<void> => {
  if (name === '--version') return console.log(VERSION)
  if (name === undefined || name === '-h' || [name, ...args].includes('--help')) return console.log(help)
  const command = commands[name]
  if (command === undefined)
    throw new UsageError(`expected a command (${Object.keys(commands).join(', ')}), got ${name}; see paretune --help`)
  await command.run(args)
}

const fail = (thrown: unknown): void => {
  // A message of the system names the file and what went wrong; any other error is a bug, and is told with its stack.
  const isSystem = thrown instanceof Error && 'syscall' in thrown
  const isExpected = thrown instanceof ParetuneError || thrown instanceof UsageError || isSystem
  const text = isExpected ? messageOf(thrown).replaceAll(/\s*\n\s*/g, ' ') : (thrown as Error)?.stack
  console.error(`paretune: ${text ?? String(thrown)}`)
  process.exitCode = thrown instanceof UsageError ? 2 : 1
}

// Node.js ends a process in which nothing can happen any more, as if all had gone well.
const stuck = (): void => {
  console.error(
    'paretune: expected all promises to settle, got one, of an agent or a problem, that nothing can settle any more',
  )
  process.exitCode = 1
}
process.on('exit', stuck)
main(process.argv.slice(2))
  .catch(fail)
  .finally(() => process.off('exit', stuck))
