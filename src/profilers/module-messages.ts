import type { Either } from '../core/fp.js'
import type { Config, MetricSpec, Profile, ProfileFailure } from '../core/index.js'
import type { ProfileContext } from './profiler.js'

// What a module profiler and its process say to each other. One measurement at a time, so that answers need no number.

/** From the process that tunes. */
export type ToChild =
  | { readonly _tag: 'load'; readonly url: string; readonly exportName: string; readonly args: unknown }
  | {
      readonly _tag: 'profile'
      readonly config: Config
      readonly context: Pick<ProfileContext, 'timeoutMs' | 'fidelity' | 'seed' | 'trial' | 'resumeFrom'>
      /** There are meters, and the module may tell them which part of its work counts. */
      readonly isMetered: boolean
    }
  /** The signal was aborted. */
  | { readonly _tag: 'abort' }
  /** The answer to a report was 'stop'. */
  | { readonly _tag: 'stop' }
  /** The meters have done as they were told. */
  | { readonly _tag: 'metered' }
  | { readonly _tag: 'close' }

/** From the process that measures, in the midst of it. */
export type ProgressOfChild =
  | { readonly _tag: 'log'; readonly metric: string; readonly value: number }
  | { readonly _tag: 'report'; readonly step: number; readonly metrics: Readonly<Record<string, number>> }
  /** Meters begin to read the process `pid`; with `runs` they end, after so many. */
  | { readonly _tag: 'window'; readonly pid: number; readonly runs?: number }

/** From the process that measures. */
export type FromChild =
  | ProgressOfChild
  | { readonly _tag: 'ready'; readonly metrics: readonly MetricSpec[] }
  | { readonly _tag: 'unusable'; readonly message: string }
  | {
      readonly _tag: 'answer'
      readonly answer: Either<ProfileFailure, Profile>
      /** Kinds of resources (timers, sockets, processes) that the measurement left running. */
      readonly leftRunning: readonly string[]
    }
