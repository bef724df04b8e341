import test from 'ava'
import { orThrow, type Profile } from '#src/core/index.js'
import { atLeast, atMost, budgetLeft, defineGoals, maximize, minimize, parseBudget } from '#src/goals/index.js'

const measurement = {
  unit: 'ms',
  n: 5,
  median: 2,
  mean: 3,
  p90: 6,
  p95: 7,
  p99: 8,
  mad: 1,
  std: 2,
  ciLow: 1,
  ciHigh: 3,
  outliers: 0,
  samples: [1, 2, 2, 3, 7],
}
const profile = (metrics: Profile['metrics']): Profile => ({ metrics, costMs: 5, phases: {}, machine: 'm' })

test('an objective looks at the statistic that it names; losses are in minimisation form', t => {
  const goals = orThrow(
    defineGoals({ objectives: { tail: minimize('latencyMs', { statistic: 'p99' }), accuracy: maximize('accuracy') } }),
  )
  t.like(goals.judge(profile({ latencyMs: measurement, accuracy: 0.9 })), {
    objectives: { tail: 8, accuracy: 0.9 },
    losses: [8, -0.9],
    feasible: true,
    violation: 0,
  })
})

test('an objective may be a function of the whole profile; its data form keeps the name alone', t => {
  const perByte = ({ metrics }: Profile) => Number(metrics.accuracy) / Number(metrics.bytes)
  const goals = orThrow(defineGoals({ objectives: { density: maximize(perByte) } }))
  t.like(goals.judge(profile({ accuracy: 1, bytes: 4 })), { objectives: { density: 0.25 } })
  t.deepEqual(goals.toJSON().objectives, {
    density: { direction: 'maximize', metric: 'perByte', statistic: 'median', computed: true },
  })
})

test('violations are the scaled excesses over the bounds', t => {
  const goals = orThrow(
    defineGoals({
      objectives: { a: minimize('a') },
      constraints: { memory: atMost('bytes', 100), accuracy: atLeast('accuracy', 0.5, { scale: 0.1 }) },
    }),
  )
  t.like(goals.judge(profile({ a: 1, bytes: 150, accuracy: 0.3 })), {
    violations: { memory: 0.5, accuracy: 2 },
    violation: 2.5,
    feasible: false,
  })
  t.like(goals.judge(profile({ a: 1, bytes: 100, accuracy: 0.5 })), { violation: 0, feasible: true })
})

test('a metric that is missing or not finite, or an objective that throws, is a failed outcome that keeps the cost', t => {
  const goals = orThrow(
    defineGoals({ objectives: { a: minimize('a') }, constraints: { memory: atMost('bytes', 100) } }),
  )
  for (const metrics of [{ bytes: 1 }, { a: 1 }, { a: Number.NaN, bytes: 1 }])
    t.like(goals.judge(profile(metrics)), { _tag: 'Failed', failure: { _tag: 'InvalidMetric' }, costMs: 5 })
  const broken = orThrow(
    defineGoals({
      objectives: {
        b: minimize(() => {
          throw new Error('oops')
        }),
      },
    }),
  )
  t.like(broken.judge(profile({})), {
    _tag: 'Failed',
    failure: { _tag: 'InvalidMetric', message: 'an objective threw: oops' },
  })
})

test('bounds and scales are checked when the goals are made', t => {
  const objectives = { a: minimize('a') }
  for (const constraints of [{ c: atMost('a', Number.NaN) }, { c: atMost('a', 1, { scale: 0 }) }])
    t.like(defineGoals({ objectives, constraints }), { _tag: 'Left', left: { _tag: 'InvalidGoal' } })
})

test('the budget that is left is the smallest over what is limited', t => {
  const spent = { trials: 5, fullTrials: 1.5, distinct: 4, elapsedMs: 9000 }
  t.is(budgetLeft({ trials: 10 }, spent), 0.5)
  t.is(budgetLeft({ trials: 10, distinct: 16, seconds: 10 }, spent), 1 - 0.9)
  t.is(budgetLeft({ trials: 3 }, spent), 0)
  t.is(budgetLeft({ trials: 10, fullTrials: 2 }, spent), 0.25)
  t.is(orThrow(parseBudget({ distinct: 7 })).maxAsks, 700)
})
