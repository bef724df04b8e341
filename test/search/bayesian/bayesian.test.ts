import test from 'ava'
import { ParetuneError } from '#src/core/index.js'
import { type BayesianOptions, bayesian, random } from '#src/search/index.js'
import { choice, defineSpace, integer, on, real } from '#src/space/index.js'
import { byCaller, contextFor, failed, loop, measured, request, transition } from '../../agents/loop.js'
import { testFunction } from '../../problems/functions.js'
import { gapsOf } from '../../problems/reach.js'

const square = defineSpace({ x: real(0, 1), y: real(0, 1) })
const bowl = (x: number, y: number): number => (x - 0.3) ** 2 + (y - 0.6) ** 2

const numbersOf = (config: Readonly<Record<string, unknown>>): [number, number] => [Number(config.x), Number(config.y)]

test('Branin comes within 0.01 of its optimum in 30 evaluations, on each of three seeds', async t => {
  const gaps = await gapsOf(bayesian(), testFunction('branin 2 real'), 30, [1, 2, 3])
  t.true((gaps[2] as number) < 0.01, gaps.join(' '))
})

test('it begins with a design: two configurations for each parameter and two more, a quarter of a small budget, or as many as told', async t => {
  const designed = async (options: BayesianOptions, budget: { trials?: number }): Promise<number> => {
    const { trials } = await loop(bayesian(options), { ...contextFor(square, 1, 1), budget }, 20, config => ({
      outcome: measured([bowl(...numbersOf(config))]),
    }))
    return trials.filter(({ suggestion }) => suggestion.reason === 'a point of the first design').length
  }
  t.is(await designed({}, {}), 6)
  t.is(await designed({}, { trials: 20 }), 5)
  t.is(await designed({ startup: 9 }, { trials: 20 }), 9)
})

test('trials of the caller stand for the design', async t => {
  const agent = await bayesian({ startup: 4 })(contextFor(square, 1, 1))
  const told = [0.1, 0.4, 0.7, 0.9].map((x, trial) => byCaller(trial, { x, y: 1 - x }, measured([bowl(x, 1 - x)])))
  await agent.tell(told)
  const [suggestion] = await agent.ask([request(4)])
  t.regex(suggestion?.reason ?? '', /smaller loss/)
})

test('without two trials that have losses the design goes on', async t => {
  const { trials } = await loop(bayesian({ startup: 3 }), contextFor(square, 1, 1), 12, (_, trial) => ({
    outcome: trial === 2 ? measured([1]) : failed,
  }))
  t.true(trials.every(({ suggestion }) => suggestion.reason === 'a point of the first design'))
})

/** How often it failed, and the best loss. */
const withFailures = async (seed: number, factory = bayesian()): Promise<{ failures: number; best: number }> => {
  let [failures, best] = [0, Number.POSITIVE_INFINITY]
  await loop(factory, contextFor(square, seed, 1), 40, config => {
    const [x, y] = numbersOf(config)
    // The bowl's bottom at (0.3, 0.6) runs; half of the square does not.
    if (x + y > 1) {
      failures++
      return { outcome: failed }
    }
    best = Math.min(best, bowl(x, y))
    return { outcome: measured([bowl(x, y)]) }
  })
  return { failures, best }
}

test('where trials fail is learnt, and hardly gone to again', async t => {
  for (const seed of [1, 2, 7]) {
    const { failures, best } = await withFailures(seed)
    const drawn = await withFailures(seed, random())
    t.true(best < 1e-4, `${best}`)
    t.true(failures < drawn.failures - 4, `${failures} failures, ${drawn.failures} of random search`)
  }
})

test('as long as nothing is feasible it looks for a smaller violation', async t => {
  let violation = Number.POSITIVE_INFINITY
  const { trials } = await loop(bayesian(), contextFor(square, 1, 1), 20, config => {
    const [x, y] = numbersOf(config)
    const excess = 1 + bowl(x, y)
    violation = Math.min(violation, excess)
    return { outcome: measured([x], excess) }
  })
  t.true(violation < 1 + 1e-3, `${violation}`)
  t.true(trials.some(({ suggestion }) => suggestion.reason === 'promises a smaller violation'))
})

test('where the best losses are infeasible, the best of what is feasible is found', async t => {
  let best = Number.POSITIVE_INFINITY
  await loop(bayesian(), contextFor(square, 1, 1), 40, config => {
    const [x, y] = numbersOf(config)
    const excess = Math.max(0, 0.5 - x)
    if (excess === 0) best = Math.min(best, bowl(x, y))
    return { outcome: measured([bowl(x, y)], excess) }
  })
  // At (0.5, 0.6), on the edge.
  t.true(best < 0.04 + 1e-3, `${best}`)
})

test('an `xi` of more than the losses promise keeps it from refining', async t => {
  const bestOf = async (xi: number): Promise<number> => {
    let best = Number.POSITIVE_INFINITY
    await loop(bayesian({ xi }), contextFor(square, 1, 1), 30, config => {
      const loss = bowl(...numbersOf(config))
      best = Math.min(best, loss)
      return { outcome: measured([loss]) }
    })
    return best
  }
  const [refined, wandering] = [await bestOf(0), await bestOf(3)]
  t.log(refined, 'against', wandering)
  t.true(refined < 1e-5 && wandering > 1e-4)
})

test('pending trials push the next ones away', async t => {
  const agent = await bayesian({ startup: 8 })(contextFor(square, 1, 1))
  for (let trial = 0; trial < 8; trial++) {
    const [suggestion] = await agent.ask([request(trial)])
    if (suggestion === undefined) return t.fail()
    await agent.tell([transition(trial, suggestion, measured([bowl(...numbersOf(suggestion.action.config))]))])
  }
  const batch = await agent.ask([8, 9, 10, 11].map(request))
  const places = batch.map(suggestion => numbersOf(suggestion?.action.config ?? {}))
  for (const [i, [x, y]] of places.entries())
    for (const [otherX, otherY] of places.slice(0, i))
      t.true(Math.hypot(x - otherX, y - otherY) > 0.02, places.join(' | '))
})

test('constraints and conditions of the space hold, and what is best in a branch is found', async t => {
  const space = defineSpace(
    { mode: choice('plain', 'fine'), x: integer(1, 60), y: integer(1, 60), fine: real(0, 1) },
    { where: [on(['x', 'y'], c => c.x * c.y <= 400)], when: { fine: c => c.mode === 'fine' } },
  )
  const { trials } = await loop(bayesian(), contextFor(space, 1, 1), 50, config => {
    const [x, y] = numbersOf(config)
    const loss =
      ((x - 40) / 60) ** 2 + ((y - 10) / 60) ** 2 + (config.mode === 'fine' ? (Number(config.fine) - 0.2) ** 2 : 0.05)
    return { outcome: measured([loss]) }
  })
  t.true(trials.every(({ config }) => space.broken(config).length === 0))
  const best = Math.min(
    ...trials.map(({ outcome }) => (outcome._tag === 'Measured' ? (outcome.losses[0] as number) : 1)),
  )
  t.true(best < 1e-3, `${best}`)
})

for (const options of [
  { acquisition: 'EI' },
  { acquisition: 'UCB' },
  { warping: 'copula' },
  { warping: 'none' },
  { capacity: 20 },
] as const) {
  test(`${JSON.stringify(options)} finds the bottom of a bowl`, async t => {
    let best = Number.POSITIVE_INFINITY
    await loop(bayesian(options), contextFor(square, 1, 1), 40, config => {
      const loss = bowl(...numbersOf(config))
      best = Math.min(best, loss)
      return { outcome: measured([loss]) }
    })
    t.true(best < 1e-3, `${best}`)
  })
}

test('options out of their range are refused, and so are four objectives with EHVI', async t => {
  const bad: readonly BayesianOptions[] = [
    { acquisition: 'PI' as 'EI' },
    { kappa: 0 },
    { xi: -1 },
    { several: 'sum' as 'EHVI' },
    { startup: 1 },
    { warping: 'log' as 'auto' },
    { capacity: 10 },
  ]
  for (const options of bad) t.throws(() => bayesian(options), { instanceOf: ParetuneError, code: 'InvalidAgent' })
  await t.throwsAsync(async () => bayesian({ several: 'EHVI' })(contextFor(square, 1, 4)), { code: 'InvalidAgent' })
  await t.notThrowsAsync(async () => bayesian()(contextFor(square, 1, 4)))
})
