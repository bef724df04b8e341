import test from 'ava'
import { orThrow, profileFailure, type Report, type Trial } from '#src/core/index.js'
import { defineGoals, type Goals } from '#src/goals/index.js'
import {
  maximize,
  medianPruner,
  minimize,
  type Pruner,
  patientPruner,
  percentilePruner,
  type RunningTrial,
  successiveHalvingPruner,
} from '#src/index.js'

const loss = orThrow(defineGoals({ objectives: { loss: minimize('loss') } }))
const accuracy = orThrow(defineGoals({ objectives: { accuracy: maximize('accuracy') } }))
const both = orThrow(defineGoals({ objectives: { loss: minimize('loss'), size: minimize('size') } }))

/** Reports at steps 1, 2, ...: losses, or pairs of loss and size. */
const reportsOf = (values: readonly (number | readonly [number, number])[]): readonly Report[] =>
  values.map((value, i) => ({
    step: i + 1,
    metrics: typeof value === 'number' ? { loss: value, accuracy: -value } : { loss: value[0], size: value[1] },
  }))
const running = (reports: readonly Report[], fidelity = 1): RunningTrial => ({
  number: 99,
  slot: 0,
  config: {},
  fingerprint: 'running',
  fidelity,
  origin: 'agent',
  repeat: false,
  reports,
})
const told = (
  reports: readonly Report[],
  how: 'feasible' | 'infeasible' | 'pruned' | 'failed' = 'feasible',
  fidelity = 1,
): Trial => ({
  ...running(reports, fidelity),
  outcome:
    how === 'pruned'
      ? { _tag: 'Pruned', step: 1, costMs: 1 }
      : how === 'failed'
        ? { _tag: 'Failed', failure: profileFailure('RunFailed', 'no'), costMs: 1 }
        : {
            _tag: 'Measured',
            profile: { metrics: {}, costMs: 1, phases: {}, machine: 'none' },
            objectives: {},
            losses: [0],
            violations: {},
            violation: how === 'feasible' ? 0 : 1,
            feasible: how === 'feasible',
          },
  reward: 0,
  finishedMs: 0,
})

/** What the pruner says to the last of these reports. */
const stops = (
  pruner: Pruner,
  own: readonly (number | readonly [number, number])[],
  others: readonly Trial[],
  goals: Goals = loss,
): boolean => {
  const reports = reportsOf(own)
  const { step, metrics } = reports.at(-1) as Report
  return pruner.shouldStop(running(reports), step, metrics, others, goals)
}

const three = [
  [4, 2],
  [6, 4],
  [10, 6],
].map(values => told(reportsOf(values)))

test('the median pruner compares the best so far with the median of the running averages', t => {
  // After two steps the averages are 3, 5 and 8.
  const pruner = medianPruner({ startup: 3 })
  t.false(stops(pruner, [7, 5], three))
  t.true(stops(pruner, [7, 5.1], three))
  t.false(stops(pruner, [5, 100], three))
  // After one step they are 4, 6 and 10.
  t.false(stops(pruner, [6], three))
  t.true(stops(pruner, [6.1], three))
})

test('or with the median of what they reported at the step', t => {
  const pruner = medianPruner({ startup: 3, against: 'step' })
  t.false(stops(pruner, [7, 4], three))
  t.true(stops(pruner, [7, 4.1], three))
})

test('percentiles are interpolated between the two nearest, the best ones at 0', t => {
  // Of 2, 4 and 6 the 25th percentile is 3, the 10th 2.4, the 100th 6.
  for (const [percentile, limit] of [
    [0, 2],
    [10, 2.4],
    [25, 3],
    [100, 6],
  ] as const) {
    const pruner = percentilePruner({ percentile, startup: 3, against: 'step' })
    t.false(stops(pruner, [limit, limit - 1e-9], three), `${percentile}`)
    t.true(stops(pruner, [limit + 9, limit + 1e-9], three), `${percentile}`)
  }
})

test('a metric to be maximised is pruned below the median', t => {
  t.false(stops(medianPruner({ startup: 3 }), [7, 5], three, accuracy))
  t.true(stops(medianPruner({ startup: 3 }), [7, 5.1], three, accuracy))
})

test('nothing is stopped before enough trials are complete, before the warm-up, or between two checks', t => {
  const bad = [100, 100, 100, 100]
  t.false(stops(medianPruner({ startup: 4 }), bad, three))
  t.false(stops(medianPruner({ startup: 3, warmup: 5 }), bad, three))
  t.true(stops(medianPruner({ startup: 3, warmup: 4 }), bad, three))
  // Due at 0, 3, 6: step 4 is the second report since 3.
  t.false(stops(medianPruner({ startup: 3, interval: 3 }), bad, three))
  t.true(stops(medianPruner({ startup: 3, interval: 3 }), bad.slice(0, 3), three))
  t.true(stops(medianPruner({ startup: 3, interval: 4 }), bad, three))
})

test('only complete, feasible trials of the same fidelity are compared with', t => {
  const best = reportsOf([0, 0])
  const others = [told(best, 'infeasible'), told(best, 'pruned'), told(best, 'failed'), told(best, 'feasible', 0.5)]
  t.false(stops(medianPruner({ startup: 1 }), [9], others))
  t.true(stops(medianPruner({ startup: 1 }), [9], [...others, told(best)]))
})

test('a trial that has diverged is stopped, and one that does not report the metric is let be', t => {
  const pruner = medianPruner({ startup: 3 })
  t.true(stops(pruner, [Number.NaN], three))
  t.false(stops(pruner, [1, Number.NaN], three))
  const reports = [{ step: 1, metrics: { other: 9 } }]
  t.false(pruner.shouldStop(running(reports), 1, { other: 9 }, three, loss))
  const diverged = told(reportsOf([Number.NaN, Number.NaN]))
  t.false(stops(pruner, [7, 5], [...three, diverged]))
})

test('of several objectives a trial is stopped that more than half of the others dominate', t => {
  const others = [[[1, 5]], [[2, 4]], [[3, 3]], [[9, 9]]].map(values => told(reportsOf(values as [number, number][])))
  const pruner = medianPruner({ startup: 4 })
  // Dominated by the second and the third one, and then by the first one too.
  t.false(stops(pruner, [[3.5, 4.5]], others, both))
  t.true(stops(pruner, [[3.5, 5]], others, both))
  // Its best loss and its best size count, from different steps too.
  t.false(
    stops(
      pruner,
      [
        [3.5, 5],
        [9, 3.5],
      ],
      others,
      both,
    ),
  )
  t.true(stops(medianPruner({ startup: 4, metric: 'size' }), [[0, 5]], others, both))
  t.false(stops(medianPruner({ startup: 4, metric: 'loss' }), [[0, 5]], others, both))
})

test('a metric may be a function, and one that is no objective wants a direction', t => {
  const product = medianPruner({ startup: 3, metric: ({ loss = 0, accuracy = 0 }) => loss * accuracy })
  // Minus squares: the running averages at step 1 are -16, -36 and -100.
  t.true(stops(product, [5.9], three))
  t.false(stops(product, [6], three))
  t.throws(() => stops(medianPruner({ startup: 3, metric: 'accuracy' }), [1], three), {
    code: 'InvalidGoal',
    message: /"accuracy"|'accuracy'/,
  })
  t.true(stops(medianPruner({ startup: 3, metric: 'accuracy', direction: 'maximize' }), [6.1], three))
})

test('patience lets a trial go on for as many reports without anything better', t => {
  const always: Pruner = { shouldStop: () => true }
  const pruner = patientPruner(always, { patience: 2 })
  t.false(stops(pruner, [5, 6, 6], []))
  t.true(stops(pruner, [5, 6, 6, 6], []))
  t.false(stops(pruner, [5, 6, 6, 4], []))
  t.false(stops(pruner, [5, 6, 6, 5], []), 'as good is not worse')
  t.false(stops(patientPruner(always, { patience: 2, minDelta: 1 }), [5, 6, 6, 6], []))
  t.true(stops(patientPruner(undefined, { patience: 0 }), [5, 6], []))
  t.false(stops(patientPruner({ shouldStop: () => false }, { patience: 0 }), [5, 6], []))
  t.true(stops(patientPruner(undefined, { patience: 1 }), [5, Number.NaN, Number.NaN], []))
  t.false(
    stops(
      patientPruner(undefined, { patience: 0 }),
      [
        [5, 5],
        [6, 4],
      ],
      [],
      both,
    ),
  )
  t.true(
    stops(
      patientPruner(undefined, { patience: 0 }),
      [
        [5, 5],
        [6, 5],
      ],
      [],
      both,
    ),
  )
})

test('successive halving lets the best quarter pass each rung, and the best of few', t => {
  const pruner = successiveHalvingPruner({ minStep: 1, eta: 2 })
  // At step 1 three others have come: of four two go on.
  t.false(stops(pruner, [6], three))
  t.true(stops(pruner, [6.1], three))
  t.false(stops(successiveHalvingPruner({ eta: 4 }), [4], three))
  t.true(stops(successiveHalvingPruner({ eta: 4 }), [4.1], three))
  t.false(stops(pruner, [6], []))
  // Step 3 is no rung; pruned trials count where they have come.
  t.false(stops(pruner, [1, 1, 100], three))
  t.true(stops(pruner, [3], [told(reportsOf([2]), 'pruned')]))
  t.true(stops(pruner, [Number.NaN], []))
})

test('options out of range are refused when the pruner is made', t => {
  t.throws(() => percentilePruner({ percentile: 101 }), {
    code: 'InvalidStudy',
    message: 'percentilePruner: expected a number in [0, 100] for `percentile`, got 101',
  })
  t.throws(() => medianPruner({ startup: 0 }), { message: /^medianPruner: .*`startup`, got 0/ })
  t.throws(() => patientPruner(undefined, { patience: -1 }), { message: /^patientPruner: .*`patience`, got -1/ })
  t.throws(() => successiveHalvingPruner({ eta: 1 }), { message: /^successiveHalvingPruner: .*`eta`, got 1/ })
})
