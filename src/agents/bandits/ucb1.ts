import { fault, type Json, ParetuneError } from '../../core/index.js'
import { type AgentContext, type AgentFactory, agentFactory, configure, type Suggestion, savedState } from '../agent.js'

export interface Ucb1Options {
  /** Weight of the bonus sqrt(ln n / n_j). Default: sqrt(2), as in Auer et al. 2002. */
  readonly exploration?: number
  /** Configurations that a space may have, since each is pulled at least once. Default: 24. */
  readonly maxArms?: number
}

/**
 * UCB1 over the valid configurations of a small space: each is an arm, each trial one more noisy measurement of it.
 *
 * Every arm is pulled once, in the space's order; then the one with the largest mean reward plus
 * exploration * sqrt(ln n / n_j). The paper wants rewards in [0, 1]: means are rescaled by the least and the largest reward
 * seen so far, so that one extreme reward (say, of a failure) makes all others look alike. A failed pull counts
 * like any other, with the reward that the environment gave. Pending pulls count in n and n_j at once, and an arm of which
 * all pulls are pending has the best mean, 1. Of equal arms the first wins; nothing is random.
 *
 * Its factory throws InvalidAgent where the space has more than `maxArms` valid configurations.
 * @see Auer, Cesa-Bianchi & Fischer 2002, "Finite-time analysis of the multiarmed bandit problem", figure 1
 */
export const ucb1 = ({ exploration = Math.SQRT2, maxArms = 24 }: Ucb1Options = {}): AgentFactory => {
  if (!(exploration >= 0 && exploration < Infinity)) {
    throw new ParetuneError(fault('InvalidAgent', `ucb1: expected exploration >= 0, got ${exploration}`))
  }
  return agentFactory('ucb1', context => {
    const arms = armsOf(context, maxArms)
    const indices = new Map(arms.map((arm, index) => [context.space.fingerprint(arm), index]))
    const counts = savedCounts(context, arms.length)

    const choose = (): number => {
      const { pulls, told, sums, low, high } = counts
      const total = pulls.reduce((sum, n) => sum + n, 0)
      let [best, bestIndex] = [Number.NEGATIVE_INFINITY, 0]
      for (let j = 0; j < arms.length; j++) {
        const [n, known] = [pulls[j] as number, told[j] as number]
        if (n === 0) return j
        const mean = known === 0 ? 1 : high > low ? ((sums[j] as number) / known - low) / (high - low) : 0
        const index = mean + exploration * Math.sqrt(Math.log(total) / n)
        if (index > best) [best, bestIndex] = [index, j]
      }
      return bestIndex
    }

    const pull = (): Suggestion => {
      const arm = choose()
      const before = counts.pulls[arm] as number
      counts.pulls[arm] = before + 1
      return {
        action: configure(arms[arm] as (typeof arms)[number]),
        reason: `pull ${before + 1} of arm ${arm + 1} of ${arms.length}`,
        ...(before > 0 ? { repeat: true } : {}),
      }
    }

    return {
      name: 'ucb1',
      ask: requests => requests.map(pull),
      tell: transitions => {
        for (const { fidelity, action, reward, origin } of transitions) {
          const arm = indices.get(context.space.fingerprint(action.config))
          if (fidelity < 1 || arm === undefined) continue
          if (origin === 'caller') counts.pulls[arm] = (counts.pulls[arm] as number) + 1
          counts.told[arm] = (counts.told[arm] as number) + 1
          counts.sums[arm] = (counts.sums[arm] as number) + reward
          counts.low = Math.min(counts.low, reward)
          counts.high = Math.max(counts.high, reward)
        }
      },
      save: () => {
        const { low, high } = counts
        const range = low <= high ? [low, high] : null
        const json: Json = { pulls: [...counts.pulls], told: [...counts.told], sums: [...counts.sums], range }
        return { kind: 'ucb1', version: 1, json, buffers: {} }
      },
    }
  })
}

/** What is known of each arm: pulls proposed (pending ones too), rewards told and their sum; and the range of all rewards. */
interface Counts {
  readonly pulls: number[]
  readonly told: number[]
  readonly sums: number[]
  low: number
  high: number
}

const armsOf = ({ space }: AgentContext, maxArms: number) => {
  const count = space.count()
  if (count <= maxArms) return [...space.enumerate()]
  const message = `ucb1: expected at most ${maxArms} valid configurations, one for each arm, got ${count}`
  throw new ParetuneError(fault('InvalidAgent', message, { details: { maxArms, count } }))
}

const savedCounts = (context: AgentContext, arms: number): Counts => {
  const none = { pulls: zeros(arms), told: zeros(arms), sums: zeros(arms), low: Infinity, high: -Infinity }
  const state = savedState(context, 'ucb1', 1)
  if (state === undefined) return none
  const { pulls, told, sums, range } = state.json as unknown as Counts & { range: [number, number] | null }
  const [low, high] = range ?? [none.low, none.high]
  return { pulls: [...pulls], told: [...told], sums: [...sums], low, high }
}

const zeros = (length: number): number[] => new Array<number>(length).fill(0)
