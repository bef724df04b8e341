import test from 'ava'
import type { AgentFactory } from '#src/agents/index.js'
import { type Config, ParetuneError } from '#src/core/index.js'
import { median } from '#src/numeric/index.js'
import { localSearch, random } from '#src/search/index.js'
import { defineSpace, integer, real } from '#src/space/index.js'
import { byCaller, contextFor, failed, loop, measured, request, transition } from '../../agents/loop.js'

const line = defineSpace({ x: integer(0, 99) })
/** Two parameters that have to move together, and a third that wants to be small. */
const valley = defineSpace({ a: integer(0, 31), b: integer(0, 31), c: integer(0, 31) })
const depth = ({ a, b, c }: Config): number =>
  10 * ((a as number) - (b as number)) ** 2 + ((a as number) + (b as number) - 40) ** 2 + (c as number)

const lossesOf = async (agent: AgentFactory, seed: number, count: number): Promise<number[]> => {
  const { trials } = await loop(agent, contextFor(valley, seed, 1), count, config => ({
    outcome: measured([depth(config)]),
  }))
  return trials.map(({ config }) => depth(config))
}

test('after its start it tries unknown neighbours of the best, then of the second best, and so on', async t => {
  // The nearer to 50 the better, but for two failures beside it.
  const isFailure = (x: number): boolean => x === 45 || x === 55
  const { trials } = await loop(localSearch({ start: 3, patience: 1000 }), contextFor(line, 1, 1), 40, config => {
    const x = config.x as number
    return { outcome: isFailure(x) ? failed : measured([Math.abs(x - 50)]) }
  })
  const tried = trials.map(({ config }) => config.x as number)
  for (let at = 3; at < tried.length; at++) {
    const known = new Set(tried.slice(0, at))
    const ranked = [...known].filter(x => !isFailure(x)).sort((x, y) => Math.abs(x - 50) - Math.abs(y - 50))
    const unknownBeside = (x: number): number[] =>
      [x - 1, x + 1].filter(near => near >= 0 && near <= 99 && !known.has(near))
    const distance = Math.abs((ranked.find(x => unknownBeside(x).length > 0) as number) - 50)
    const expected = ranked.filter(x => Math.abs(x - 50) === distance).flatMap(unknownBeside)
    t.true(expected.includes(tried[at] as number), `trial ${at}: ${tried[at]}, expected one of ${expected}`)
  }
})

test('around the best, reals move by half as much where all neighbours are known, and by a whole step again once another is best', async t => {
  const interval = defineSpace({ x: real(0, 1) })
  const options = { start: 1, patience: 1000 }
  const { trials } = await loop(localSearch(options), contextFor(interval, 1, 1), 13, (_, trial) => ({
    outcome: measured([trial]),
  }))
  const [first = 0, ...rest] = trials.map(({ config }) => config.x as number)
  const steps = rest.map(x => Math.round(1 / Math.abs(x - first)))
  t.deepEqual(steps, [16, 16, 32, 32, 64, 64, 128, 128, 256, 256, 512, 512])

  const agent = await localSearch(options)(contextFor(interval, 1, 1))
  for (let trial = 0; trial < 4; trial++) {
    const [suggestion] = await agent.ask([request(trial)])
    await agent.tell([transition(trial, suggestion ?? t.fail(), measured([trial]))])
  }
  await agent.tell([byCaller(4, { x: 0.9 }, measured([-1]))])
  const [next] = await agent.ask([request(5)])
  t.is(Math.abs(Number(next?.action.config.x) - 0.9).toFixed(6), '0.062500')
})

test('without a new best for its patience, every other proposal is random', async t => {
  const plateau = (patience: number) =>
    loop(localSearch({ start: 2, patience }), contextFor(line, 1, 1), 60, () => ({ outcome: measured([1]) }))
  const randomOf = async (patience: number): Promise<boolean[]> =>
    (await plateau(patience)).trials.map(({ suggestion }) => !suggestion.reason?.startsWith('a neighbour of trial'))
  const patient = await randomOf(1000)
  t.deepEqual(patient.slice(2).filter(Boolean), [])
  // The first trial is the best one; by the sixth, five in a row were none.
  const impatient = await randomOf(5)
  t.deepEqual(impatient.slice(0, 12), [true, true, false, false, false, false, true, false, true, false, true, false])
})

test('with the same number of trials it finds better configurations than random search', async t => {
  const seeds = Array.from({ length: 20 }, (_, seed) => seed)
  const bestOf = (agent: AgentFactory) =>
    Promise.all(seeds.map(async seed => Math.min(...(await lossesOf(agent, seed, 80)))))
  const [ours, theirs] = [await bestOf(localSearch()), await bestOf(random())]
  const better = seeds.filter(seed => (ours[seed] as number) < (theirs[seed] as number)).length
  // A coin would give 17 or more of 20 with a probability of 0.0013.
  t.true(better >= 17, `better for ${better} of 20 seeds, medians ${median(ours)} and ${median(theirs)}`)
})

test('more than one objective, and options that are no counts, are refused', async t => {
  await t.throwsAsync(async () => localSearch()(contextFor(line, 1, 2)), {
    instanceOf: ParetuneError,
    message: /expected one objective, got 2/,
  })
  for (const options of [{ start: 0 }, { patience: 1.5 }]) {
    t.throws(() => localSearch(options), {
      instanceOf: ParetuneError,
      message: /expected a whole number of at least 1/,
    })
  }
})
