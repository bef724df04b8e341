import { fault, messageOf, ParetuneError, wallClock } from '../../core/index.js'
import { mean } from '../../numeric/index.js'
import { runCell } from '../cells/cell.js'
import type { Cell, Plan } from './plan.js'
import { type ResultLine, ResultsFile } from './results-file.js'
import { type CellListener, runInThreads } from './threads.js'

export interface RunPlanOptions {
  /** Folder in which each cell is kept as soon as it has ended. Default: none is kept. */
  readonly out?: string | undefined
  /** Threads; 1: this one. */
  readonly parallel: number
  /** The module that a worker thread runs. */
  readonly worker: URL
  /** What paths in the specs of agents are relative to. */
  readonly folder: string
  /** Stops it: what has ended is kept. */
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((progress: ExperimentProgress) => void) | undefined
}

/** How far an experiment has come. */
export interface ExperimentProgress {
  /** Cells that have ended, now or before. */
  readonly done: number
  readonly total: number
  readonly failed: number
  /** Of the wall. */
  readonly elapsedMs: number
  /** What the cells to come will take, by what those of their agents have taken; NaN until one has ended. */
  readonly leftMs: number
}

/**
 * Runs what is missing of a plan, and answers with all cells in its order. Cells that fail do not stop the others: in the end they are an
 * ExperimentFailed. What was finished until then, or until the signal was aborted, is kept in `out`, and not run again.
 */
export const runPlan = async (plan: Plan, options: RunPlanOptions): Promise<readonly ResultLine[]> => {
  const { out, parallel, worker, folder, signal, onProgress } = options
  const { problems, agents, cells } = plan
  const file = out === undefined ? undefined : new ResultsFile(out)
  const lines = new Map<string, ResultLine>()
  for (const { id } of cells) {
    const known = file?.get(id)
    if (known) lines.set(id, known)
  }
  const missing = cells.filter(({ id }) => !lines.has(id))
  const failures: string[] = []
  const canLeave = problems.every(({ parcel }) => parcel) && agents.every(({ spec }) => spec)
  const threads = canLeave ? parallel : 1
  const progress = progressOf(plan, missing, threads)
  const report = (cell: Cell, tookMs: number): void => onProgress?.(progress(cell, tookMs, lines.size, failures.length))
  const listener: CellListener = {
    done: (cell, result, tookMs) => {
      const line: ResultLine = { ...namesOf(plan, cell), ...result }
      lines.set(cell.id, line)
      file?.add(line)
      report(cell, tookMs)
    },
    failed: (cell, message) => {
      const { problem, agent, seed } = namesOf(plan, cell)
      failures.push(`${agent} on ${problem}, seed ${seed}: ${message}`)
      report(cell, 0)
    },
  }
  if (threads > 1) await runInThreads(plan, missing, listener, { threads, url: worker, folder, signal })
  else await runHere(plan, missing, listener, signal)

  if (signal?.aborted)
    throw failed(`interrupted after ${lines.size} of ${cells.length} cells; the next run goes on there`)
  if (failures.length > 0)
    throw failed(`${failures.length} of ${cells.length} cells failed, among them ${failures.slice(0, 3).join('; ')}`)
  const all = cells.map(({ id }) => lines.get(id) as ResultLine)
  file?.finish(all)
  return all
}

const failed = (message: string): ParetuneError => new ParetuneError(fault('ExperimentFailed', message))

const namesOf = ({ problems, agents }: Plan, { id, problem, agent, seed }: Cell) => ({
  id,
  problem: problems[problem]?.problem.name as string,
  agent: agents[agent]?.name as string,
  seed,
})

const runHere = async (
  { problems, agents }: Plan,
  cells: readonly Cell[],
  listener: CellListener,
  signal: AbortSignal | undefined,
): Promise<void> => {
  const clock = wallClock()
  for (const cell of cells) {
    const [source, agent] = [problems[cell.problem], agents[cell.agent]]
    if (!source || !agent) continue
    try {
      const beganMs = clock.nowMs()
      const result = await runCell(source.problem, agent.agent, { ...cell, signal })
      if (signal?.aborted) return
      listener.done(cell, result, clock.nowMs() - beganMs)
    } catch (thrown) {
      listener.failed(cell, messageOf(thrown))
    }
    // Others get their turn, Ctrl-C among them.
    await new Promise(resolve => setImmediate(resolve))
  }
}

/** Follows the time that cells take, agent by agent: some are a thousand times as slow as others. */
const progressOf = ({ cells, agents }: Plan, missing: readonly Cell[], threads: number) => {
  const clock = wallClock()
  const startMs = clock.nowMs()
  const left = agents.map((_, agent) => missing.filter(cell => cell.agent === agent).length)
  const times = agents.map((): number[] => [])
  return (cell: Cell, tookMs: number, done: number, failures: number): ExperimentProgress => {
    times[cell.agent]?.push(tookMs)
    left[cell.agent] = (left[cell.agent] as number) - 1
    const overall = mean(times.flat())
    const leftMs = left.reduce(
      (sum, count, agent) => sum + count * (times[agent]?.length ? mean(times[agent]) : overall),
      0,
    )
    return { done, total: cells.length, failed: failures, elapsedMs: clock.nowMs() - startMs, leftMs: leftMs / threads }
  }
}
