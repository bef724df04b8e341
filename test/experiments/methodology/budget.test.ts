import test from 'ava'
import { lossDistribution, type Population, tuningBudget } from '#src/experiments/index.js'
import { recorded } from '#src/profilers/index.js'
import { hasRecorded } from '../../problems/recorded.js'

/** Losses of the given configurations; what measuring them costs is 10 ms each, were it not said otherwise. */
const population = (losses: readonly number[], costsMs = losses.map(() => 10)): Population => ({
  losses: Float64Array.from(losses),
  costsMs: Float64Array.from(costsMs),
})
const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1)
const budgetOf = (losses: readonly number[], cutoff?: number): ReturnType<typeof tuningBudget> =>
  tuningBudget(lossDistribution(population(losses)), cutoff === undefined ? {} : { cutoff })

test('the budget is what random search needs to the cutoff, in evaluations and in median costs', t => {
  // 1 to 11: median 6, and at 0.8 the target 1 + 5 * 0.2 = 2, which stands at index 9, worst first: 9 / (12 - 9) = 3 evaluations. At 0.01 it
  // is 5.95, index 6: 6 / 6 = 1.
  t.deepEqual(budgetOf(upTo(11), 0.8), {
    target: 1 + 5 * (1 - 0.8),
    startEvaluations: 1,
    evaluations: 3,
    startMs: 10,
    ms: 30,
  })
})

test('a target that only the optimum reaches is taken one loss earlier', t => {
  // At 0.95 the target is 1.25: index 10, and so 9.
  t.is(budgetOf(upTo(11)).evaluations, 3)
  // At 1 it is the optimum: 10 / (12 - 10) = 5.
  t.is(budgetOf(upTo(11), 1).evaluations, 5)
})

test('where start and end would be one evaluation apart, each moves by one', t => {
  // At 0.5 the target is 3.5, index 8: 8 / 4 = 2, and the start is 1.
  const { startEvaluations, evaluations, startMs } = budgetOf(upTo(11), 0.5)
  t.deepEqual([startEvaluations, evaluations, startMs], [0, 3, 0])
})

test('failures have no losses, and their costs count', t => {
  const { losses, median, medianCostMs, evaluationCostMs } = lossDistribution(
    population([3, Number.NaN, 1, 2, Number.NaN], [10, 50, 20, 30, 70]),
  )
  t.deepEqual([...losses], [1, 2, 3])
  t.is(median, 2)
  t.is(medianCostMs, 30)
  // 20 on the average of what succeeds, and two fifths of 60.
  t.is(evaluationCostMs, 20 + 0.4 * 60)
})

test('a population in which nothing succeeds, and one in which all is the optimum, have no score', t => {
  t.throws(() => lossDistribution(population([Number.NaN, Number.NaN])), {
    name: 'ParetuneError',
    code: 'InvalidStudy',
    message: 'expected a population with a configuration that does not fail, got 2 that do',
  } as never)
  t.throws(() => lossDistribution(population([])), { code: 'InvalidStudy' } as never)
  t.throws(() => budgetOf([4, 4, 4]), { code: 'InvalidStudy', message: /other than the optimum, 4/ } as never)
  t.throws(() => budgetOf([4]), { code: 'InvalidStudy' } as never)
})

const withRecorded = hasRecorded ? test : test.skip
withRecorded('budgets of six recorded spaces at 0.95: those that the package finds (1.1.0)', t => {
  for (const [file, expected] of [
    ['convolution_milo/A100', 1050],
    ['convolution_milo/A4000', 323],
    ['convolution_milo/MI250X', 51],
    ['dedispersion_milo/A100', 795],
    ['dedispersion_milo/A4000', 265],
    ['dedispersion_milo/MI250X', 371],
  ] as const) {
    const { objective, failed } = recorded(`../shared/recorded/${file}.json.gz`).recording
    const losses = Array.from(objective.values, (loss, row) => (failed[row] === 0 ? loss : Number.NaN))
    t.is(budgetOf(losses).evaluations, expected, file)
  }
})
