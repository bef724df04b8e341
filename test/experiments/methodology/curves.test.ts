import test from 'ava'
import fc from 'fast-check'
import {
  lossDistribution,
  methodologyScore,
  performanceCurve,
  randomOverEvaluations,
  randomOverTime,
  strategyCurve,
  type TuningRun,
} from '#src/experiments/index.js'

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1)
const of = (losses: readonly number[], costMs = 10): { losses: Float64Array; costsMs: Float64Array } => ({
  losses: Float64Array.from(losses),
  costsMs: new Float64Array(losses.length).fill(costMs),
})
const ten = lossDistribution(of(upTo(10)))
/** Evaluations at 10, 20, 30, ... ms. */
const run = (...losses: readonly number[]): TuningRun => ({ losses, finishedMs: losses.map((_, i) => 10 * (i + 1)) })

test('random search is expected at index M (N + 1) / (M + 1), worst first, halves to the even one', t => {
  // 10 to 1: after 1 evaluation index 5.5, so 6, which is 4.
  t.deepEqual([...randomOverEvaluations(ten, [1])], [4])
  // Of 1 to 4 index 2.5, so 2, which is 2.
  t.deepEqual([...randomOverEvaluations(lossDistribution(of(upTo(4))), [1])], [2])
  // After 0 the worst; after 2 index 7.33; after many the last.
  t.deepEqual([...randomOverEvaluations(ten, [0, 2])], [10, 3])
  t.deepEqual([...randomOverEvaluations(ten, [1000])], [1])
})

test('random search never gets worse', t => {
  const steps = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 30 })
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 40 }), steps, (losses, steps) => {
      let at = 0
      const evaluations = steps.map(step => {
        at += step
        return at
      })
      const curve = randomOverEvaluations(lossDistribution(of(losses)), evaluations)
      for (let i = 1; i < curve.length; i++) t.true((curve[i] as number) <= (curve[i - 1] as number) + 1e-9)
    }),
  )
})

test('time is taken as evaluations at their expected cost, one at least', t => {
  t.deepEqual([...randomOverTime(ten, Float64Array.of(0, 24))], [...randomOverEvaluations(ten, [1, 2])])
})

test('one run: its best so far, straight in the index between evaluations', t => {
  // Indices of the best so far are 8, 8, 2, 2: the fit at 22 and 28 ms is 8 - 6 * 0.2 = 6.8 and 3.2, so 7 and 3.
  const curve = strategyCurve(ten, [run(9, 10, 3, 7)], Float64Array.of(10, 20, 22, 28, 30, 40))
  t.deepEqual([...curve], [9, 9, 8, 4, 3, 3])
})

test('runs are pooled: where they are evaluated at the same times, the index is their mean', t => {
  // Indices 8 and 4, then 1 and 3; the third evaluations are the same.
  const curve = strategyCurve(ten, [run(9, 2, 2), run(5, 4, 4)], Float64Array.of(10, 20, 30))
  t.deepEqual([...curve], [7, 3, 3])
})

test('before its first success a run says nothing', t => {
  const late = run(Number.NaN, Number.NaN, 5, 5)
  t.deepEqual([...strategyCurve(ten, [late, run(9, 9, 9, 9)], Float64Array.of(10, 20, 30, 40))], [9, 9, 7, 7])
  t.deepEqual([...strategyCurve(ten, [run(6, Number.NaN, 2)], Float64Array.of(10, 20, 30))], [6, 6, 2])
})

test('once most runs have ended the curve stays where it is', t => {
  // Ends at 20, 20, 30, 60 ms: the median is 25, and the next end 30. At 40 ms, the first time after it, it stays.
  const runs = [run(9, 9), run(9, 9), run(9, 9, 9), run(9, 9, 9, 9, 1, 1)]
  const times = Float64Array.of(10, 30, 40, 50, 60)
  t.deepEqual([...strategyCurve(ten, runs, times)], [9, 9, 9, 9, 9])
  // With all of them as long, nothing stops it: the index at 50 ms is 0.
  t.deepEqual([...strategyCurve(ten, runs.slice(3), times)], [9, 9, 9, 1, 1])
})

test('evaluations a little beyond the times count: a tenth, and a quarter over the number of evaluations', t => {
  // Two evaluations: 0.1 + 0.25 / 2 beyond 20 ms are 24.5. From index 8 at 10 to 0 at 24 ms it is 2.3 at 20.
  const [times, losses] = [Float64Array.of(10, 20), [9, 1]]
  t.deepEqual([...strategyCurve(ten, [{ losses, finishedMs: [10, 24] }], times)], [9, 3])
  t.throws(() => strategyCurve(ten, [{ losses, finishedMs: [10, 25] }], times), { code: 'InvalidStudy' } as never)
})

test('a run that says too little has no curve, and is named', t => {
  const expected = { name: 'ParetuneError', code: 'InvalidStudy' }
  const times = Float64Array.of(10, 20)
  t.throws(() => strategyCurve(ten, [], times), { ...expected, message: /got none$/ } as never)
  t.throws(() => strategyCurve(ten, [run(3, 3), run(5)], times), { ...expected, message: /run 1 .* got 1$/ } as never)
  t.throws(() => strategyCurve(ten, [run(Number.NaN, Number.NaN)], times), { ...expected, message: /got 0$/ } as never)
})

test('the optimum at once scores 1, the worst loss below 0, and problems are averaged', t => {
  const population = of(upTo(50))
  const always = (loss: number): TuningRun[] => [run(...new Array<number>(60).fill(loss))]
  const perfect = { population, runs: always(1) }
  const poor = { population, runs: always(50) }
  t.deepEqual([...performanceCurve(perfect, { points: 5 })], [1, 1, 1, 1, 1])
  t.is(methodologyScore([perfect]).score, 1)
  t.is(methodologyScore([perfect]).curve.length, 1000)
  const low = methodologyScore([poor], { points: 20 }).score
  t.true(low < 0)
  const both = methodologyScore([perfect, poor], { points: 20 })
  t.true(Math.abs(both.score - (1 + low) / 2) < 1e-12)
})

test('where random search has the optimum within the budget, there is no score', t => {
  // At a cutoff of 1 the budget of 20 losses is 10 evaluations, and index 10 * 21 / 11 = 19.09 is the optimum.
  const tuned = { population: of(upTo(20)), runs: [run(...upTo(20).reverse())] }
  t.throws(() => performanceCurve(tuned, { cutoff: 1 }), {
    name: 'ParetuneError',
    code: 'InvalidStudy',
    message: /short of the optimum, 1,/,
  } as never)
  t.notThrows(() => performanceCurve(tuned))
})
