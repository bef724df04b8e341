import test from 'ava'
import { type Config, makeRng } from '#src/core/index.js'
import { type TabuWalkOptions, tabuWalkFrom } from '#src/search/local/tabu-walk.js'
import { memoryOf, type Place } from '#src/search/memory.js'
import { movesOf } from '#src/search/moves.js'
import { defineSpace, integer, real, type Space } from '#src/space/index.js'
import { contextFor } from '../../agents/loop.js'

const settings: TabuWalkOptions = {
  tenure: 3,
  sample: 100,
  steps: 4,
  neighbours: 'adjacent',
  order: 'random',
  precision: 1 / 1024,
}
const line = defineSpace({ x: integer(0, 20) }) as unknown as Space
const plane = defineSpace({ x: integer(0, 20), y: integer(0, 20) }) as unknown as Space

/** Walks to the end: the configurations that were tried, and the trials that they are neighbours of. Losses of null fail. */
const walked = (
  space: Space,
  start: Config,
  lossOf: (config: Config) => number | null,
  options: Partial<TabuWalkOptions> = {},
  known: readonly Config[] = [],
) => {
  const { goals, budget } = contextFor(space, 1, 1)
  const memory = memoryOf(space)
  const rng = makeRng(1)
  const isKnown = (config: Config): boolean => memory.of(config) !== undefined
  const tools = { space, goals, budget, rng, isKnown, pending: () => [] }
  const places: Place[] = []
  const evaluate = (config: Config): Place => {
    const loss = lossOf(config)
    const evaluation = { trial: places.length, config, losses: loss === null ? null : [loss], violation: 0 }
    memory.add({ ...evaluation, fidelity: 1, costMs: 1, own: true, memo: null })
    places.push(evaluation)
    return evaluation
  }
  for (const config of known) if (!isKnown(config)) evaluate(config)
  const place = memory.of(start) ?? evaluate(start)
  const walk = tabuWalkFrom({ ...tools, memory, moves: movesOf(tools) }, { ...settings, ...options }, { place })
  const tried: { readonly config: Config; readonly from: Config | undefined }[] = []
  for (let next = walk.next(); next !== undefined; next = walk.next()) {
    const from = Number(next.reason?.match(/trial (\d+)/)?.[1])
    tried.push({ config: next.config, from: places[from]?.config })
    walk.learn(evaluate(next.config))
  }
  return { tried, best: walk.best.config }
}
const valley = [9, 9, 9, 3, 2, 1, 2, 3, 2, 0]

test('it leaves a local optimum uphill, does not turn back, and finds what is behind the hill', t => {
  const lossOf = ({ x }: Config): number => valley[x as number] ?? 9
  t.deepEqual(walked(line, { x: 3 }, lossOf).best, { x: 9 })
  // Three steps lead to 8, which is no new best.
  t.deepEqual(walked(line, { x: 3 }, lossOf, { steps: 3 }).best, { x: 5 })
})

test('before the best place is left, reals move by half as much there, again and again; then it is left by a whole step', t => {
  const interval = defineSpace({ x: real(0, 1) }) as unknown as Space
  const { tried } = walked(interval, { x: 0.5 }, ({ x }) => Math.abs(Number(x) - 0.5), { precision: 1 / 64, steps: 1 })
  const distances = tried.map(({ config }) => 1 / Math.abs(Number(config.x) - 0.5))
  t.deepEqual(distances, [16, 16, 32, 32, 64, 64])
  const { tried: further } = walked(interval, { x: 0.5 }, ({ x }) => Math.abs(Number(x) - 0.5), {
    precision: 1 / 64,
    steps: 2,
  })
  t.deepEqual(
    further.slice(6).map(({ config }) => 1 / Math.abs(Number(config.x) - 0.5)),
    [8],
  )
})

test('known neighbours take part without a trial', t => {
  const lossOf = ({ x }: Config): number => valley[x as number] ?? 9
  const all = Array.from({ length: 21 }, (_, x) => ({ x }))
  const { tried, best } = walked(line, { x: 3 }, lossOf, {}, all)
  t.deepEqual([tried, best], [[], { x: 9 }])
})

test('a plateau is crossed', t => {
  const { best } = walked(line, { x: 2 }, ({ x }) => ((x as number) < 2 ? 9 : x === 12 ? 0 : 1), {
    steps: 11,
    tenure: 30,
  })
  t.deepEqual(best, { x: 12 })
})

/** From (5, 5) right and up, to (6, 6), which are known: x = 5 and y = 5 are tabu then. */
const corner = (back: number, other: number) => {
  const losses: Readonly<Record<string, number>> = { '5 5': 3, '6 5': 2, '6 6': 1, '5 6': back, '7 6': other }
  const lossOf = ({ x, y }: Config): number => losses[`${x} ${y}`] ?? 9
  const path = [
    { x: 6, y: 5 },
    { x: 6, y: 6 },
  ]
  return walked(plane, { x: 5, y: 5 }, lossOf, { tenure: 100, steps: 2 }, path)
}

test('what is tabu is not gone to, though it is the best of the neighbours', t => {
  const { tried } = corner(1.5, 5)
  const from = tried.map(({ from }) => JSON.stringify(from))
  t.true(from.includes('{"x":7,"y":6}'))
  t.false(from.includes('{"x":5,"y":6}'))
})

test('unless it is better than all so far', t => {
  const { tried, best } = corner(0, 5)
  t.deepEqual(best, { x: 5, y: 6 })
  t.true(tried.some(({ from }) => from?.x === 5 && from.y === 6))
})

test('where all neighbours are tabu the one is taken that is so for the shortest time', t => {
  const three = defineSpace({ x: integer(0, 2) }) as unknown as Space
  // From 1 to 0, back to 1 for want of another neighbour, then to 2: 0 has been tabu for less long.
  const { tried, best } = walked(three, { x: 1 }, ({ x }) => [1, 0, 2][x as number] as number, { tenure: 9, steps: 9 })
  t.deepEqual([tried.length, best], [2, { x: 1 }])
})

test('neighbours that fail are never gone to, and a place without another one is the end', t => {
  const { tried, best } = walked(line, { x: 5 }, ({ x }) => (x === 5 ? 1 : null), { steps: 50 })
  t.deepEqual(
    tried.map(({ config }) => config.x as number).sort((a, b) => a - b),
    [4, 6],
  )
  t.deepEqual(best, { x: 5 })
})

test('no more unknown neighbours than the sample are tried before a step', t => {
  const count = (sample: number): number =>
    walked(plane, { x: 10, y: 10 }, ({ x, y }) => (x === 10 && y === 10 ? 0 : 1), { sample, steps: 1 }).tried.length
  t.deepEqual([1, 2, 3, 100].map(count), [1, 2, 3, 4])
})

test('a walk that was saved goes on as if it had not been', t => {
  const lossOf = ({ x, y }: Config): number => ((x as number) * 7 + (y as number) * 11) % 13
  const { goals, budget } = contextFor(plane, 1, 1)
  const run = (saveAt: number): string[] => {
    const memory = memoryOf(plane)
    const tools = {
      space: plane,
      goals,
      budget,
      rng: makeRng(1),
      pending: () => [],
      isKnown: (c: Config) => memory.of(c) !== undefined,
    }
    const ground = { ...tools, memory, moves: movesOf(tools) }
    const evaluate = (trial: number, config: Config): Place => {
      const found = { trial, config, losses: [lossOf(config)], violation: 0 }
      memory.add({ ...found, fidelity: 1, costMs: 1, own: true, memo: null })
      return found
    }
    let walk = tabuWalkFrom(ground, settings, { place: evaluate(0, { x: 10, y: 10 }) })
    const tried: string[] = []
    for (let trial = 1; trial < 40; trial++) {
      if (trial === saveAt) walk = tabuWalkFrom(ground, settings, { saved: JSON.parse(JSON.stringify(walk.save())) })
      const next = walk.next()
      if (next === undefined) break
      tried.push(plane.fingerprint(next.config))
      walk.learn(evaluate(trial, next.config))
    }
    return tried
  }
  for (const saveAt of [1, 5, 12]) t.deepEqual(run(saveAt), run(-1))
})
