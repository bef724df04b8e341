import test from 'ava'
import { type Config, makeRng, ParetuneError } from '#src/core/index.js'
import { areaScore, bestSoFar, syntheticProblem, yardstickOf } from '#src/experiments/index.js'
import { createStudy } from '#src/index.js'
import { featuresOf } from '#src/search/bayesian/features.js'
import { random, randomForest } from '#src/search/index.js'
import { choice, defineSpace, flag, integer, ordinal, real } from '#src/space/index.js'
import { contextFor, failed, loop, measured } from '../../agents/loop.js'
import { testFunction } from '../../problems/functions.js'
import { gapsOf } from '../../problems/reach.js'

test('trees see places, alternatives and products of sizes; what is inactive is below all of them', t => {
  const space = defineSpace(
    {
      threads: ordinal(32, 64, 128),
      tile: integer(1, 4),
      mode: choice('a', 'b', 'c'),
      shared: flag(),
      pad: integer(1, 3),
      shift: integer(0, 2),
    },
    { when: { pad: c => c.shared === true } },
  )
  const { dimension, pointOf } = featuresOf(space)
  // Products: threads * tile, threads * pad, tile * pad. `shift` has no logarithm.
  t.is(dimension, 1 + 1 + 3 + 1 + 1 + 1 + 3)
  t.deepEqual(
    [...pointOf({ threads: 64, tile: 4, mode: 'b', shared: false, shift: 1 })].map(x => (x < -1e9 ? 'none' : x)),
    [0.5, 1, 0, 1, 0, 0, -1, 0.5, Math.log(64) + Math.log(4), 'none', 'none'],
  )
})

test('on rugged made-up kernels with failing regions the forest is far ahead of random search', async t => {
  // Six problems, one seed each.
  const scores: number[] = []
  for (let seed = 1; seed <= 6; seed++) {
    const problem = syntheticProblem({ synthetic: 'nk', seed, failing: 0.3 })
    const { space, profiler, objectives } = problem
    const study = await createStudy({
      space,
      profiler,
      objectives,
      agent: randomForest(),
      budget: { trials: 100 },
      seed,
    })
    const { trials } = await study.run()
    await study.close()
    const times = trials.map(({ outcome }) => (outcome._tag === 'Measured' ? outcome.losses[0] : undefined))
    const measure = yardstickOf(problem, 100)
    scores.push(areaScore([bestSoFar(times, measure)], measure))
  }
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length
  t.true(mean > 0.2, `${scores}`)
})

test("Rastrigin in 5 dimensions with choices: the median gap over 5 seeds is less than half of random search's", async t => {
  const problem = testFunction('rastrigin 5 categorical')
  const seeds = [1, 2, 3, 4, 5]
  const forest = await gapsOf(randomForest(), problem, 100, seeds)
  const drawn = await gapsOf(random(), problem, 100, seeds)
  t.true((forest[2] as number) < (drawn[2] as number) / 2, `${forest} | ${drawn}`)
})

test('as long as nothing is feasible it goes where the violation is smaller, and then stays feasible', async t => {
  const space = defineSpace({ x: integer(1, 60), y: integer(1, 60) })
  const { trials } = await loop(randomForest({ randomPart: 0 }), contextFor(space, 1, 1), 60, config => {
    const { x, y } = config as { x: number; y: number }
    return { outcome: measured([x + y], Math.max(0, 10 - Math.min(x, 70 - y))) }
  })
  const feasible = trials.map(({ outcome }) => outcome._tag === 'Measured' && outcome.feasible)
  t.true(feasible.slice(30).filter(Boolean).length >= 15)
})

test('what always fails is left alone once it is known', async t => {
  const space = defineSpace({ x: integer(1, 40), y: integer(1, 40) })
  const fails = ({ x }: Config): boolean => (x as number) > 20
  const { trials } = await loop(randomForest({ randomPart: 0 }), contextFor(space, 2, 1), 60, config =>
    // The losses would lead into the failing half.
    fails(config) ? { outcome: failed } : { outcome: measured([100 - (config.x as number) + (config.y as number)]) },
  )
  const late = trials.slice(30)
  t.true(late.filter(({ outcome }) => outcome._tag === 'Failed').length < 8)
})

test('an option out of range is one clear error', t => {
  for (const options of [{ startup: 1 }, { trees: 1.5 }, { features: 0 }, { leaf: 0 }, { randomPart: 2 }]) {
    const [name] = Object.keys(options)
    const error = t.throws(() => randomForest(options), { instanceOf: ParetuneError })
    t.true(error?.message.startsWith('randomForest: expected') && error.message.includes(`\`${name}\``))
  }
})

test('real parameters have features too', t => {
  const space = defineSpace({ rate: real(1e-4, 1, { scale: 'log' }), width: real(1, 8) })
  const { dimension, pointOf } = featuresOf(space)
  t.is(dimension, 3)
  const config = space.sample(makeRng(1))
  t.is(pointOf(config)[2], Math.log(config.width) + Math.log(config.rate))
})
