import test from 'ava'
import {
  type Agent,
  type AgentContext,
  type AgentFactory,
  agentFactory,
  configure,
  type Suggestion,
} from '#src/agents/index.js'
import { makeRng } from '#src/core/index.js'
import { random } from '#src/search/index.js'
import { checkAgent } from '#src/testing/index.js'

/** Random search with one thing about it changed. */
const changed = (change: (agent: Agent) => Partial<Agent>): AgentFactory =>
  agentFactory('changed', async (context: AgentContext) => {
    const agent = await random()(context)
    return { ...agent, ...change(agent) }
  })

/** Random search with each of its suggestions changed. */
const altered = (alter: (suggestion: Suggestion) => Suggestion): AgentFactory =>
  changed(agent => ({ ask: async requests => (await agent.ask(requests)).map(s => s && alter(s)) }))

const mistakes: readonly (readonly [string, AgentFactory, RegExp])[] = [
  [
    'an invalid configuration',
    altered(s => ({ ...s, action: configure({ ...s.action.config, odd: 1 }) })),
    /^mixed space, one at a time: proposal 1 is not valid: .*odd/,
  ],
  [
    'a duplicate',
    changed(agent => {
      let kept: readonly (Suggestion | undefined)[] | undefined
      return { ask: async requests => (kept ??= await agent.ask(requests)) }
    }),
    /one at a time: proposal 2 is a duplicate/,
  ],
  ['a fidelity of 0', altered(s => ({ ...s, fidelity: 0 })), /proposal 1 has fidelity 0/],
  [
    'never getting to full fidelity',
    altered(s => ({ ...s, fidelity: 0.5 })),
    /one at a time: none of its \d+ trials has full fidelity/,
  ],
  [
    'resuming from a trial of another configuration',
    altered(s => ({ ...s, resumeFrom: 0 })),
    /proposal 2 resumes from trial 0, expected a told one of its configuration at a lower fidelity/,
  ],
  ['a memo that is not JSON', altered(s => ({ ...s, memo: Number.NaN })), /the memo of proposal 1 is not JSON/],
  [
    'giving up early',
    changed(agent => {
      let asked = 0
      return { ask: async requests => (await agent.ask(requests)).map(s => (asked++ < 3 ? s : undefined)) }
    }),
    /tiny space, one at a time: proposal 4 is undefined although only 3 of 7 configurations are known/,
  ],
  [
    'too few suggestions',
    changed(agent => ({ ask: requests => agent.ask(requests.slice(0, 1)) })),
    /4 pending: it threw after 0 proposals: expected 4 suggestions for 4 requests, got 1/,
  ],
  [
    'a random stream that is not restored',
    changed(agent => ({ save: async () => ({ ...(await agent.save()), json: makeRng(9).state() }) })),
    /mixed space, saved before trial 7: proposal 8 differs/,
  ],
  [
    'a state that is not JSON',
    changed(agent => ({ save: async () => ({ ...(await agent.save()), json: Number.NaN }) })),
    /the json of its saved state is not JSON/,
  ],
  [
    'a saved state that goes on changing',
    changed(agent => {
      const told: number[] = []
      return {
        tell: transitions => {
          told.push(...transitions.map(({ trial }) => trial))
          return agent.tell(transitions)
        },
        save: async () => ({ ...(await agent.save()), json: told }),
      }
    }),
    /its saved state changes when it goes on/,
  ],
  [
    'closing that works only once',
    changed(() => {
      let open = true
      return {
        close: () => {
          if (!open) throw new Error('closed already')
          open = false
        },
      }
    }),
    /it threw after 12 proposals: closed already/,
  ],
  [
    'a seed that does not matter',
    agentFactory('fixed', context => random()({ ...context, rng: makeRng(5) })),
    /mixed space: seeds 1 and 2 give the same 12 proposals/,
  ],
  [
    'randomness from elsewhere',
    (() => {
      let made = 0
      return agentFactory('loose', context => random()({ ...context, rng: makeRng(made++) }))
    })(),
    /same seed twice: proposal 1 differs/,
  ],
  [
    "ignoring the caller's trials",
    changed(agent => ({
      ask: requests => agent.ask(requests.map(({ underWay: _, ...request }) => request)),
      tell: told => agent.tell(told.filter(({ origin }) => origin === 'agent')),
    })),
    /with trials of the caller: proposal \d+ is a duplicate/,
  ],
  [
    'ignoring what the caller has under way',
    changed(agent => ({ ask: requests => agent.ask(requests.map(({ underWay: _, ...request }) => request)) })),
    /with a trial of the caller told last: proposal \d+ is a duplicate/,
  ],
  [
    'an outcome that it cannot take',
    changed(() => ({
      tell: told => {
        if (told.some(({ outcome }) => outcome._tag === 'Pruned')) throw new Error('no losses')
      },
    })),
    /it threw after 6 proposals: no losses/,
  ],
]

for (const [what, factory, sentence] of mistakes) {
  test(`the conformance suite of agents finds ${what}`, async t => {
    const violations = await checkAgent(factory, { trials: 12 })
    t.true(
      violations.some(violation => sentence.test(violation)),
      violations.join('\n') || 'it found nothing',
    )
  })
}
