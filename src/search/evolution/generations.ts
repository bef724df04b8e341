import type { Json } from '../../core/index.js'
import { compareEvaluations, type Evaluation } from '../evaluation.js'

export interface GenerationSizes {
  /** The best of a generation, from which the next one is bred; also the own outcomes that complete the first. */
  readonly parents: number
  /** Own outcomes that complete every later generation. */
  readonly offspring: number
  /** The best parents that may outlive their generation. */
  readonly elites: number
}

/**
 * Outcomes, gathered until a generation is complete, and those that survive it. Children may be bred at any time, from the parents of
 * now: what is told late joins the running generation, and so does a trial of the caller, without counting towards it.
 */
export interface Generations {
  /** How many are complete. */
  readonly number: number
  /** The best first; none before the first generation is complete. */
  readonly parents: readonly Evaluation[]
  add(evaluation: Evaluation): void
  save(): Json
}

/** No generation yet, or those that `save` described. */
export const generationsOf = ({ parents: size, offspring, elites }: GenerationSizes, saved?: Json): Generations => {
  const progress = saved as unknown as Progress | undefined
  let parents = progress?.parents ?? []
  let children = [...(progress?.offspring ?? [])]
  /** Of the children, how many the strategy has proposed. */
  let own = progress?.own ?? 0
  let number = progress?.generation ?? 0
  return {
    get number() {
      return number
    },
    get parents() {
      return parents
    },
    add: evaluation => {
      children.push(evaluation)
      if (evaluation.own) own++
      if (own < (parents.length === 0 ? size : offspring)) return
      parents = [...parents.slice(0, elites), ...children].sort(compareEvaluations).slice(0, size)
      children = []
      own = 0
      number++
    },
    save: () => ({ parents, offspring: [...children], own, generation: number }) satisfies Progress as unknown as Json,
  }
}

interface Progress {
  readonly parents: readonly Evaluation[]
  readonly offspring: readonly Evaluation[]
  readonly own: number
  readonly generation: number
}
