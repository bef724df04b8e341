import { setTimeout as sleep } from 'node:timers/promises'
import { type Either, left, type TaskEither } from '../core/fp.js'
import { fault, type StoreError } from '../core/index.js'
import { type Connection, openConnection, type Tables } from './sqlite-connection.js'
import { faultOf, isLocked } from './sqlite-faults.js'

export interface SqliteOptions {
  /** Never writes, and does not create the file. Default false. */
  readonly readOnly?: boolean
  /** How long to go on trying while another process holds the file. Default 10,000. */
  readonly lockTimeoutMs?: number
}

/** One SQLite file: opened at the first use, used by one transaction after the other, closed at last. */
export class SqliteFile {
  readonly #path: string
  readonly #readOnly: boolean
  readonly #lockTimeoutMs: number
  #connection: Connection | undefined
  #closed = false
  #last: Promise<unknown> = Promise.resolve()

  constructor(path: string, { readOnly = false, lockTimeoutMs = 10_000 }: SqliteOptions) {
    this.#path = path
    this.#readOnly = readOnly
    this.#lockTimeoutMs = lockTimeoutMs
  }

  /** Runs `work` on one state of the file. It may run again after a lock. */
  read<A>(work: (tables: Tables) => Either<StoreError, A>): TaskEither<StoreError, A> {
    return () => this.#inTurn(() => this.#untilUnlocked('begin deferred', work))
  }

  /** Runs `work` in a transaction: a `Left` or an exception undoes it. It may run again after a lock. */
  write<A>(work: (tables: Tables) => Either<StoreError, A>): TaskEither<StoreError, A> {
    return () => this.#inTurn(() => this.#untilUnlocked('begin immediate', work))
  }

  /** Waits for what was asked before, and frees the file. */
  close(): Promise<void> {
    return this.#inTurn(async () => {
      this.#closed = true
      this.#connection?.close()
      this.#connection = undefined
    })
  }

  #inTurn<A>(job: () => Promise<A>): Promise<A> {
    const turn = this.#last.then(job)
    this.#last = turn.catch(() => {})
    return turn
  }

  /** Tries again by timers rather than by SQLite's busy_timeout, which would stop the whole process. */
  async #untilUnlocked<A>(
    begin: string,
    work: (tables: Tables) => Either<StoreError, A>,
  ): Promise<Either<StoreError, A>> {
    const startedMs = performance.now()
    for (let pauseMs = 1; ; pauseMs = Math.min(2 * pauseMs, 100)) {
      if (this.#closed) {
        return left(fault('StoreFailed', `expected an open store, got one that was closed: sqlite ${this.#path}`))
      }
      try {
        this.#connection ??= await openConnection(this.#path, this.#readOnly)
        return this.#connection.transaction(begin, work)
      } catch (thrown) {
        if (!isLocked(thrown)) return left(faultOf(thrown, this.#path))
        const triedMs = Math.round(performance.now() - startedMs)
        if (triedMs >= this.#lockTimeoutMs) {
          const message = `expected ${this.#path} to be free, got it locked by another process for ${triedMs} ms`
          return left(fault('StoreLocked', message, { cause: thrown, details: { path: this.#path, triedMs } }))
        }
        await sleep(pauseMs)
      }
    }
  }
}
