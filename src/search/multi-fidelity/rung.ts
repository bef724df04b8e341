import type { Config } from '../../core/index.js'
import { compareEvaluations, type Evaluation } from '../evaluation.js'
import type { Individual } from '../nsga2/individual.js'
import { survive } from '../nsga2/survival.js'

/** A configuration measured at the fidelity of its rung, as it is saved. */
export interface Entry extends Individual {
  readonly isPromoted: boolean
}

/**
 * What was measured at one fidelity, and which of it has gone on to the next. Feasible configurations come before infeasible ones; failed
 * and pruned ones come last, and are never promoted. Several objectives are ranked by fronts, then by crowding.
 * @see Schmucker et al. 2021, "Multi-objective asynchronous successive halving", for several objectives
 */
export class Rung {
  readonly #objectives: number
  /** Of one objective the best first, of several in the order of telling. */
  readonly #individuals: Individual[] = []
  readonly #promoted = new Set<number>()
  /** The best ones of several objectives, until something is added. */
  #best: { readonly count: number; readonly individuals: readonly Individual[] } | undefined

  constructor(objectives: number, saved: readonly Entry[] = []) {
    this.#objectives = objectives
    for (const { isPromoted, ...individual } of saved) {
      this.#individuals.push(individual)
      if (isPromoted) this.#promoted.add(individual.trial)
    }
  }

  get size(): number {
    return this.#individuals.length
  }

  add({ trial, config, losses, violation }: Evaluation): void {
    const individual: Individual = { trial, config, losses, violation }
    this.#individuals.splice(this.#objectives === 1 ? this.#placeOf(individual) : this.size, 0, individual)
    this.#best = undefined
  }

  /** Promotes the best that is left of the `count` best ones, and that `isDone` does not know to be done; undefined where there is none. */
  promote(count: number, isDone: (config: Config) => boolean): Individual | undefined {
    const best = this.#objectives === 1 ? this.#individuals : this.#bestOfMany(count)
    for (let i = 0; i < Math.min(count, best.length); i++) {
      const individual = best[i] as Individual
      if (individual.losses === null || this.#promoted.has(individual.trial) || isDone(individual.config)) continue
      this.#promoted.add(individual.trial)
      return individual
    }
    return undefined
  }

  save(): readonly Entry[] {
    return this.#individuals.map(individual => ({ ...individual, isPromoted: this.#promoted.has(individual.trial) }))
  }

  /** After all that are not worse. */
  #placeOf(individual: Individual): number {
    let [low, high] = [0, this.size]
    while (low < high) {
      const middle = (low + high) >> 1
      if (compareEvaluations(this.#individuals[middle] as Individual, individual) <= 0) low = middle + 1
      else high = middle
    }
    return low
  }

  #bestOfMany(count: number): readonly Individual[] {
    if (this.#best?.count !== count) {
      const survivors = survive(this.#individuals, count)
      const individuals = survivors.sort(
        (a, b) => a.rank - b.rank || (a.crowding < b.crowding ? 1 : a.crowding > b.crowding ? -1 : 0),
      )
      this.#best = { count, individuals }
    }
    return this.#best.individuals
  }
}
