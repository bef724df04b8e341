import test from 'ava'
import { type Config, makeRng, type Outcome, ParetuneError } from '#src/core/index.js'
import { hillClimbing } from '#src/search/index.js'
import { choice, defineSpace, integer, on, real, type Space } from '#src/space/index.js'
import { byCaller, contextFor, failed, loop, measured, request, transition } from '../../agents/loop.js'

const hill = defineSpace({ x: integer(0, 40), y: integer(0, 40), kind: choice('a', 'b', 'c') })
const height = ({ x, y, kind }: Config): number =>
  Math.abs((x as number) - 30) + 2 * Math.abs((y as number) - 5) + (kind === 'b' ? 0 : 3)

const climb = async (
  options: Parameters<typeof hillClimbing>[0],
  space: Space,
  count: number,
  evaluate: (c: Config) => Outcome,
) => {
  const { trials } = await loop(hillClimbing({ start: 1, ...options }), contextFor(space, 3, 1), count, config => ({
    outcome: evaluate(config),
  }))
  return trials.map(({ config, suggestion, outcome }) => ({
    config,
    loss: outcome._tag === 'Measured' ? (outcome.losses[0] as number) : null,
    from: Number(suggestion.reason?.match(/a neighbour of trial (\d+)/)?.[1] ?? -1),
  }))
}

test('the first neighbour that is better is gone to at once', async t => {
  const trials = await climb({ neighbours: 'adjacent' }, hill, 300, config => measured([height(config)]))
  let place = 0
  for (const [trial, { from, loss }] of trials.entries()) {
    if (from === -1) break
    t.is(from, place)
    if ((loss as number) < (trials[place]?.loss as number)) place = trial
  }
  t.true(trials.some(({ loss }) => loss === 0))
})

test('with steepest moves all neighbours are tried before the best of them is gone to', async t => {
  const trials = await climb({ move: 'steepest' }, hill, 60, config => measured([height(config)]))
  let [place, first] = [0, 1]
  for (let trial = 1; trial < 60 && trials[trial]?.from !== -1; trial++) {
    if (trials[trial]?.from === place) continue
    const round = trials.slice(first, trial)
    const near = hill.neighbours(trials[place]?.config as never, 'adjacent')
    const known = new Set(trials.slice(0, trial).map(({ config }) => hill.fingerprint(config)))
    t.true(near.every(config => known.has(hill.fingerprint(config))))
    const best = Math.min(...round.map(({ loss }) => loss as number))
    t.is(trials[trials[trial]?.from as number]?.loss, best)
    ;[place, first] = [trials[trial]?.from as number, trial]
  }
  t.true(place > 5)
})

test('where no neighbour is better it starts again, and not before', async t => {
  // Two hills; the second one is higher.
  const line = defineSpace({ x: integer(0, 99) })
  const loss = ({ x }: Config): number => Math.min(Math.abs((x as number) - 20), Math.abs((x as number) - 70) - 5)
  const trials = await climb({}, line, 90, config => measured([loss(config)]))
  const seen = new Set<number>()
  for (const [trial, { config, from }] of trials.entries()) {
    if (from === -1 && trial > 0) {
      const before = trials[trial - 1]?.from as number
      const top = before === -1 ? trial - 1 : before
      let x = trials[top]?.config.x as number
      // What is known already is gone to without a trial.
      const betterNear = (): number | undefined =>
        [x - 1, x + 1].find(near => seen.has(near) && loss({ x: near }) < loss({ x }))
      for (let next = betterNear(); next !== undefined; next = betterNear()) x = next
      for (const near of [x - 1, x + 1].filter(value => value >= 0 && value <= 99)) t.true(seen.has(near))
    }
    seen.add(config.x as number)
  }
  t.true(seen.has(20) && seen.has(70))
})

test('real parameters are climbed in ever smaller steps, down to the precision', async t => {
  const plane = defineSpace({ x: real(0, 1), y: real(0.01, 100, { scale: 'log' }) })
  const loss = ({ x, y }: Config): number => ((x as number) - 0.3137) ** 2 + Math.log10((y as number) / 3) ** 2
  const best = async (precision: number): Promise<number> =>
    Math.min(
      ...(await climb({ precision }, plane, 150, config => measured([loss(config)]))).map(({ loss }) => loss as number),
    )
  // Half a step off in x, and in four decades of y.
  t.true((await best(2 ** -14)) < 2 * (2 * 2 ** -14) ** 2 * 4)
  t.true((await best(1 / 16)) > 1e-5)
})

test('every climb begins at the best of its random configurations', async t => {
  const trials = await climb({ start: 6 }, hill, 7, config => measured([height(config)]))
  const losses = trials.slice(0, 6).map(({ loss }) => loss as number)
  t.is(trials[6]?.from, losses.indexOf(Math.min(...losses)))
})

test('starts that failed are drawn again, and failed neighbours are never gone to', async t => {
  const rng = makeRng(9)
  const trials = await climb({}, hill, 120, config => (rng.next() < 0.4 ? failed : measured([height(config)])))
  for (const { from } of trials) if (from !== -1) t.not(trials[from]?.loss, null)
})

test('constraints of the space hold on the way, and a better configuration of the caller is gone to', async t => {
  const space = defineSpace({ x: integer(1, 32), y: integer(1, 32) }, { where: [on(['x', 'y'], c => c.x * c.y <= 64)] })
  const agent = await hillClimbing({ start: 1 })(contextFor(space, 1, 1))
  const [first] = await agent.ask([request(0)])
  await agent.tell([transition(0, first ?? t.fail(), measured([100]))])
  await agent.tell([byCaller(1, { x: 8, y: 8 }, measured([50]))])
  const next = await agent.ask([request(2), request(3), request(4)])
  const configs = next.map(suggestion => suggestion?.action.config)
  // 9 x 8 is too much; the last one is two steps away, since both neighbours are pending.
  t.deepEqual(
    configs
      .slice(0, 2)
      .map(config => JSON.stringify(config))
      .sort(),
    ['{"x":7,"y":8}', '{"x":8,"y":7}'],
  )
  t.is(next[2]?.reason, 'near trial 1, whose neighbours are pending')
})

test('options out of range are refused by name', t => {
  for (const [options, message] of [
    [{ move: 'best' as never }, /hillClimbing: expected one of first, steepest for `move`, got "best"/],
    [{ start: 0 }, /hillClimbing: expected a whole number of at least 1 for `start`, got 0/],
    [{ precision: 0 }, /hillClimbing: expected a number in \[1e-12, 1\] for `precision`, got 0/],
  ] as const) {
    t.throws(() => hillClimbing(options), { instanceOf: ParetuneError, message })
  }
})
