import { type ParseArgsConfig, parseArgs } from 'node:util'
import { messageOf } from '../core/index.js'

/** A command line that says nothing that can be done: exit status 2. */
export class UsageError extends Error {}

/** What a command with a spec was called with: SPEC.json, --out, --quiet, and flags of its own. Throws UsageError. */
export const specArguments = (
  command: string,
  args: readonly string[],
  outName: string,
  flags: NonNullable<ParseArgsConfig['options']>,
) => {
  const { values, positionals } = parsed(command, args, flags)
  const [specFile] = positionals
  if (specFile === undefined || positionals.length > 1)
    throw new UsageError(`${command}: expected one SPEC.json, got ${positionals.join(' ') || 'none'}`)
  if (!values.out) throw new UsageError(`${command}: expected --out ${outName}, got none`)
  const flagged: Readonly<Record<string, unknown>> = values
  return { specFile, out: values.out, isQuiet: values.quiet === true, flagged }
}

const parsed = (command: string, args: readonly string[], flags: NonNullable<ParseArgsConfig['options']>) => {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { ...flags, out: { type: 'string' }, quiet: { type: 'boolean' } },
    })
  } catch (thrown) {
    throw new UsageError(`${command}: ${messageOf(thrown)}`)
  }
}
