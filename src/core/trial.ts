import type { Config } from './config.js'
import type { Json } from './json.js'
import type { Outcome } from './outcome.js'

/** A trial that was proposed and has no outcome yet. */
export interface PendingTrial<C extends Config = Config> {
  /** 0, 1, 2, ... in order of asking; kept when a killed study runs the trial again. */
  readonly number: number
  /** The trajectory that it belongs to, 0 .. parallel - 1. */
  readonly slot: number
  readonly config: C
  /** Identity of the configuration within its space. */
  readonly fingerprint: string
  /** 1 is the full measurement. */
  readonly fidelity: number
  /** Number of a trial of the same configuration and a lower fidelity, from which the profiler may go on. */
  readonly resumeFrom?: number
  /** Who proposed it: the agent, or the caller (a baseline, an enqueued configuration). */
  readonly origin: 'agent' | 'caller'
  /** True where measuring a known configuration again was asked for. */
  readonly repeat: boolean
  readonly reason?: string
  /** What the agent wants back with the outcome. */
  readonly memo?: Json
}

/** An intermediate result of a trial. */
export interface Report {
  readonly step: number
  readonly metrics: Readonly<Record<string, number>>
}

/** A finished trial: the proposal, and what came of it. */
export interface Trial<C extends Config = Config> extends PendingTrial<C> {
  readonly outcome: Outcome
  readonly reward: number
  /** Its intermediate results in the order of reporting; absent where there are none. */
  readonly reports?: readonly Report[]
  /** The study's clock when the trial was told, in milliseconds since the study began (time between sessions not counted). */
  readonly finishedMs: number
}
