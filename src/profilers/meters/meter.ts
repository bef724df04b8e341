import type { Either } from '../../core/fp.js'
import type { MetricSpec } from '../../core/index.js'

// The contract of everything that reads the machine while a configuration runs.

/** Reads metrics named `M` while something else runs. */
export interface Meter<M extends string = string> {
  readonly name: string
  /** What it reads is up to the profiled code and not to the machine: a profile that lacks it is InvalidMetric. */
  readonly promised?: true
  /** What it reads, in full; the machine may lack some of it. */
  readonly metrics: readonly MetricSpec<M>[]
  /**
   * Looks at what the machine has: the reason why there is nothing to read (a sentence with the files or commands tried), or
   * the instrument. Opened once for each profile that runs at the same time.
   */
  open(): Promise<Either<string, Instrument<M>>>
}

/**
 * An opened meter: counters at both ends of a window, and looks in between. Whatever throws makes its metrics absent in
 * that window, with the message as the reason.
 */
export interface Instrument<M extends string = string> {
  /**
   * Begins a window, of this process or of process `pid` and its descendants (meters of the whole machine ignore it). Called
   * again before `stop`, it begins anew.
   */
  start(pid?: number): Promise<void> | void
  /** Looks in between, as peaks and powers need it; called about every `pollMs`, whenever the event loop is free. */
  poll?(): Promise<void> | void
  /**
   * Ends the window that took `wallMs` and held `runs` runs (1 or more): the readings, finite and 0 or more, and why others
   * are absent (a reason each). Without a `start` before it, it may throw.
   */
  stop(window: { readonly wallMs: number; readonly runs: number }): Promise<Reading<M>> | Reading<M>
  /** Frees handles and libraries; more than once without harm. */
  close?(): Promise<void> | void
}

export interface Reading<M extends string = string> {
  readonly metrics: Readonly<Partial<Record<M, number>>>
  readonly absent?: Readonly<Partial<Record<M, string>>>
}
