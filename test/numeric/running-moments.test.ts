import test from 'ava'
import fc from 'fast-check'
import { RunningMoments } from '#src/numeric/index.js'

const rows = fc.array(fc.tuple(fc.double({ min: -1e3, max: 1e3, noNaN: true }), fc.integer({ min: -9, max: 9 })), {
  minLength: 1,
  maxLength: 30,
})
const momentsOf = (all: readonly (readonly number[])[], prior?: number) => {
  const moments = new RunningMoments(2, prior)
  for (const row of all) moments.add(row)
  return moments
}
/** Both passes over all rows: the definition. */
const twoPass = (values: readonly number[]) => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length }
}
const isNear = (got: number, expected: number) => Math.abs(got - expected) <= 1e-9 * Math.max(1, Math.abs(expected))

test('mean and variance row by row are those of all rows at once', t => {
  fc.assert(
    fc.property(rows, all => {
      const moments = momentsOf(all)
      return [0, 1].every(column => {
        const { mean, variance } = twoPass(all.map(row => row[column] as number))
        return isNear(moments.mean(column), mean) && isNear(moments.variance(column), variance)
      })
    }),
  )
  t.pass()
})

test('merged batches are as if all rows had been added to one', t => {
  fc.assert(
    fc.property(rows, rows, (first, second) => {
      const moments = momentsOf(first)
      moments.merge(momentsOf(second))
      const whole = momentsOf([...first, ...second])
      return (
        moments.count === whole.count &&
        [0, 1].every(
          column =>
            isNear(moments.mean(column), whole.mean(column)) &&
            isNear(moments.variance(column), whole.variance(column)),
        )
      )
    }),
  )
  const empty = new RunningMoments(2)
  empty.merge(new RunningMoments(2))
  t.deepEqual([empty.count, empty.mean(0), empty.variance(0)], [0, 0, 0])
})

test('large numbers close together keep their variance', t => {
  const moments = momentsOf([4, 7, 13, 16].map(value => [1e9 + value, 0]))
  t.is(moments.variance(0), 22.5)
})

test('a prior counts as rows of mean 0 and variance 1', t => {
  const moments = momentsOf([[3, 0]], 1)
  t.is(moments.count, 2)
  t.is(moments.mean(0), 1.5)
  // (1 + 9) / 2 - 1.5^2
  t.is(moments.variance(0), 2.75)
})

test('saved moments go on as if never stopped, and anything else is refused', t => {
  const [before, after] = [momentsOf([[1, 2]]), momentsOf([[1, 2]])]
  const restored = RunningMoments.fromJSON(JSON.parse(JSON.stringify(before)))
  for (const moments of [restored, after]) moments.add([0.1, -7])
  t.deepEqual(restored.toJSON(), after.toJSON())
  for (const broken of [null, 3, {}, { count: 1, mean: [1], squares: [1, 2] }, { count: 1, mean: ['1'], squares: [1] }])
    t.throws(() => RunningMoments.fromJSON(broken), { instanceOf: RangeError, message: /expected saved moments/ })
  t.throws(() => before.add([1]), { message: 'expected 2 numbers, got 1' })
})
