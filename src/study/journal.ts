import type { AgentState } from '../agents/agent.js'
import { isLeft, type TaskEither } from '../core/fp.js'
import { type Json, ParetuneError, type StoreError } from '../core/index.js'
import type { LogEntry, Store } from '../storage/store.js'

/** Writes a study's log and checkpoints to a store, and knows the position reached. */
export class Journal {
  readonly #store: Store
  readonly #study: string
  readonly #buffer: LogEntry[] = []
  /** Whether anything that is written here can be read again; where not, nothing needs to be. */
  readonly keeps: boolean
  #position: number

  constructor(store: Store, study: string, position: number) {
    this.#store = store
    this.#study = study
    this.keeps = store.keeps ?? true
    this.#position = position
  }

  /** Entries written or buffered so far. */
  get position(): number {
    return this.#position
  }

  /** Number of entries that `flush` would write. */
  get buffered(): number {
    return this.#buffer.length
  }

  /** Notes an entry; it is safe after the next `flush`. */
  note(entry: LogEntry): void {
    this.#buffer.push(entry)
    this.#position++
  }

  /** Writes what was noted. What was noted before a failed write is kept and written by the next. */
  async flush(): Promise<void> {
    if (this.#buffer.length === 0) return
    const entries = [...this.#buffer]
    await orReject(this.#store.append(this.#study, entries))
    this.#buffer.splice(0, entries.length)
  }

  /** Keeps the agent's state as of now. */
  async checkpoint(agent: AgentState, study: Json): Promise<void> {
    await this.flush()
    await orReject(this.#store.checkpoint(this.#study, { position: this.#position, agent, study }))
  }
}

/** The value of a task; a Left rejects with a ParetuneError. */
export const orReject = async <A>(task: TaskEither<StoreError, A>): Promise<A> => {
  const result = await task()
  if (isLeft(result)) throw new ParetuneError(result.left)
  return result.right
}
