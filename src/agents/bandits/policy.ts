import type { Json, Rng } from '../../core/index.js'
import { Arms } from './arms.js'

// The contract of what chooses among arms, whatever the arms are: configurations, values of a parameter, operators.

/** What a policy is made from. */
export interface PolicyTools {
  /** Number of arms. */
  readonly arms: number
  readonly rng: Rng
  /** Pulls that there will be in all, where that is known. */
  readonly pulls?: number | undefined
  /** What tells one arm from another, as contextual policies see it: as many numbers for each arm and observation. */
  features(arm: number, observation: Float32Array): Float64Array
}

export interface BanditPolicy {
  /** The arm to pull next, of those allowed (one at least); undefined where the policy has made up its mind. */
  choose(allowed: readonly number[], observation: Float32Array): number | undefined
  /** An arm is pulled: it counts at once. */
  pull(arm: number, observation: Float32Array): void
  /** The reward of an arm; `isOwn` where it answers a pull. */
  reward(arm: number, reward: number, observation: Float32Array, isOwn: boolean): void
  /** A reward that belongs to no arm, as of a trial of the caller; policies that compare rewards with all of them want to know. */
  seen?(reward: number): void
  save(): Json
}

/** A policy before it knows its arms. */
export interface BanditDefinition {
  readonly name: string
  /** `saved` is what `save` answered, where it goes on. */
  make(tools: PolicyTools, saved: Json | undefined): BanditPolicy
}

/** A policy that pulls each arm once, in their order, and from then on the one with the largest index. */
export const indexPolicy = (name: string, index: (arms: Arms, j: number, rng: Rng) => number): BanditDefinition =>
  armsPolicy(name, (arms, allowed, rng) => largest(allowed, j => index(arms, j, rng)))

/** A policy that pulls each arm once, in their order, and then chooses by what is known of them. */
export const armsPolicy = (
  name: string,
  choose: (arms: Arms, allowed: readonly number[], rng: Rng) => number,
): BanditDefinition => ({
  name,
  make: ({ arms: count, rng }, saved) => {
    const arms = new Arms(count, saved)
    return {
      choose: allowed => allowed.find(j => arms.pulls(j) === 0) ?? choose(arms, allowed, rng),
      pull: arm => arms.pull(arm),
      reward: (arm, reward, _, isOwn) => arms.reward(arm, reward, isOwn),
      save: () => arms.save(),
    }
  },
})

/** The candidate with the largest index, the first one of equals. */
export const largest = (candidates: readonly number[], index: (j: number) => number): number => {
  let [best, bestIndex] = [candidates[0] as number, Number.NEGATIVE_INFINITY]
  for (const j of candidates) {
    const value = index(j)
    if (value > bestIndex) [best, bestIndex] = [j, value]
  }
  return best
}
