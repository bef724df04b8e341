import test from 'ava'
import { type AgentFactory, ucb1 } from '#src/agents/index.js'
import { nsga2, random } from '#src/search/index.js'
import { type CheckAgentOptions, checkAgent } from '#src/testing/index.js'

// Every agent joins by one line.
const agents: readonly (readonly [AgentFactory, CheckAgentOptions?])[] = [
  [random()],
  [nsga2({ population: 6 })],
  [ucb1(), { finiteSpace: true, seedless: true }],
]

for (const [factory, options] of agents) {
  test(`${factory.agentName} keeps the contract of an agent`, async t => {
    t.deepEqual(await checkAgent(factory, options), [])
  })
}
