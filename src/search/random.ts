import { type AgentFactory, agentFactory, configure } from '../agents/agent.js'
import { restoreRng } from '../core/index.js'
import { savedState } from './state.js'
import { visitedOf } from './visited.js'

/**
 * Random search: uniform over the valid configurations, none of them twice. A space that can be enumerated is drawn
 * without replacement, to its last configuration. It learns nothing: the yardstick for whatever does.
 * @see Bergstra & Bengio 2012, "Random search for hyper-parameter optimization"
 */
export const random = (): AgentFactory =>
  agentFactory('random', context => {
    const state = savedState(context, 'random', 1)
    const rng = state === undefined ? context.rng : restoreRng(state.json)
    const visited = visitedOf(context.space, state?.buffers.visited)
    return {
      name: 'random',
      ask: requests =>
        requests.map(() => {
          const config = visited.draw(rng)
          return config && { action: configure(config) }
        }),
      tell: transitions => {
        for (const { fidelity, action } of transitions) if (fidelity === 1) visited.add(action.config)
      },
      save: () => ({ kind: 'random', version: 1, json: rng.state(), buffers: { visited: visited.save() } }),
    }
  })
