import type { Config, Failed, Measured, Trial } from '../core/index.js'
import { quantileOfSorted } from '../numeric/index.js'
import { dominates } from '../pareto/index.js'

/** A configuration with everything that its full-fidelity trials on one machine showed, pooled. */
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
 * Who leads: the feasible non-dominated configurations, repeats of a configuration pooled by the median. Figures of two machines are
 * not pooled: those of the machine that measured it last count. A configuration that failed more often than it was measured is no
 * candidate; lower fidelities do not count.
 */
export class Standing {
  readonly #objectives: number
  /** By configuration, on the machine that measured it last; none where it was measured once. */
  readonly #pools = new Map<string, Pool>()
  /** Those of the machines before. */
  readonly #earlier = new Map<string, Pool>()
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

  /** The candidate of that fingerprint, where there is one. */
  candidate(fingerprint: string): Candidate | undefined {
    return this.#candidates.get(fingerprint)
  }

  /** The leader; of several objectives the compromise: nearest to the ideal point, each objective scaled to the front's range. */
  get best(): Candidate | undefined {
    return this.#objectives === 1 ? this.#front[0] : compromise(this.#front)
  }

  /** Takes a trial in; true where the front changed. */
  add(trial: Trial): boolean {
    const { fingerprint, outcome } = trial
    if (trial.fidelity < 1 || outcome._tag === 'Pruned') return false
    // By far the most configurations are measured once, and need no pool.
    if (outcome._tag === 'Measured' && !this.#candidates.has(fingerprint) && !this.#pools.has(fingerprint)) {
      const candidate = candidateOfOne(trial, outcome)
      this.#candidates.set(fingerprint, candidate)
      return this.#join(candidate)
    }
    const pool = this.#poolOf(fingerprint, outcome)
    this.#pools.set(fingerprint, pool)
    if (outcome._tag === 'Failed') pool.failed++
    else include(pool, trial.number, outcome)
    const candidate = candidateOf(trial, pool)
    if (candidate) this.#candidates.set(fingerprint, candidate)
    else if (!this.#candidates.delete(fingerprint)) return false
    return this.#rebuild()
  }

  #poolOf(fingerprint: string, outcome: Measured | Failed): Pool {
    const pool = this.#pools.get(fingerprint) ?? this.#poolOfOne(fingerprint)
    if (outcome._tag === 'Failed' || !pool?.last || pool.last.profile.machine === outcome.profile.machine)
      return pool ?? emptyPool(this.#objectives)
    this.#earlier.set(`${fingerprint} ${pool.last.profile.machine}`, pool)
    return this.#earlier.get(`${fingerprint} ${outcome.profile.machine}`) ?? emptyPool(this.#objectives)
  }

  /** The pool of a configuration that was measured once, where it was. */
  #poolOfOne(fingerprint: string): Pool | undefined {
    const candidate = this.#candidates.get(fingerprint)
    if (!candidate) return undefined
    const pool = emptyPool(this.#objectives)
    include(pool, candidate.trials[0] as number, candidate.measured)
    return pool
  }

  #join(candidate: Candidate): boolean {
    if (candidate.violation > 0) return false
    const { losses } = candidate
    if (this.#objectives === 1) {
      const [leader] = this.#front
      if (leader && (leader.losses[0] as number) <= (losses[0] as number)) return false
      this.#front = [candidate]
      return true
    }
    if (this.#front.some(other => dominates(other.losses, losses))) return false
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

/** What the trials of one configuration showed, each list in ascending order so that a repeat costs no sorting. */
interface Pool {
  readonly trials: number[]
  readonly losses: number[][]
  readonly violations: number[]
  failed: number
  last?: Measured
}

const emptyPool = (objectives: number): Pool => ({
  trials: [],
  losses: Array.from({ length: objectives }, () => []),
  violations: [],
  failed: 0,
})

const include = (pool: Pool, trial: number, outcome: Measured): void => {
  pool.trials.push(trial)
  pool.last = outcome
  for (const [i, loss] of outcome.losses.entries()) insert(pool.losses[i] as number[], loss)
  insert(pool.violations, outcome.violation)
}

const insert = (ascending: number[], value: number): void => {
  let i = ascending.length
  while (i > 0 && (ascending[i - 1] as number) > value) i--
  ascending.splice(i, 0, value)
}

const candidateOfOne = ({ config, fingerprint, number }: Trial, measured: Measured): Candidate => ({
  config,
  fingerprint,
  trials: [number],
  losses: measured.losses,
  violation: measured.violation,
  measured,
})

const candidateOf = (
  { config, fingerprint }: Trial,
  { trials, losses, violations, failed, last }: Pool,
): Candidate | undefined =>
  last && trials.length >= failed
    ? {
        config,
        fingerprint,
        trials: [...trials],
        losses: losses.map(values => quantileOfSorted(values, 0.5)),
        violation: quantileOfSorted(violations, 0.5),
        measured: last,
      }
    : undefined

const compromise = (front: readonly Candidate[]): Candidate | undefined => {
  const low = front[0]?.losses.map((_, i) => Math.min(...front.map(({ losses }) => losses[i] as number))) ?? []
  const high = front[0]?.losses.map((_, i) => Math.max(...front.map(({ losses }) => losses[i] as number))) ?? []
  const distance = ({ losses }: Candidate) =>
    losses.reduce(
      (sum, loss, i) => sum + ((loss - (low[i] as number)) / ((high[i] as number) - (low[i] as number) || 1)) ** 2,
      0,
    )
  return front.reduce<Candidate | undefined>(
    (best, next) => (best && distance(best) <= distance(next) ? best : next),
    undefined,
  )
}
