import test from 'ava'
import {
  type Agent,
  type AgentFactory,
  agentFactory,
  configure,
  halve,
  rule,
  rules,
  type Suggestion,
  type Transition,
} from '#src/agents/index.js'
import { type Config, makeRng, type Outcome, profileFailure } from '#src/core/index.js'
import { nsga2, tpe } from '#src/search/index.js'
import { contextFor, failed, loop, measured, transition } from '../loop.js'
import { ask, latency, played, rulesForAnySpace, showing, slow, space, start } from './playing.js'

/** Proposes the given configurations in turn, and notes all that it is told. */
const scripted = (configs: readonly Config[], told: Transition[], asked: number[] = []): AgentFactory =>
  agentFactory('scripted', () => {
    const left = [...configs]
    return {
      name: 'scripted',
      ask: requests =>
        requests.map(({ trial }) => {
          asked.push(trial)
          const config = left.shift()
          return (
            config && { action: configure(config), memo: { nth: configs.length - left.length }, reason: 'as written' }
          )
        }),
      tell: transitions => {
        told.push(...transitions)
      },
      save: () => ({ kind: 'scripted', version: 1, json: null, buffers: {} }),
    }
  })

test('rules are the opening moves of another agent, which is told of them and takes over where none fires', async t => {
  const told: Transition[] = []
  const asked: number[] = []
  const own = [
    { ...start, batch: 32 },
    { ...start, batch: 1 },
  ]
  const trials = await played(rules([slow], { start, next: scripted(own, told, asked) }), 5, latency)
  t.deepEqual(
    trials.map(({ config }) => config.batch),
    [16, 8, 4, 32, 1],
  )
  t.is(trials[4]?.reason, 'as written')
  t.deepEqual(asked, [3, 4])
  t.deepEqual(
    told.map(({ origin, memo }) => [origin, memo]),
    [
      ['caller', undefined],
      ['caller', undefined],
      ['caller', undefined],
      ['agent', { nth: 1 }],
      ['agent', { nth: 2 }],
    ],
  )
})

test('once another agent has taken over, rules fire no more', async t => {
  const own = [32, 2].map(batch => ({ ...start, batch, precision: 'fp16' }))
  const hungry = rule({
    name: 'hungry',
    when: ({ config }) => config.precision === 'fp16',
    change: halve('batch'),
    reason: 'to see',
  })
  const factory = rules([hungry], { start, next: scripted(own, []) })
  const { agent, trials } = await loop(factory, contextFor(space), 3, (_, trial) => ({ outcome: measured([-trial]) }))
  t.deepEqual(
    trials.map(({ suggestion }) => suggestion.reason),
    ['the start', 'as written', 'as written'],
  )
  const again = await factory({ ...contextFor(space), state: await agent.save() })
  t.is((await ask(again, 3)).reason, 'no rule fires: drawn at random')
})

test('what another agent proposes while the rules have it under way is not proposed twice, and is its own when told', async t => {
  const told: Transition[] = []
  const own = [
    { ...start, batch: 8 },
    { ...start, batch: 2 },
  ]
  const agent = await rules([slow], { start, next: scripted(own, told) })(contextFor(space))
  const first = await ask(agent, 0)
  await agent.tell([transition(0, first, latency(first.action.config))])
  const move = await ask(agent, 1)
  const meanwhile = await ask(agent, 2)
  t.deepEqual([move.action.config.batch, meanwhile.action.config.batch], [8, 2])
  await agent.tell([transition(2, meanwhile, failed), transition(1, move, latency(move.action.config))])
  t.deepEqual(
    told.map(({ trial, origin, memo }) => [trial, origin, memo]),
    [
      [0, 'caller', undefined],
      [2, 'agent', { nth: 2 }],
      [1, 'agent', { nth: 1 }],
    ],
  )
  // The rules' own trial was under way, so they have the first word again.
  t.is((await ask(agent, 3)).reason, 'slow: requests wait for the whole batch')
})

test('saved at any trial it goes on as if never stopped, with the agent inside', async t => {
  const outcomeOf = (config: Config, trial: number): Outcome => {
    if (trial % 5 === 4) return failed
    const g = ((config.batch as number) + (config.workers as number)) / 40
    return showing({ g }, [g, -(config.workers as number)])
  }
  for (const factory of [
    rules(rulesForAnySpace),
    rules(rulesForAnySpace, { next: tpe({ startup: 3 }) }),
    rules(rulesForAnySpace, { next: nsga2({ population: 4 }) }),
  ]) {
    const run = async (saveBefore: number): Promise<readonly (string | undefined)[]> => {
      let agent = await factory(contextFor(space))
      const pending: [number, Suggestion][] = []
      const seen: string[] = []
      for (let trial = 0; trial < 24; trial++) {
        if (trial === saveBefore) {
          const state = JSON.parse(JSON.stringify(await agent.save())) as Awaited<ReturnType<Agent['save']>>
          const { buffers } = await agent.save()
          await agent.close?.()
          agent = await factory({ ...contextFor(space), rng: makeRng('another'), state: { ...state, buffers } })
        }
        const suggestion = await ask(agent, trial)
        seen.push(`${space.fingerprint(suggestion.action.config)} ${suggestion.reason}`)
        pending.push([trial, suggestion])
        if (pending.length < 3) continue
        // The newest first, so that the oldest stay under way.
        const [told, which] = pending.pop() as [number, Suggestion]
        await agent.tell([transition(told, which, outcomeOf(which.action.config, told))])
        if (trial % 6 === 5) {
          const [old, first] = pending.shift() as [number, Suggestion]
          await agent.tell([transition(old, first, outcomeOf(first.action.config, old))])
        }
      }
      await agent.close?.()
      return seen
    }
    const whole = await run(-1)
    for (const saveBefore of [1, 2, 5, 9, 16]) t.deepEqual(await run(saveBefore), whole)
  }
})

test('a state of rules alone is refused where another agent follows, and closing closes that one', async t => {
  const alone = await rules([slow])(contextFor(space))
  const state = await alone.save()
  await t.throwsAsync(async () => rules([slow], { next: tpe() })({ ...contextFor(space), state }), {
    code: 'InvalidAgent',
    message: 'expected a state of rules, then tpe version 1, got one of rules version 1',
  })
  let closed = 0
  const closing = agentFactory('closing', () => ({
    name: 'closing',
    ask: () => [],
    tell: () => {},
    save: () => ({ kind: 'closing', version: 1, json: null, buffers: {} }),
    close: () => {
      closed++
    },
  }))
  const agent = await rules([slow], { next: closing })(contextFor(space))
  await agent.close?.()
  t.is(closed, 1)
})

test('what cannot be written as JSON in a failure does not come into the saved state', async t => {
  const agent = await rules([slow], { start })(contextFor(space))
  const cause: { self?: unknown } = {}
  cause.self = cause
  const outcome = { ...failed, failure: profileFailure('RunFailed', 'of its own', { cause, details: { cause } }) }
  await agent.tell([transition(0, await ask(agent, 0), outcome)])
  const { json } = await agent.save()
  t.deepEqual(JSON.parse(JSON.stringify(json)), json)
})
