import test from 'ava'
import fc from 'fast-check'
import { indices, sortBy } from '#src/pareto/order.js'

test('sorting is by value, and keeps the order of equals', t => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 100 }), values => {
      const expected = [...values.keys()].sort((i, j) => (values[i] as number) - (values[j] as number) || i - j)
      t.deepEqual([...sortBy(indices(values.length), values)], expected)
    }),
  )
})

test('only the given indices are sorted', t => {
  t.deepEqual([...sortBy(Int32Array.of(3, 1), [9, 8, 7, 6])], [3, 1])
  t.deepEqual([...sortBy(Int32Array.of(0, 2, 1), [9, 8, 8, 6])], [2, 1, 0])
})
