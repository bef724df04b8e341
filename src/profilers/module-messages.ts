import type { Either } from '../core/fp.js'
import type { Config, MetricSpec, Profile, ProfileFailure } from '../core/index.js'

// What a module profiler and its process say to each other. One measurement at a time, so that answers need no number.

/** From the process that tunes. */
export type ToChild =
  | { readonly _tag: 'load'; readonly url: string; readonly exportName: string; readonly args: unknown }
  | {
      readonly _tag: 'profile'
      readonly config: Config
      readonly context: { readonly timeoutMs: number; readonly fidelity: number; readonly seed: number }
    }
  /** The signal was aborted. */
  | { readonly _tag: 'abort' }
  /** The answer to a report was 'stop'. */
  | { readonly _tag: 'stop' }
  | { readonly _tag: 'close' }

/** From the process that measures. */
export type FromChild =
  | { readonly _tag: 'ready'; readonly metrics: readonly MetricSpec[] }
  | { readonly _tag: 'unusable'; readonly message: string }
  | { readonly _tag: 'log'; readonly metric: string; readonly value: number }
  | { readonly _tag: 'report'; readonly step: number; readonly metrics: Readonly<Record<string, number>> }
  | { readonly _tag: 'answer'; readonly answer: Either<ProfileFailure, Profile> }
