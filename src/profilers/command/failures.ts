import { constants } from 'node:os'
import { type ProfileFailure, type ProfileFailureTag, profileFailure } from '../../core/index.js'
import { cancelled } from '../failure.js'
import type { CommandDefinition } from './definition.js'
import { lastLines } from './output.js'
import type { Ended } from './program.js'
import type { Missing } from './readings.js'

/** How programs word an allocation that did not fit: V8, CUDA, Java, Python, C++, the C library, Rust. */
const OUT_OF_MEMORY =
  /out of ?memory|MemoryError|bad_alloc|cannot allocate memory|memory allocation of \d+ bytes failed/i

type Rules = Pick<CommandDefinition<never, never>, 'exitCodes' | 'timeoutMs' | 'memoryLimitBytes'>

/** What a run's ending says against it. A program that a pruner stopped has not failed, however it ended. */
export const failureOf = (ended: Ended, rules: Rules): ProfileFailure | undefined => {
  switch (ended.interruption?._tag) {
    case undefined:
      return failureOfExit(ended, rules.exitCodes)
    case 'aborted':
      return cancelled()
    case 'stopped':
      return undefined
    case 'timedOut': {
      const { timeoutMs } = rules
      return failed(ended, 'TimedOut', `expected the program to end within ${timeoutMs} ms, it did not`, { timeoutMs })
    }
    case 'tooLarge': {
      const { memoryLimitBytes } = rules
      const { bytes, processes } = ended.interruption.resident
      const message = `expected at most ${memoryLimitBytes} bytes of resident memory, got ${bytes} in ${counted(processes)}`
      return failed(ended, 'OutOfMemory', message, { memoryLimitBytes, residentBytes: bytes })
    }
  }
}

const failureOfExit = (ended: Ended, exitCodes: Rules['exitCodes']): ProfileFailure | undefined => {
  const { exitCode, signal, stderr, kernelKills } = ended
  const meaning = exitCode === null ? undefined : exitCodes?.[exitCode]
  if (meaning === 'ok' || (meaning === undefined && exitCode === 0)) return undefined
  const end = `the program ended by ${signal === null ? `exit code ${exitCode}` : `signal ${signal}`}`
  if (meaning !== undefined) return failed(ended, meaning, end)
  if (kernelKills > 0) {
    const message = `${end} while the kernel killed ${counted(kernelKills)} of its control group for want of memory`
    return failed(ended, 'OutOfMemory', message, { kernelKills })
  }
  if (lastLines(stderr, 20).some(line => OUT_OF_MEMORY.test(line))) return failed(ended, 'OutOfMemory', end)
  if (signal === 'SIGKILL') return failed(ended, 'Crashed', `${end} from outside, which may have been for memory`)
  if (signal !== null) return failed(ended, 'Crashed', end)
  const told = SHELL_SIGNALS[Number(exitCode)]
  return told === undefined ? failed(ended, 'RunFailed', end) : failed(ended, 'Crashed', `${end}, a shell's ${told}`)
}

/** What is wrong with a metric that was promised. */
export const missing = ({ metric, got }: Missing, ended: Ended): ProfileFailure => {
  const message = `expected a finite number for the metric \`${metric}\`, got ${got}; ${lastWords(ended, 'stdout')}`
  return profileFailure('InvalidMetric', message, { details: { metric, got, ...detailsOf(ended) } })
}

/** A shell whose command was ended by signal n exits with 128 + n. */
const SHELL_SIGNALS: Readonly<Record<number, string>> = Object.fromEntries(
  (['SIGILL', 'SIGABRT', 'SIGBUS', 'SIGFPE', 'SIGKILL', 'SIGSEGV'] as const).map(name => [
    128 + constants.signals[name],
    name,
  ]),
)

const failed = (
  ended: Ended,
  tag: ProfileFailureTag,
  message: string,
  more: Readonly<Record<string, unknown>> = {},
): ProfileFailure =>
  profileFailure(tag, `${message}, ${lastWords(ended, 'stderr')}`, { details: { ...detailsOf(ended), ...more } })

const counted = (processes: number): string => `${processes} process${processes === 1 ? '' : 'es'}`

const lastWords = (ended: Ended, stream: 'stdout' | 'stderr'): string => {
  const lines = lastLines(ended[stream], 5)
  return lines.length === 0 ? `nothing on ${stream}` : `on ${stream}: ${lines.join('\n')}`
}

const detailsOf = ({ exitCode, signal, stdout, stderr }: Ended): Readonly<Record<string, unknown>> => ({
  exitCode,
  signal,
  stdout: lastLines(stdout, 20),
  stderr: lastLines(stderr, 20),
})
