import { type Agent, type AgentContext, agentFactory, configure, type Transition } from '#src/agents/index.js'
import { type Measured, orThrow } from '#src/core/index.js'
import { atMost, defineGoals, type Goals, maximize, minimize } from '#src/goals/index.js'
import { defineSpace, integer } from '#src/space/index.js'
import { contextFor } from '../loop.js'

/** Latency down, throughput up, energy down; memory is bounded. */
export const goals: Goals = orThrow(
  defineGoals({
    objectives: {
      latency: minimize('latencyMs'),
      throughput: maximize('throughput', { statistic: 'p90' }),
      energy: minimize('energyJ'),
    },
    constraints: { memory: atMost('bytes', 100) },
  }),
)

export const context = (): AgentContext => ({ ...contextFor(defineSpace({ x: integer(0, 999) })), goals })

/** What a profile of these metrics is judged. */
export const judged = (latencyMs: number, throughput: number, energyJ: number, bytes = 0): Measured => {
  const metrics = { latencyMs, throughput, energyJ, bytes }
  return goals.judge({ metrics, costMs: 1, phases: {}, machine: 'none' }) as Measured
}

/** An agent that notes what it is made for and told of, by reference. */
export const spy = (): { factory: ReturnType<typeof agentFactory>; made: AgentContext[]; told: Transition[] } => {
  const [made, told]: [AgentContext[], Transition[]] = [[], []]
  const factory = agentFactory('spy', given => {
    made.push(given)
    const agent: Agent = {
      name: 'spy',
      ask: requests => requests.map(({ trial }) => ({ action: configure({ x: trial }), memo: { trial } })),
      tell: transitions => {
        told.push(...transitions)
      },
      save: () => ({ kind: 'spy', version: 1, json: told.length, buffers: {} }),
    }
    return agent
  })
  return { factory, made, told }
}

export const measuredOf = ({ outcome }: Transition): Measured => outcome as Measured
