import type { AgentState } from '../agents/agent.js'
import type { TaskEither } from '../core/fp.js'
import type { Json, Outcome, PendingTrial, Report, StoreError } from '../core/index.js'

// The contract of what keeps a study: a header, a log of asks and tells, and checkpoints of the agent.

/** What makes a study the study that it is; compared when it is resumed. */
export interface StudyHeader {
  readonly name: string
  readonly space: Json
  readonly spaceId: string
  readonly objectives: Json
  readonly constraints: Json
  readonly agent: string
  readonly seed: number
  readonly parallel: number
  readonly schedule: 'fixedLag' | 'asap'
  readonly profiler: string
  /** The metrics that it promises, as `MetricSpec`s. */
  readonly metrics: Json
  /** The configuration that is compared with; null where there is none. */
  readonly baseline: Json
  /** ISO 8601. */
  readonly createdAt: string
  readonly machine: string
  readonly version: string
}

/** One thing that happened. The position of an entry in the log is its order. */
export type LogEntry =
  | { readonly _tag: 'Asked'; readonly trial: PendingTrial }
  | {
      readonly _tag: 'Told'
      readonly trial: number
      readonly outcome: Outcome
      /** Absent where the reward function gave none: it is asked again on resume. */
      readonly reward?: number
      /** Its intermediate results, where there are any. */
      readonly reports?: readonly Report[]
      readonly finishedMs: number
    }

/** The agent and the study's own state after the first `position` entries of the log. */
export interface Checkpoint {
  readonly position: number
  readonly agent: AgentState
  readonly study: Json
}

export interface StoredStudy {
  readonly header: StudyHeader
  readonly log: readonly LogEntry[]
  /** The newest checkpoint. */
  readonly checkpoint?: Checkpoint
}

export interface Store {
  /** Where it keeps things, for messages: `memory`, `sqlite study.db`. */
  readonly name: string
  /** False where it keeps nothing: a study then spares itself its log and its checkpoints. */
  readonly keeps?: false
  /** Names of the studies kept, oldest first. */
  list(): TaskEither<StoreError, readonly string[]>
  /** A study with everything logged, or undefined where there is none of that name. */
  load(study: string): TaskEither<StoreError, StoredStudy | undefined>
  /** Keeps a new study; StudyExists where the name is taken. */
  create(header: StudyHeader): TaskEither<StoreError, void>
  /** Adds to the log, all or nothing; what it returned for survives SIGKILL. */
  append(study: string, entries: readonly LogEntry[]): TaskEither<StoreError, void>
  /** Replaces the checkpoint. */
  checkpoint(study: string, checkpoint: Checkpoint): TaskEither<StoreError, void>
  /** Removes a study and all that belongs to it; not an error where there is none. */
  remove(study: string): TaskEither<StoreError, void>
  /** Waits for what is under way and frees the file. */
  close(): Promise<void>
}
