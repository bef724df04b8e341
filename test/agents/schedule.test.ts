import test from 'ava'
import { partDone, valueAt } from '#src/agents/schedule.js'

test('a schedule goes from its one end to the other, and stays there', t => {
  const schedule = { from: 1, to: 0.25 }
  t.deepEqual(
    [-1, 0, 0.5, 1, 2].map(done => valueAt(schedule, done)),
    [1, 1, 0.625, 0.25, 0.25],
  )
  t.is(valueAt(3, 0.7), 3)
})

test('a training is over with the trials or the configurations that the budget counts', t => {
  t.is(partDone(25, { trials: 100 }), 0.25)
  t.is(partDone(25, { distinct: 50, seconds: 10 }), 0.5)
  t.is(partDone(300, { trials: 100 }), 1)
})

test('a budget of seconds alone does not keep a learner exploring for ever', t => {
  t.deepEqual(
    [0, 100, 200, 1000].map(told => partDone(told, { seconds: 60 })),
    [0, 0.5, 1, 1],
  )
})
