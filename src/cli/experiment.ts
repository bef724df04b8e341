import { parseArgs } from 'node:util'
import { messageOf } from '../core/index.js'
import { type ExperimentOptions, runExperiment } from '../defaults/index.js'
import type { ExperimentProgress } from '../experiments/index.js'
import { Spec } from './spec.js'
import { UsageError } from './usage.js'

/** `paretune experiment SPEC.json --out DIR`: docs/experiments.md has the fields of the spec. */
export const experiment = async (args: readonly string[]): Promise<void> => {
  const { specFile, out, parallel, isQuiet } = optionsOf(args)
  const spec = Spec.read(specFile, ['title', 'problems', 'agents', 'seeds', 'budget', 'parallel'])
  const stop = new AbortController()
  const interrupt = (): void => {
    console.error('stopping; what has ended is kept, and the same command goes on there')
    stop.abort()
  }
  process.once('SIGINT', interrupt)
  try {
    const { cells } = await runExperiment({
      ...(spec.fields as unknown as ExperimentOptions),
      ...(parallel !== undefined && { parallel }),
      out,
      folder: spec.folder,
      signal: stop.signal,
      onProgress: isQuiet ? () => {} : told(),
    })
    console.error(`${cells.length} cells`)
    console.log(out)
  } finally {
    process.removeListener('SIGINT', interrupt)
  }
}

const optionsOf = (args: readonly string[]) => {
  let parsed: ReturnType<typeof parse>
  try {
    parsed = parse(args)
  } catch (thrown) {
    throw new UsageError(`experiment: ${messageOf(thrown)}`)
  }
  const { values, positionals } = parsed
  const [specFile] = positionals
  if (specFile === undefined || positionals.length > 1)
    throw new UsageError(`experiment: expected one SPEC.json, got ${positionals.join(' ') || 'none'}`)
  if (values.out === undefined) throw new UsageError('experiment: expected --out DIR, got none')
  const parallel = values.parallel === undefined ? undefined : Number(values.parallel)
  return { specFile, out: values.out, parallel, isQuiet: values.quiet }
}

const parse = (args: readonly string[]) =>
  parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      out: { type: 'string' },
      parallel: { type: 'string' },
      quiet: { type: 'boolean', default: false },
    },
  })

/** A line now and then, more often at first. */
const told = (): ((progress: ExperimentProgress) => void) => {
  let nextMs = 0
  return progress => {
    const { done, total, failed, elapsedMs, leftMs } = progress
    if (elapsedMs < nextMs && done < total) return
    nextMs = elapsedMs + Math.min(10_000, 500 + elapsedMs / 5)
    const share = `${Math.floor((100 * done) / total)}%`.padStart(4)
    const trouble = failed > 0 ? `, ${failed} failed` : ''
    console.error(`${share}  ${done} of ${total} cells${trouble}  ${durationOf(leftMs)} left`)
  }
}

const durationOf = (ms: number): string => {
  if (!Number.isFinite(ms)) return '?'
  const seconds = Math.round(ms / 1000)
  if (seconds < 120) return `${seconds} s`
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`
}
