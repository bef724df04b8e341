import test from 'ava'
import type { Agent, AgentFactory, Suggestion } from '#src/agents/index.js'
import type { Config, Outcome } from '#src/core/index.js'
import { asha, bohb, hyperband, successiveHalving } from '#src/search/index.js'
import { defineSpace, integer, ordinal } from '#src/space/index.js'
import { byCaller, contextFor, failed, measured, request, transition } from '../../agents/loop.js'

const space = defineSpace({ x: integer(1, 100_000) })

/** A study in short: each trial as [number of the new configuration, fidelity], told at once. */
const play = async (
  factory: AgentFactory,
  trials: number,
  outcomeOf: (configuration: number) => Outcome,
  objectives = 1,
): Promise<readonly (readonly [number, number])[]> => {
  const agent = await factory(contextFor(space, 1, objectives))
  const numbers = new Map<string, number>()
  const played: (readonly [number, number])[] = []
  for (let trial = 0; trial < trials; trial++) {
    const suggestion = await nextOf(agent, trial)
    if (suggestion === undefined) break
    const { action, fidelity = 1 } = suggestion
    const fingerprint = space.fingerprint(action.config)
    if (!numbers.has(fingerprint)) numbers.set(fingerprint, numbers.size + 1)
    const number = numbers.get(fingerprint) as number
    played.push([number, fidelity])
    await tell(agent, trial, suggestion, outcomeOf(number))
  }
  return played
}
const nextOf = async (agent: Agent, trial: number): Promise<Suggestion | undefined> =>
  (await agent.ask([request(trial)]))[0]
const tell = async (agent: Agent, trial: number, suggestion: Suggestion, outcome: Outcome): Promise<void> =>
  agent.tell([transition(trial, suggestion, outcome)])

/** As told by hand below: the least loss is the best. */
const losses = [5, 7, 8, 6, 9, 3, 10, 1, 11]
const byHand = (configuration: number): Outcome => measured([losses[configuration - 1] ?? 100])
/** `[1, 2, 3] at 9` is three configurations at a ninth. */
const at = (part: number, ...configurations: number[]): (readonly [number, number])[] =>
  configurations.map(configuration => [configuration, part === 1 ? 1 : part === 3 ? 1 / 3 : 3 ** -2] as const)

test('successive halving fills a rung before the best third of it goes on', async t => {
  const played = await play(successiveHalving({ minFidelity: 1 / 9 }), 14, byHand)
  t.deepEqual(played, [...at(9, 1, 2, 3, 4, 5, 6, 7, 8, 9), ...at(3, 8, 6, 1), ...at(1, 8), ...at(9, 10)])
})

test('ASHA promotes whatever is in the best third of its rung by now, the higher rungs first', async t => {
  // Li et al. 2020, algorithm 2, with r = 1, R = 9 and eta = 3, followed by hand.
  const played = await play(asha({ minFidelity: 1 / 9, eta: 3 }), 15, byHand)
  t.deepEqual(played, [
    ...at(9, 1, 2, 3),
    ...at(3, 1),
    ...at(9, 4, 5, 6),
    ...at(3, 6),
    ...at(9, 7, 8),
    // Two of eight may have gone on, and the better one of the best two has not.
    ...at(3, 8),
    ...at(1, 8),
    ...at(9, 9, 10, 11),
  ])
})

test('Hyperband goes through its brackets and begins anew', async t => {
  const played = await play(hyperband({ minFidelity: 1 / 9 }), 23, byHand)
  t.deepEqual(
    played.map(([, fidelity]) => Math.round(1 / fidelity)),
    [...Array<number>(9).fill(9), 3, 3, 3, 1, ...Array<number>(3).fill(3), 1, 1, 1, 1, 9, 9, 9],
  )
})

test('a failed trial is never promoted, an infeasible one after all feasible ones', async t => {
  const outcomeOf = (configuration: number): Outcome =>
    configuration === 2 ? measured([50], 0) : configuration === 3 ? measured([0], 0.5) : failed
  const played = await play(successiveHalving({ minFidelity: 1 / 9 }), 12, outcomeOf)
  t.deepEqual(played.slice(9), [...at(3, 2, 3), ...at(1, 2)])
  const none = await play(successiveHalving({ minFidelity: 1 / 9 }), 20, () => failed)
  t.true(none.every(([, fidelity]) => fidelity < 1 / 3))
})

test('of several objectives the front goes on, and of a front too large the least crowded', async t => {
  const points: Readonly<Record<number, readonly [number, number]>> = { 2: [0, 4], 5: [4, 0], 7: [1, 3], 8: [1.1, 2.9] }
  const outcomeOf = (configuration: number): Outcome => measured(points[configuration] ?? [9, 9])
  const played = await play(successiveHalving({ minFidelity: 1 / 9 }), 12, outcomeOf, 2)
  t.deepEqual(
    played
      .slice(9, 11)
      .map(([configuration]) => configuration)
      .sort(),
    [2, 5],
  )
  t.is(played[11]?.[0], 8)
})

test('a promotion names the trial that it goes on from, and its reason is for people', async t => {
  const agent = await asha({ minFidelity: 1 / 3, eta: 3 })(contextFor(space, 1, 1))
  for (let trial = 0; trial < 3; trial++) {
    const suggestion = (await nextOf(agent, trial)) as Suggestion
    t.is(suggestion.resumeFrom, undefined)
    t.is(suggestion.reason, 'new at fidelity 0.333')
    await tell(agent, trial, suggestion, measured([trial === 1 ? 0 : 1]))
  }
  t.like(await nextOf(agent, 3), { fidelity: 1, resumeFrom: 1, reason: 'trial 1 goes on at fidelity 1' })
})

test('while a rung waits for its last trial the next bracket begins', async t => {
  const agent = await successiveHalving({ minFidelity: 1 / 3 })(contextFor(space, 1, 1))
  const suggestions: Suggestion[] = []
  for (let trial = 0; trial < 4; trial++) suggestions.push((await nextOf(agent, trial)) as Suggestion)
  t.deepEqual(
    suggestions.map(({ memo }) => memo),
    [0, 0, 0, 1].map(bracket => ({ bracket, rung: 0 })),
  )
  for (let trial = 0; trial < 3; trial++) await tell(agent, trial, suggestions[trial] as Suggestion, measured([trial]))
  t.like(await nextOf(agent, 4), { resumeFrom: 0, memo: { bracket: 0, rung: 1 } })
})

for (const [name, make] of Object.entries({ hyperband, asha, bohb, successiveHalving })) {
  test(`${name}: what the caller measured in full is not measured again`, async t => {
    const agent = await make({ minFidelity: 1 / 3, eta: 3 })(contextFor(space, 1, 1))
    let best: Config | undefined
    for (let trial = 0; trial < 3; trial++) {
      const suggestion = (await nextOf(agent, trial)) as Suggestion
      best ??= suggestion.action.config
      await tell(agent, trial, suggestion, measured([trial]))
    }
    await agent.tell([byCaller(3, best as Config, measured([0]))])
    const after = (await nextOf(agent, 4)) as Suggestion
    t.notDeepEqual(after.action.config, best)
  })

  test(`${name}: a space that is used up ends at full fidelity, also with trials pending`, async t => {
    const small = defineSpace({ tile: ordinal(1, 2, 4, 8, 16) })
    const agent = await make({ minFidelity: 1 / 9, eta: 3 })(contextFor(small, 1, 1))
    const pending: [number, Suggestion][] = []
    const seen: string[] = []
    for (let trial = 0; trial < 40; trial++) {
      const suggestion = await nextOf(agent, trial)
      if (suggestion) {
        seen.push(`${small.fingerprint(suggestion.action.config)} at ${suggestion.fidelity}`)
        pending.push([trial, suggestion])
      }
      if (pending.length < 2 && suggestion) continue
      const [first] = pending.splice(0, 1)
      if (first) await tell(agent, ...first, measured([Number(first[1].action.config.tile)]))
    }
    t.is(new Set(seen).size, seen.length)
    t.is(new Set(seen.map(key => key.split(' at ')[0])).size, 5)
    t.true(seen.some(key => key.endsWith(' at 1')))
    t.is(await nextOf(agent, 40), undefined)
  })
}

test("BOHB's new configurations come from the model of the highest fidelity that has enough trials", async t => {
  const agent = await bohb({ minFidelity: 1 / 9, randomFraction: 0 })(contextFor(space, 1, 1))
  const reasons: string[] = []
  for (let trial = 0; trial < 40; trial++) {
    const suggestion = (await nextOf(agent, trial)) as Suggestion
    reasons.push(suggestion.reason ?? '')
    await tell(agent, trial, suggestion, measured([Math.abs(Number(suggestion.action.config.x) - 70_000)]))
  }
  const models = reasons.map(reason => /by the model of fidelity ([\d.]+)/.exec(reason)?.[1])
  // One parameter: from 2 + 2 trials on.
  t.deepEqual(models.slice(0, 5), [undefined, undefined, undefined, undefined, '0.111'])
  t.true(models.includes('0.333'))
  t.is(
    models.findLast(model => model !== undefined),
    '1',
  )
})
