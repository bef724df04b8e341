import test from 'ava'
import { type Config, makeRng } from '#src/core/index.js'
import { visitingStep, visitsOf } from '#src/search/annealing/visiting.js'
import { movesOf } from '#src/search/moves.js'
import { choice, defineSpace, flag, integer, on, real } from '#src/space/index.js'

test("steps of the visiting distribution have the quantiles of SciPy's", t => {
  // Of |VisitingDistribution.visit_fn(temperature)| in SciPy 1.17.1, 2 million draws: the 10, 25, 50, 75 and 90% quantiles.
  for (const [qv, temperature, quantiles] of [
    [2.62, 1, [0.26775, 1.474363, 15.832922, 402.04517, 21572.444493]],
    [1.5, 10, [0.333434, 0.848009, 1.825431, 3.258514, 5.07905]],
  ] as const) {
    const rng = makeRng(1)
    const draws = 20_000
    const steps = Array.from({ length: draws }, () => visitingStep(qv, temperature, rng))
    for (const [i, p] of [0.1, 0.25, 0.5, 0.75, 0.9].entries()) {
      const part = steps.filter(step => Math.abs(step) < (quantiles[i] as number)).length / draws
      // Five standard errors.
      t.true(Math.abs(part - p) < 5 * Math.sqrt((p * (1 - p)) / draws), `qv ${qv}: ${part} of the steps, not ${p}`)
    }
    const up = steps.filter(step => step > 0).length / draws
    t.true(Math.abs(up - 0.5) < 5 * Math.sqrt(0.25 / draws))
  }
})

test('a visit moves all parameters or the one of its turn, and keeps constraints and conditions', t => {
  const space = defineSpace(
    { x: real(0, 1), n: integer(1, 9), mode: choice('a', 'b', 'c'), fast: flag(), depth: integer(1, 4) },
    { where: [on(['x', 'n'], c => c.x * c.n <= 6)], when: { depth: c => c.mode === 'b' } },
  )
  const rng = makeRng(1)
  const visits = visitsOf({ space, rng }, movesOf({ space, rng, isKnown: () => false }), 2.62)
  let config: Config = { x: 0.5, n: 4, mode: 'a', fast: true }
  t.is(visits.count(config), 4)
  const turns = ['x', 'n', 'mode', 'fast']
  for (let i = 0; i < 200; i++) {
    const here = config
    const all = visits.from(here, 1e4, 'all')
    t.deepEqual(space.broken(all), [])
    t.deepEqual(space.active(all), Object.keys(all))
    t.notDeepEqual(all, here)
    if (here.mode === 'a') {
      const turn = i % 4
      const one = visits.from(here, 1e4, turn)
      const others = turns.filter((name, j) => j !== turn && one[name] !== here[name])
      // Unless the constraint had to be repaired.
      if (turn >= 2) t.deepEqual(others, [])
    }
    config = all
  }
})

test('where a step leads nowhere else it is the least one', t => {
  const space = defineSpace({ n: integer(1, 9), mode: choice('a', 'b') })
  const rng = makeRng(1)
  const visits = visitsOf({ space, rng }, movesOf({ space, rng, isKnown: () => false }), 2.62)
  for (let i = 0; i < 50; i++) {
    const config = visits.from({ n: 5, mode: 'a' }, 1e-9, 'all')
    t.true(config.mode === 'b' ? config.n === 5 : Math.abs((config.n as number) - 5) === 1)
  }
})
