import { Worker } from 'node:worker_threads'
import type { AgentSpec } from '../agents.js'
import type { CellResult } from '../cells/cell.js'
import type { ProblemParcel } from '../problems/sources.js'
import type { Cell, Plan } from './plan.js'

/** Told of each cell in the order in which they end. */
export interface CellListener {
  /** @param tookMs of the wall. */
  done(cell: Cell, result: CellResult, tookMs: number): void
  failed(cell: Cell, message: string): void
}

/** What a worker thread is started with. */
export interface WorkerStart {
  readonly agents: readonly AgentSpec[]
  readonly folder: string
}

export type ToWorker =
  | { readonly _tag: 'Problem'; readonly problem: number; readonly parcel: ProblemParcel }
  | { readonly _tag: 'Forget'; readonly problem: number }
  | { readonly _tag: 'Cell'; readonly cell: Cell }

export type FromWorker =
  | { readonly _tag: 'Done'; readonly id: string; readonly result: CellResult; readonly tookMs: number }
  | { readonly _tag: 'Failed'; readonly id: string; readonly message: string }

/** Cells that a worker has before it: one under way and one waiting, so that it never waits itself. */
const AHEAD = 2
/** MiB for what was made last. Studies leave much behind at once: with the 16 MiB of Node.js a third of the time goes into collecting it. */
const YOUNG_GENERATION_MB = 64

/** Runs cells in worker threads, each of which takes the next one when it is free. Resolves when all have ended or the signal is aborted. */
export const runInThreads = async (
  { problems, agents }: Plan,
  cells: readonly Cell[],
  listener: CellListener,
  {
    threads,
    url,
    folder,
    signal,
  }: {
    readonly threads: number
    readonly url: URL
    readonly folder: string
    readonly signal?: AbortSignal | undefined
  },
): Promise<void> => {
  const start: WorkerStart = { agents: agents.map(({ spec }) => spec as AgentSpec), folder }
  const left = [...cells].reverse()
  const workers = new Set<Worker>()
  let isOver = signal?.aborted === true
  const stop = (): void => {
    isOver = true
    for (const worker of workers) void worker.terminate()
  }
  const run = (): Promise<void> =>
    new Promise((resolve, reject) => {
      if (isOver) return resolve()
      const worker = new Worker(url, {
        workerData: start,
        resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
      })
      workers.add(worker)
      const flying = new Map<string, Cell>()
      let held: number | undefined
      const send = (message: ToWorker): void => worker.postMessage(message)
      const next = (): void => {
        // Towards the end none waits behind another that a free thread could take.
        while (!isOver && (flying.size === 0 || (flying.size < AHEAD && left.length >= threads))) {
          const cell = left.pop()
          if (cell === undefined) break
          if (cell.problem !== held) {
            if (held !== undefined) send({ _tag: 'Forget', problem: held })
            held = cell.problem
            send({ _tag: 'Problem', problem: held, parcel: problems[held]?.parcel as ProblemParcel })
          }
          flying.set(cell.id, cell)
          send({ _tag: 'Cell', cell })
        }
        if (flying.size === 0) void worker.terminate()
      }
      /** Who listens may be unable to go on: the disk is full. */
      const orStop = (act: () => void): void => {
        try {
          act()
        } catch (thrown) {
          stop()
          reject(thrown)
        }
      }
      worker.on('message', (message: FromWorker) => {
        if (isOver) return
        const cell = flying.get(message.id) as Cell
        flying.delete(message.id)
        orStop(() => {
          if (message._tag === 'Done') listener.done(cell, message.result, message.tookMs)
          else listener.failed(cell, message.message)
          next()
        })
      })
      let why: string | undefined
      worker.on('error', (thrown: Error) => {
        why = thrown.message
      })
      worker.on('exit', code => {
        workers.delete(worker)
        if (isOver) return resolve()
        // The first one was under way; what waited behind it is another's turn.
        const [under, ...waiting] = flying.values()
        left.push(...waiting.reverse())
        orStop(() => {
          if (under) listener.failed(under, `its thread ended: ${why ?? `exit code ${code}`}`)
          if (left.length === 0) resolve()
          else run().then(resolve, reject)
        })
      })
      next()
    })
  signal?.addEventListener('abort', stop)
  try {
    await Promise.all(Array.from({ length: Math.min(threads, cells.length) }, run))
  } finally {
    signal?.removeEventListener('abort', stop)
  }
}
