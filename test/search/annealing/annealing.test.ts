import test from 'ava'
import type { AgentFactory } from '#src/agents/index.js'
import { type Config, type Outcome, ParetuneError } from '#src/core/index.js'
import { median } from '#src/numeric/index.js'
import { adaptive, geometric, type Heat, targetAcceptance } from '#src/search/annealing/cooling.js'
import { annealing, random } from '#src/search/index.js'
import { defineSpace, real } from '#src/space/index.js'
import { contextFor, failed, loop, measured } from '../../agents/loop.js'
import { testFunction } from '../../problems/functions.js'

const line = defineSpace({ x: real(0, 1) })

/** The trial that each proposal is a step from; -1 where it is none. */
const placesOf = async (factory: AgentFactory, count: number, seed: number, outcomeOf: (trial: number) => Outcome) => {
  const { trials } = await loop(factory, contextFor(line, seed, 1), count, (_, trial) => ({
    outcome: outcomeOf(trial),
  }))
  return trials.map(({ suggestion }) => Number(suggestion.reason?.match(/a step from trial (\d+)/)?.[1] ?? -1))
}

test('a geometric cooling ends at a thousandth of its first temperature', t => {
  let heat: Heat = { temperature: 8, trials: 0, acceptance: 0.5 }
  const temperatures = Array.from({ length: 300 }, () => {
    heat = geometric(heat, 8, 300, false)
    return heat.temperature
  })
  t.is(temperatures.at(-1)?.toFixed(9), '0.008000000')
  t.is(temperatures[99]?.toFixed(9), '0.800000000')
})

test("the part of proposals to accept follows Lam's schedule in Boyan's form", t => {
  // Boyan 1998, appendix B: 0.44 + 0.56 * 560^(-t / 0.15); 0.44; 0.44 * 440^(-(t - 0.65) / 0.35).
  const targets = [0, 0.075, 0.15, 0.4, 0.65, 0.825, 1].map(part => targetAcceptance(part).toFixed(4))
  t.deepEqual(targets, ['1.0000', '0.4637', '0.4400', '0.4400', '0.4400', '0.0210', '0.0010'])
})

test('an adaptive cooling gets hotter while too little is accepted, and colder while too much is', t => {
  const half = { temperature: 1, trials: 4000, acceptance: 0.5 }
  // At 10,000 trials Boyan's figures: an average over 500 trials, and a thousandth of the temperature.
  t.is(adaptive(half, 1, 10_000, true).temperature, 0.999)
  t.is(adaptive(half, 1, 10_000, true).acceptance, (499 * 0.5 + 1) / 500)
  t.is(adaptive({ ...half, acceptance: 0.4 }, 1, 10_000, false).temperature, 1 / 0.999)
  const short = adaptive({ ...half, trials: 400 }, 1, 1000, true)
  t.is(short.temperature.toFixed(9), (0.999 ** 10).toFixed(9))
})

test('a step that is worse by the part of the deviation that `temperature` says is taken in half of the cases', async t => {
  // Losses 0 and 1 to begin with: the median is 0.5 worse than the best, a tenth of that is 0.05.
  const losses = [0, 1, 0.05, 9]
  const seeds = 400
  let taken = 0
  for (let seed = 0; seed < seeds; seed++) {
    const places = await placesOf(annealing({ start: 2, length: 1e6 }), 4, seed, trial =>
      measured([losses[trial] as number]),
    )
    t.is(places[2], 0)
    if (places[3] === 2) taken++
  }
  // Five standard errors of a fair coin.
  t.true(Math.abs(taken - seeds / 2) < 5 * Math.sqrt(seeds / 4), `${taken} of ${seeds}`)
})

test('the walk goes to what is better or equal, and never to what failed or is infeasible', async t => {
  const outcomes = [
    measured([5]),
    measured([3]),
    failed,
    measured([1], 2),
    measured([3]),
    measured([2]),
    failed,
    measured([9]),
  ]
  const places = await placesOf(annealing({ start: 2, temperature: 0 }), 8, 1, trial => outcomes[trial] as Outcome)
  t.deepEqual(places, [-1, -1, 1, 1, 1, 4, 5, 5])
})

test('where nothing is feasible it goes down the violation', async t => {
  const violations = [4, 6, 5, 3, 7, 1]
  const places = await placesOf(annealing({ start: 2 }), 6, 1, trial => measured([trial], violations[trial] as number))
  t.deepEqual(places, [-1, -1, 0, 0, 3, 3])
})

test('after its length another cooling begins at the best configuration', async t => {
  const losses = [0, 4, 1e-3, 2e-3, 3e-3, 4e-3, 5e-3]
  // So hot that everything is gone to.
  const places = await placesOf(annealing({ start: 2, length: 4, temperature: 1e9 }), 7, 1, trial =>
    measured([losses[trial] as number]),
  )
  t.deepEqual(places, [-1, -1, 0, 2, 3, 4, 0])
})

for (const cooling of ['geometric', 'adaptive'] as const) {
  test(`with ${cooling} cooling it beats random search on functions of five parameters of all kinds`, async t => {
    const seeds = Array.from({ length: 10 }, (_, seed) => seed)
    for (const name of ['sphere 5 real', 'rastrigin 5 integer', 'ackley 5 categorical']) {
      const { space, loss } = testFunction(name)
      const bestOf = (factory: AgentFactory) =>
        Promise.all(
          seeds.map(async seed => {
            const context = { ...contextFor(space, seed, 1), budget: { trials: 500 } }
            const evaluate = (config: Config) => ({ outcome: measured([loss(config)]) })
            const { trials } = await loop(factory, context, 500, evaluate)
            return Math.min(...trials.map(({ config }) => loss(config)))
          }),
        )
      const [ours, theirs] = [await bestOf(annealing({ cooling })), await bestOf(random())]
      const better = seeds.filter(seed => (ours[seed] as number) < (theirs[seed] as number)).length
      // A coin would give 9 or more of 10 with a probability of 0.011.
      t.true(better >= 9, `${name}: ${better} of 10, medians ${median(ours)} and ${median(theirs)}`)
    }
  })
}

test('options out of range are refused by name', t => {
  const refused = (options: Parameters<typeof annealing>[0], message: RegExp): void => {
    t.throws(() => annealing(options), { instanceOf: ParetuneError, message })
  }
  refused({ start: 1 }, /annealing: expected a whole number of at least 2 for `start`, got 1/)
  refused({ step: 0 }, /annealing: expected a number in \[1e-9, 1\] for `step`, got 0/)
  refused({ temperature: -1 }, /annealing: expected a number of at least 0 for `temperature`, got -1/)
  refused({ cooling: 'cold' as never }, /annealing: expected one of geometric, adaptive for `cooling`, got "cold"/)
})
