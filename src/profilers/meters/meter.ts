import type { Either } from '../../core/fp.js'
import type { MetricSpec } from '../../core/index.js'

// The contract of everything that reads the machine while a configuration runs.

/** Reads metrics named `M` while something else runs. */
export interface Meter<M extends string = string> {
  readonly name: string
  /** What it reads, in full; the machine may lack some of it. */
  readonly metrics: readonly MetricSpec<M>[]
  /** Looks at what the machine has: the reason why there is nothing to read (a sentence with the files or commands tried), or the instrument. */
  open(): Promise<Either<string, Instrument<M>>>
}

/** An opened meter: counters at both ends of a window, and looks in between. */
export interface Instrument<M extends string = string> {
  /** Begins a window, of this process or of process `pid` and its descendants (meters of the whole machine ignore it). */
  start(pid?: number): Promise<void> | void
  /** Looks in between, as peaks and powers need it; called about every `pollMs`. */
  poll?(): Promise<void> | void
  /** Ends the window that took `wallMs` and held `runs` runs: the readings, and why others are absent (a reason each). */
  stop(window: { readonly wallMs: number; readonly runs: number }): Promise<Reading<M>> | Reading<M>
  /** Frees handles and libraries; more than once without harm. */
  close?(): Promise<void> | void
}

export interface Reading<M extends string = string> {
  readonly metrics: Readonly<Partial<Record<M, number>>>
  readonly absent?: Readonly<Partial<Record<M, string>>>
}
