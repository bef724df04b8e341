import test from 'ava'
import { random } from '#src/search/index.js'
import { choice, defineSpace, flag, integer, on, real } from '#src/space/index.js'
import { byCaller, contextFor, failed, loop, measured, request } from '../agents/loop.js'

const small = defineSpace(
  { size: integer(1, 6), kind: choice('a', 'b', 'c'), extra: flag() },
  { where: [on(['size', 'kind'], c => c.size < 4 || c.kind !== 'b')], when: { extra: c => c.kind === 'c' } },
)

test('every configuration of a small space is proposed once, then nothing', async t => {
  const { trials, agent } = await loop(random(), contextFor(small), 1000, () => ({ outcome: failed }))
  t.is(trials.length, small.count())
  const proposed = new Set(trials.map(({ config }) => small.fingerprint(config)))
  for (const config of small.enumerate()) t.true(proposed.has(small.fingerprint(config)))
  t.deepEqual(await agent.ask([request(0), request(1)]), [undefined, undefined])
})

test('each configuration is as likely as any other to come first, and to come last', async t => {
  const three = defineSpace({ kind: choice('a', 'b', 'c') })
  const counts: Record<string, number> = {}
  const seeds = 1500
  for (let seed = 0; seed < seeds; seed++) {
    const { trials } = await loop(random(), contextFor(three, seed), 3, () => ({ outcome: failed }))
    const order = trials.map(({ config }) => config.kind).join('')
    counts[order] = (counts[order] ?? 0) + 1
  }
  t.is(Object.keys(counts).length, 6)
  const standardError = Math.sqrt(seeds * (1 / 6) * (5 / 6))
  for (const count of Object.values(counts)) t.true(Math.abs(count - seeds / 6) < 5 * standardError)
})

test('what the caller proposed is not proposed again', async t => {
  const agent = await random()(contextFor(small))
  const all = [...small.enumerate()]
  await agent.tell(all.slice(1).map((config, i) => byCaller(i, config, measured([1]))))
  const [last, none] = await agent.ask([request(50), request(51)])
  t.deepEqual(last?.action.config, all[0])
  t.is(none, undefined)
})

test('a lower fidelity told by the caller does not count as the full measurement', async t => {
  const one = defineSpace({ kind: choice('a') })
  const agent = await random()(contextFor(one))
  await agent.tell([{ ...byCaller(0, { kind: 'a' }, measured([1])), fidelity: 0.5 }])
  t.deepEqual((await agent.ask([request(1)]))[0]?.action.config, { kind: 'a' })
})

test('a space too large to enumerate is drawn from without repeats, and saved and restored exactly', async t => {
  const large = defineSpace({
    a: integer(1, 10_000),
    b: integer(1, 10_000),
    c: choice('x', 'y'),
    d: real(0, 1, { step: 0.5 }),
  })
  const requests = Array.from({ length: 2000 }, (_, i) => request(i))
  const agent = await random()(contextFor(large))
  const first = (await agent.ask(requests)).map(suggestion => large.fingerprint(suggestion?.action.config ?? {}))
  t.is(new Set(first).size, 2000)
  const { buffers, json, ...state } = await agent.save()
  // A store may hand a buffer back as a view into a larger one.
  const shifted = new Uint8Array(1 + (buffers.visited as Uint8Array).length).subarray(1)
  shifted.set(buffers.visited as Uint8Array)
  const context = { ...contextFor(large), state: { ...state, json, buffers: { visited: shifted } } }
  const restored = await random()(context)
  t.deepEqual(await restored.ask(requests), await agent.ask(requests))
})

test('a state that another agent saved is refused', async t => {
  const state = { kind: 'nsga2', version: 1, json: null, buffers: {} }
  await t.throwsAsync(async () => random()({ ...contextFor(small), state }), {
    code: 'InvalidAgent',
    message: 'expected a state of random version 1, got one of nsga2 version 1',
  })
})

test('with replacement it goes on past the last configuration, and marks what comes up again', async t => {
  const { trials } = await loop(random({ repeat: true }), contextFor(small), 200, () => ({ outcome: failed }))
  t.is(trials.length, 200)
  const known = new Set<string>()
  for (const { config, suggestion } of trials) {
    const fingerprint = small.fingerprint(config)
    t.is(suggestion.repeat ?? false, known.has(fingerprint))
    known.add(fingerprint)
  }
  t.is(known.size, small.count())
})
