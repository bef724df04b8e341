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
  if (name === undefined || name === '--help' || name === '-h') return console.log(help)
  const command = commands[name]
  if (command === undefined)
    throw new UsageError(`expected a command (${Object.keys(commands).join(', ')}), got ${name}; see paretune --help`)
  await command.run(args)
}

main(process.argv.slice(2)).catch((thrown: unknown) => {
  const isExpected = thrown instanceof ParetuneError || thrown instanceof UsageError
  console.error(`paretune: ${isExpected ? messageOf(thrown) : ((thrown as Error)?.stack ?? String(thrown))}`)
  process.exitCode = thrown instanceof UsageError ? 2 : 1
})
