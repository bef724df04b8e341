import test from 'ava'
import { placeOf } from '#src/experiments/analysis/yard.js'

test('a part of the budget is the evaluation at which it is spent', t => {
  for (const evaluations of [1, 7, 50, 100, 200, 300, 1000])
    for (let hundredths = 1; hundredths <= 100; hundredths++) {
      const whole = Math.max(1, Math.ceil((hundredths * evaluations) / 100))
      t.is(placeOf(hundredths / 100, evaluations), whole - 1, `${hundredths}% of ${evaluations}`)
    }
})
