import { type AgentFactory, agentFactory, configure, savedState } from '../agents/agent.js'
import { restoreRng } from '../core/index.js'
import { visitedOf } from '../space/index.js'

export interface RandomOptions {
  /** Draws with replacement; a configuration that comes up again is measured once more. Default: false. */
  readonly repeat?: boolean
}

/**
 * Random search: uniform over the valid configurations, none of them twice (unless `repeat` says so). A space that can be
 * enumerated is drawn to its last configuration. It learns nothing: the yardstick for whatever does.
 * @see Bergstra & Bengio 2012, "Random search for hyper-parameter optimization"
 */
export const random = ({ repeat = false }: RandomOptions = {}): AgentFactory =>
  agentFactory('random', context => {
    const state = savedState(context, 'random', 1)
    const rng = state === undefined ? context.rng : restoreRng(state.json)
    const visited = visitedOf(context.space, state?.buffers.visited)
    return {
      name: 'random',
      isBlind: true,
      ask: requests =>
        requests.map(({ underWay = [] }) => {
          for (const config of underWay) visited.add(config)
          if (repeat) {
            const any = context.space.sample(rng)
            return { action: configure(any), ...(!visited.add(any) && { repeat }) }
          }
          const config = visited.draw(rng)
          return config && { action: configure(config) }
        }),
      tell: transitions => {
        for (const { origin, fidelity, action } of transitions)
          if (origin === 'caller' && fidelity === 1) visited.add(action.config)
      },
      save: () => ({ kind: 'random', version: 1, json: rng.state(), buffers: { visited: visited.save() } }),
    }
  })
