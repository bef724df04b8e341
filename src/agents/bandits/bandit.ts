import { fault, ParetuneError, type Rng, restoreRng } from '../../core/index.js'
import { type AgentFactory, agentFactory, configure, type Suggestion, savedState } from '../agent.js'
import { Arms } from './arms.js'

/** How a bandit chooses; everything else about it is `bandit`. */
export interface BanditPolicy {
  readonly name: string
  /** The arm to pull next. Each arm has been pulled before. */
  choose(arms: Arms, rng: Rng): number
}

export interface BanditOptions {
  /** Configurations that a space may have, since each is pulled at least once. Default: 24. */
  readonly maxArms?: number
}

/**
 * A bandit over the valid configurations of a small space: each is an arm, each trial one more noisy measurement of it. Every arm is
 * pulled once, in the space's order, then the policy chooses. A failed pull counts like any other, with the reward that the environment gave;
 * pulls that are pending count at once.
 *
 * Its factory throws InvalidAgent where the space has more than `maxArms` valid configurations.
 */
export const bandit = ({ name, choose }: BanditPolicy, { maxArms = 24 }: BanditOptions): AgentFactory =>
  agentFactory(name, context => {
    const { space } = context
    const count = space.count()
    if (count > maxArms) {
      const message = `${name}: expected at most ${maxArms} valid configurations, one for each arm, got ${count}`
      throw new ParetuneError(fault('InvalidAgent', message, { details: { maxArms, count } }))
    }
    const configs = [...space.enumerate()]
    const indices = new Map(configs.map((config, j) => [space.fingerprint(config), j]))
    const state = savedState(context, name, 2)
    const saved = state?.json as { readonly arms: ReturnType<Arms['save']>; readonly rng: ReturnType<Rng['state']> }
    const arms = new Arms(configs.length, saved?.arms)
    const rng = saved === undefined ? context.rng : restoreRng(saved.rng)

    const pull = (): Suggestion => {
      const untried = configs.findIndex((_, j) => arms.pulls(j) === 0)
      const j = untried === -1 ? choose(arms, rng) : untried
      const pulls = arms.pull(j)
      return {
        action: configure(configs[j] as (typeof configs)[number]),
        reason: `pull ${pulls} of arm ${j + 1} of ${configs.length}`,
        ...(pulls > 1 ? { repeat: true } : {}),
      }
    }

    return {
      name,
      ask: requests => requests.map(pull),
      tell: transitions => {
        for (const { fidelity, action, reward, origin } of transitions) {
          const j = indices.get(space.fingerprint(action.config))
          if (fidelity < 1 || j === undefined) continue
          if (origin === 'caller') arms.pull(j)
          arms.reward(j, reward)
        }
      },
      save: () => ({ kind: name, version: 2, json: { arms: arms.save(), rng: rng.state() }, buffers: {} }),
    }
  })

/** The arm with the largest index, the first one of equals. */
export const largest = (arms: Arms, index: (j: number) => number): number => {
  let [best, bestIndex] = [0, Number.NEGATIVE_INFINITY]
  for (let j = 0; j < arms.count; j++) {
    const value = index(j)
    if (value > bestIndex) [best, bestIndex] = [j, value]
  }
  return best
}

/** Throws InvalidAgent, naming the option, unless it holds. */
export const expectOption = (holds: boolean, agent: string, option: string, range: string, got: number): void => {
  if (!holds) throw new ParetuneError(fault('InvalidAgent', `${agent}: expected ${option} ${range}, got ${got}`))
}
