import { fault, messageOf, ParetuneError, wallClock } from '../../core/index.js'
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
  // The same agent, or problem, under two names is run once.
  const wanted = new Map(cells.map(cell => [cell.id, cell]))
  const lines = new Map<string, ResultLine>()
  for (const id of wanted.keys()) {
    const known = file?.get(id)
    if (known) lines.set(id, known)
  }
  const missing = [...wanted.values()].filter(({ id }) => !lines.has(id))
  const failures: string[] = []
  const canLeave = problems.every(({ parcel }) => parcel) && agents.every(({ spec }) => spec)
  const threads = canLeave ? parallel : 1
  const progress = progressOf(plan, missing, { total: wanted.size, threads })
  const report = (cell: Cell, tookMs: number): void => onProgress?.(progress(cell, tookMs, lines.size, failures.length))
  const listener: CellListener = {
    done: (cell, result, tookMs) => {
      const line: ResultLine = { ...namesOf(plan, cell), ...result }
      file?.add(line)
      lines.set(cell.id, line)
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
    throw failed(`interrupted after ${lines.size} of ${wanted.size} cells; the next run goes on there`)
  if (failures.length > 0)
    throw failed(`${failures.length} of ${wanted.size} cells failed, among them ${failures.slice(0, 3).join('; ')}`)
  // What was found under other names has those of the plan now.
  const all = cells.map(cell => ({ ...(lines.get(cell.id) as ResultLine), ...namesOf(plan, cell) }))
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
    const beganMs = clock.nowMs()
    const ended = await runCell(source.problem, agent.agent, { ...cell, signal }).catch(messageOf)
    if (signal?.aborted) return
    if (typeof ended === 'string') listener.failed(cell, ended)
    else listener.done(cell, ended, clock.nowMs() - beganMs)
    // Others get their turn, Ctrl-C among them.
    await new Promise(resolve => setImmediate(resolve))
  }
}

/** Follows the time that cells take, agent by agent: some are a thousand times as slow as others. */
const progressOf = (
  { agents }: Plan,
  missing: readonly Cell[],
  { total, threads }: { readonly total: number; readonly threads: number },
) => {
  const clock = wallClock()
  const startMs = clock.nowMs()
  const spans = agents.map((_, agent) => ({
    left: missing.filter(cell => cell.agent === agent).length,
    ended: 0,
    tookMs: 0,
  }))
  const overall = { ended: 0, tookMs: 0 }
  return (cell: Cell, tookMs: number, done: number, failed: number): ExperimentProgress => {
    const own = spans[cell.agent] as (typeof spans)[number]
    own.left--
    for (const span of [own, overall]) {
      span.ended++
      span.tookMs += tookMs
    }
    const meanMs = (span: typeof overall): number => span.tookMs / span.ended
    const leftMs = spans.reduce((sum, span) => sum + span.left * meanMs(span.ended > 0 ? span : overall), 0)
    return { done, total, failed, elapsedMs: clock.nowMs() - startMs, leftMs: leftMs / threads }
  }
}
