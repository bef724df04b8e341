import type { Config, Measured, Trial } from '../core/index.js'
import { median } from '../numeric/index.js'
import { dominates } from '../pareto/index.js'

/** A configuration with everything that its full-fidelity trials showed, pooled. */
export interface Candidate<C extends Config = Config> {
  readonly config: C
  readonly fingerprint: string
  /** Numbers of its measured trials. */
  readonly trials: readonly number[]
  /** Median over its trials of each loss. */
  readonly losses: readonly number[]
  /** Median over its trials of the violation; 0 is feasible. */
  readonly violation: number
  /** Its newest measurement. */
  readonly measured: Measured
}

/**
 * Who leads: the feasible non-dominated configurations, repeats of a configuration pooled by the median. A configuration that failed
 * more often than it was measured is no candidate; lower fidelities do not count.
 */
export class Standing {
  readonly #objectives: number
  readonly #pools = new Map<string, { measured: { trial: Trial; outcome: Measured }[]; failed: number }>()
  readonly #candidates = new Map<string, Candidate>()
  #front: Candidate[] = []

  constructor(objectives: number) {
    this.#objectives = objectives
  }

  /** Feasible and non-dominated, in the order in which they joined. One objective: at most one. */
  get front(): readonly Candidate[] {
    return this.#front
  }

  /** Every candidate, feasible or not, in the order of first measurement. */
  get candidates(): Iterable<Candidate> {
    return this.#candidates.values()
  }

  /** The leader; of several objectives the compromise: nearest to the ideal point, each objective scaled to the front's range. */
  get best(): Candidate | undefined {
    return this.#objectives === 1 ? this.#front[0] : compromise(this.#front)
  }

  /** Takes a trial in; true where the front changed. */
  add(trial: Trial): boolean {
    const { fingerprint, outcome } = trial
    if (trial.fidelity < 1 || outcome._tag === 'Pruned') return false
    const pool = this.#pools.get(fingerprint) ?? { measured: [], failed: 0 }
    const isNew = !this.#pools.has(fingerprint)
    this.#pools.set(fingerprint, pool)
    if (outcome._tag === 'Failed') pool.failed++
    else pool.measured.push({ trial, outcome })
    const candidate = pool.measured.length > 0 && pool.measured.length >= pool.failed ? pooled(pool.measured) : undefined
    if (candidate) this.#candidates.set(fingerprint, candidate)
    else this.#candidates.delete(fingerprint)
    return isNew ? candidate !== undefined && this.#join(candidate) : this.#rebuild()
  }

  #join(candidate: Candidate): boolean {
    if (candidate.violation > 0) return false
    const beaten = (other: Candidate) => dominates(other.losses, candidate.losses) || (this.#objectives === 1 && other.losses[0] === candidate.losses[0])
    if (this.#front.some(beaten)) return false
    this.#front = [...this.#front.filter(other => !dominates(candidate.losses, other.losses)), candidate]
    return true
  }

  #rebuild(): boolean {
    const before = this.#front.map(candidate => candidate.fingerprint).join()
    this.#front = []
    for (const candidate of this.#candidates.values()) this.#join(candidate)
    return this.#front.map(candidate => candidate.fingerprint).join() !== before
  }
}

const pooled = (measured: readonly { trial: Trial; outcome: Measured }[]): Candidate => {
  const last = measured.at(-1) as { trial: Trial; outcome: Measured }
  const { config, fingerprint } = last.trial
  return {
    config,
    fingerprint,
    trials: measured.map(({ trial }) => trial.number),
    losses:
      measured.length === 1 ? last.outcome.losses : last.outcome.losses.map((_, i) => median(measured.map(({ outcome }) => outcome.losses[i] as number))),
    violation: median(measured.map(({ outcome }) => outcome.violation)),
    measured: last.outcome,
  }
}

const compromise = (front: readonly Candidate[]): Candidate | undefined => {
  const low = front[0]?.losses.map((_, i) => Math.min(...front.map(({ losses }) => losses[i] as number))) ?? []
  const high = front[0]?.losses.map((_, i) => Math.max(...front.map(({ losses }) => losses[i] as number))) ?? []
  const distance = ({ losses }: Candidate) =>
    losses.reduce((sum, loss, i) => sum + ((loss - (low[i] as number)) / ((high[i] as number) - (low[i] as number) || 1)) ** 2, 0)
  return front.reduce<Candidate | undefined>((best, next) => (best && distance(best) <= distance(next) ? best : next), undefined)
}

