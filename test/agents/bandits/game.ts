import type { BanditFactory } from '#src/agents/index.js'
import { makeRng, type Rng } from '#src/index.js'

export interface Game {
  /** The reward of each arm, at pull n. */
  readonly arms: readonly ((rng: Rng, n: number) => number)[]
  readonly pulls: number
  readonly seed: number | string
  /** Default: one number for each arm, 1 in its own place. */
  readonly features?: (arm: number, observation: Float32Array) => Float64Array
  /** What is shown before pull n. Default: nothing. */
  readonly observation?: (n: number) => Float32Array
}

const nothing = new Float32Array()

/** Plays a bandit's policy; answers the arms pulled, fewer than `pulls` where it made up its mind. */
export const play = ({ policy }: BanditFactory, game: Game): number[] => {
  const { arms, pulls, seed, observation = () => nothing } = game
  const features = game.features ?? (arm => Float64Array.from(arms, (_, j) => Number(j === arm)))
  const rng = makeRng(`game/${seed}`)
  const bandit = policy.make({ arms: arms.length, rng: rng.fork('policy'), pulls, features }, undefined)
  const all = arms.map((_, j) => j)
  const pulled: number[] = []
  for (let n = 0; n < pulls; n++) {
    const seen = observation(n)
    const j = bandit.choose(all, seen)
    if (j === undefined) break
    bandit.pull(j, seen)
    bandit.reward(j, (arms[j] as Game['arms'][number])(rng, n), seen, true)
    pulled.push(j)
  }
  return pulled
}

export const coin =
  (chance: number) =>
  (rng: Rng): number =>
    rng.next() < chance ? 1 : 0

export const normalArm =
  (mean: number, std: number) =>
  (rng: Rng): number =>
    rng.normal(mean, std)

/** Mean regret over runs, after each pull: what was lost against the best arm on average. */
export const regretOf = (
  factory: BanditFactory,
  means: readonly number[],
  armOf: (mean: number) => Game['arms'][number],
  pulls: number,
  runs: number,
): Float64Array => {
  const best = Math.max(...means)
  const regret = new Float64Array(pulls)
  for (let run = 0; run < runs; run++) {
    let sum = 0
    for (const [n, j] of play(factory, { arms: means.map(armOf), pulls, seed: run }).entries()) {
      sum += best - (means[j] as number)
      regret[n] = (regret[n] as number) + sum / runs
    }
  }
  return regret
}

/** What the regret grew by for each unit of ln t between two pulls. */
export const slopeOf = (regret: Float64Array, from: number, to: number): number =>
  ((regret[to - 1] as number) - (regret[from - 1] as number)) / Math.log(to / from)
