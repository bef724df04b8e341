import { messageOf } from '../core/index.js'
import { type ExperimentOptions, runExperiment } from '../defaults/index.js'
import type { ExperimentProgress } from '../experiments/index.js'
import { Spec } from './spec.js'
import { specArguments } from './usage.js'

/** `paretune experiment SPEC.json --out DIR`: docs/experiments.md has the fields of the spec. */
export const experiment = async (args: readonly string[]): Promise<void> => {
  const { specFile, out, isQuiet, flagged } = specArguments('experiment', args, 'DIR', { parallel: { type: 'string' } })
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
      ...(flagged.parallel !== undefined && { parallel: Number(flagged.parallel) }),
      out,
      folder: spec.folder,
      signal: stop.signal,
      onProgress: isQuiet ? () => {} : told(),
    })
    console.error(`${cells.length} cells`)
    console.log(out)
  } catch (thrown) {
    if (!stop.signal.aborted) throw thrown
    console.error(`paretune: ${messageOf(thrown)}`)
    process.exitCode = INTERRUPTED
  } finally {
    process.removeListener('SIGINT', interrupt)
  }
}

/** 128 and the number of SIGINT, as shells have it. */
const INTERRUPTED = 130

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
