import test from 'ava'
import fc from 'fast-check'
import { ranks } from '#src/numeric/index.js'

test('equal values share the mean of their ranks', t => {
  t.deepEqual([...ranks([30, 10, 20, 10, 10])], [5, 2, 4, 2, 2])
  t.deepEqual([...ranks([7, 7])], [1.5, 1.5])
  t.deepEqual([...ranks([-Infinity, 0, Infinity])], [1, 2, 3])
  t.deepEqual([...ranks([])], [])
})

test('a rank is the number of values below, half of the equal ones, and a half', t => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -4, max: 4 }), { maxLength: 30 }), values => {
      const counted = values.map(value => {
        const below = values.filter(other => other < value).length
        return below + (values.filter(other => other === value).length + 1) / 2
      })
      t.deepEqual([...ranks(values)], counted)
    }),
  )
})
