import test from 'ava'
import { agentFactory, configure, epsilonGreedy, type Member, type Operator, portfolio } from '#src/agents/index.js'
import { type Config, defineSpace, integer, type Space } from '#src/index.js'
import { random, standardOperators } from '#src/search/index.js'
import { byCaller, contextFor, failed, loop, measured, request, transition } from '../loop.js'

const space = defineSpace({ x: integer(0, 99), y: integer(0, 99) }) as unknown as Space
const lossOf = ({ x, y }: Config): number => Math.abs(Number(x) - 70) + Math.abs(Number(y) - 20)
const evaluate = (config: Config) => ({ outcome: measured([lossOf(config)]), reward: -lossOf(config) })

/** Proposes what it is given, in order. */
const scripted = (name: string, configs: readonly Config[]): Operator => {
  let next = 0
  return { name, propose: () => configs[next++] }
}
const row = (y: number): Config[] => Array.from({ length: 100 }, (_, x) => ({ x, y }))

test('the member that brings new bests is chosen far more often', async t => {
  const useless: Operator = { name: 'useless', propose: ({ rng }) => ({ x: rng.integer(0, 99), y: 99 }) }
  const { trials } = await loop(portfolio([useless, ...standardOperators()]), contextFor(space, 1, 1), 150, evaluate)
  const uses = trials.filter(({ suggestion }) => suggestion.reason?.startsWith('useless')).length
  t.true(uses < 150 / 6, `${uses}`)
  t.true(Math.min(...trials.map(({ config }) => lossOf(config))) <= 2)
})

test('a portfolio is better than its worst member and near its best, over ten seeds', async t => {
  const best = async (member: Parameters<typeof loop>[0], seed: number): Promise<number> => {
    const { trials } = await loop(member, contextFor(space, seed, 1), 80, evaluate)
    return Math.min(...trials.map(({ config }) => lossOf(config)))
  }
  let [own, plain] = [0, 0]
  for (let seed = 0; seed < 10; seed++) {
    own += await best(portfolio([random(), ...standardOperators()]), seed)
    plain += await best(random(), seed)
  }
  t.true(own < 0.5 * plain, `${own / 10} against ${plain / 10}`)
})

test('every member is told of every trial, of its own as its own with what it noted', async t => {
  const told: Record<string, [origin: string, memo: unknown][]> = { a: [], b: [] }
  const spy = (name: 'a' | 'b', y: number) =>
    agentFactory(name, () => {
      let x = 0
      return {
        name,
        ask: requests => requests.map(() => ({ action: configure({ x: x++, y }), memo: { noted: name } })),
        tell: transitions => {
          for (const { origin, memo } of transitions) told[name]?.push([origin, memo])
        },
        save: () => ({ kind: name, version: 1, json: null, buffers: {} }),
      }
    })
  const agent = await portfolio([spy('a', 1), spy('b', 2)])(contextFor(space))
  for (let trial = 0; trial < 2; trial++) {
    const [suggestion] = await agent.ask([request(trial)])
    if (suggestion) await agent.tell([transition(trial, suggestion, measured([1]))])
  }
  await agent.tell([byCaller(2, { x: 5, y: 5 }, failed)])
  t.deepEqual(told.a, [
    ['agent', { noted: 'a' }],
    ['caller', undefined],
    ['caller', undefined],
  ])
  t.deepEqual(told.b, [
    ['caller', undefined],
    ['agent', { noted: 'b' }],
    ['caller', undefined],
  ])
})

test('a member that proposes what is pending at another is told of the outcome as of its own', async t => {
  const told: string[] = []
  const same = (name: string) =>
    agentFactory(name, () => ({
      name,
      ask: requests => requests.map(() => ({ action: configure({ x: 1, y: 1 }), memo: name })),
      tell: transitions => {
        for (const { origin, memo, trial } of transitions) told.push(`${name}: ${origin} ${memo} ${trial}`)
      },
      save: () => ({ kind: name, version: 1, json: null, buffers: {} }),
    }))
  const agent = await portfolio([same('a'), same('b')])(contextFor(space))
  const [first, second] = await agent.ask([request(0), request(1)])
  t.deepEqual(first?.action.config, { x: 1, y: 1 })
  // Neither has anything new.
  t.regex(second?.reason ?? '', /^drawn at random/)
  if (first) await agent.tell([transition(0, first, measured([1]))])
  t.deepEqual(told, ['a: agent a 0', 'a: agent a 1', 'b: agent b 1'])
})

test('a member without a proposal is passed over, and a configuration is drawn at random where none has one', async t => {
  const members: Member[] = [scripted('one', [{ x: 1, y: 1 }]), scripted('row', row(3).slice(0, 3))]
  const { trials } = await loop(portfolio(members, { policy: epsilonGreedy() }), contextFor(space), 6, evaluate)
  const reasons = trials.map(({ suggestion }) => suggestion.reason?.split(':')[0])
  t.deepEqual([...reasons].sort(), ['drawn at random', 'drawn at random', 'one', 'row', 'row', 'row'])
})

test('fewer than two members are refused', async t => {
  t.throws(() => portfolio([random()]), {
    code: 'InvalidAgent',
    message: 'portfolio: expected members to be two or more, got ["random"]',
  })
})
