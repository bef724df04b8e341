import type { AgentFactory } from '../../agents/agent.js'
import { isBetter } from '../memory.js'
import { strategy } from '../strategy.js'
import { type HoppingProgress, hopping } from './hopping.js'
import { tabuWalkFrom } from './tabu-walk.js'

export const tabuSearch = (options: any = {}): AgentFactory => {
  const { start = 20, patience = 8, strength = 2, spread = 0.1, random = false, ...rest } = options
  const walk = { tenure: 3, neighbours: 'adjacent', sample: 1000, steps: 4, precision: 1 / 1024, ...rest }
  return strategy({
    name: 'tabu search',
    objectives: 'one',
    make: (tools, saved) =>
      hopping(
        tools,
        { start, patience, walk: (ground, from) => tabuWalkFrom(ground, walk, from) },
        ({ moves }) => ({
          kick: (home, returns) => moves.random(home.config, spread, strength + returns),
          accepts: (next, home) => !isBetter(home, next),
          save: () => null,
        }),
        saved?.json as unknown as HoppingProgress | undefined,
      ),
  })
}
