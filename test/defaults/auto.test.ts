import test from 'ava'
import { type Choice, chosen, type Facts, factsOf } from '#src/defaults/choice.js'
import { auto, choice, createStudy, defineSpace, integer, maximize, minimize, profiler, real } from '#src/index.js'
import { contextFor, loop, measured } from '../agents/loop.js'

const facts: Facts = { parameters: 6, configurations: 6768, reals: 0, objectives: 1, trials: 200, noisy: false }

const cases: readonly (readonly [string, Partial<Facts>, Choice['strategy']])[] = [
  ['discrete', {}, 'random forest'],
  ['a budget of seconds', { trials: undefined }, 'random forest'],
  ['real', { configurations: Number.POSITIVE_INFINITY, reals: 6 }, 'Gaussian processes'],
  ['mixed, few reals', { configurations: Number.POSITIVE_INFINITY, reals: 1 }, 'Gaussian processes'],
  ['noisy', { noisy: true }, 'random forest'],
  ['noisy and small', { noisy: true, configurations: 24, trials: 48 }, 'sequential halving'],
  ['noisy and small, short', { noisy: true, configurations: 24, trials: 47 }, 'random forest'],
  ['small', { configurations: 24 }, 'random forest'],
  ['discrete, long', { trials: 5000 }, 'portfolio of operators'],
  ['real, long', { configurations: Number.POSITIVE_INFINITY, reals: 6, trials: 5000 }, 'CMA-ES'],
  ['two objectives', { objectives: 2 }, 'Gaussian processes'],
  ['two objectives, long', { objectives: 2, trials: 5000 }, 'NSGA-II'],
  ['three objectives, long', { objectives: 3, trials: 5000 }, 'NSGA-II'],
  ['four objectives', { objectives: 4 }, 'NSGA-III'],
]

for (const [title, more, strategy] of cases) {
  test(`${title}: ${strategy}`, t => {
    t.is(chosen({ ...facts, ...more }).strategy, strategy)
  })
}

test('the facts are those of the space, the budget and the goals', t => {
  const space = defineSpace({ rate: real(0, 1), width: integer(1, 9), step: real(0, 1, { step: 0.5 }) })
  const context = { ...contextFor(space, 1, 2), budget: { distinct: 50 } }
  t.deepEqual(factsOf(context, true), {
    parameters: 3,
    configurations: Number.POSITIVE_INFINITY,
    reals: 1,
    objectives: 2,
    trials: 50,
    noisy: true,
  })
  t.is(factsOf(contextFor(defineSpace({ a: integer(1, 3), b: choice('x', 'y') })), false).configurations, 6)
})

test('the reason of the first trial says what was picked and why, those of later ones do not', async t => {
  const space = defineSpace({ a: integer(1, 40), b: integer(1, 40) })
  const { trials } = await loop(auto(), { ...contextFor(space, 1, 1), budget: { trials: 15 } }, 15, ({ a, b }) => ({
    outcome: measured([Number(a) + Number(b)]),
  }))
  const reasons = trials.map(({ suggestion }) => suggestion.reason ?? '')
  t.true(
    reasons[0]?.startsWith('auto picked random forest for a discrete space of 1,600 configurations, 15 trials; '),
    reasons[0],
  )
  t.false(reasons.slice(1).some(reason => reason.includes('auto')))
})

test('a study without an agent has it, for one objective and for two', async t => {
  const space = defineSpace({ width: integer(1, 30), depth: integer(1, 30) })
  const measuring = profiler({
    name: 'area',
    metrics: { area: { unit: '' }, depth: { unit: '' } },
    measure: ({ width, depth }: { width: number; depth: number }) => ({ area: width * depth, depth }),
  })
  for (const objectives of [{ area: minimize('area') }, { area: minimize('area'), depth: maximize('depth') }]) {
    const study = await createStudy({ space, profiler: measuring, objectives, budget: { trials: 12 } })
    const { trials } = await study.run()
    await study.close()
    t.true(trials[0]?.reason?.startsWith('auto picked '), trials[0]?.reason)
  }
})
