import test from 'ava'
import fc from 'fast-check'
import { isotonicCurve, isotonicRegression } from '#src/numeric/index.js'
import { isNear } from './near.js'

const values = [3, 1, 2, 7, 5, 5, 6, 9, 8, 4]
const weights = [1, 2, 1, 1, 3, 1, 1, 2, 1, 1]

test('neighbours out of order are pooled into their mean', t => {
  t.deepEqual([...isotonicRegression([1, 3, 2, 4])], [1, 2.5, 2.5, 4])
  t.deepEqual([...isotonicRegression([1, 3, 2, 4], { decreasing: true })], [2.5, 2.5, 2.5, 2.5])
  t.deepEqual([...isotonicRegression([1, 4, 1], { weights: [1, 1, 2] })], [1, 2, 2])
  t.deepEqual([...isotonicRegression([])], [])
  t.deepEqual([...isotonicRegression([7], { decreasing: true })], [7])
})

test('weighted and not, up and down: as scikit-learn 1.9 fits (isotonic_regression)', t => {
  const third = 17 / 3
  for (const [options, expected] of [
    [{}, [2, 2, 2, third, third, third, 6, 7, 7, 7]],
    [{ weights }, [5 / 3, 5 / 3, 2, 5.4, 5.4, 5.4, 6, 7.5, 7.5, 7.5]],
    [{ decreasing: true }, [...new Array<number>(9).fill(46 / 9), 4]],
    [{ weights, decreasing: true }, [...new Array<number>(9).fill(66 / 13), 4]],
  ] as const) {
    const fitted = isotonicRegression(values, options)
    for (const [i, each] of expected.entries()) t.true(isNear(fitted[i] as number, each, 1e-14), `${i}: ${fitted[i]}`)
  }
})

test('the fit is monotone, and no monotone sequence is nearer: the minimum of the maximum of means', t => {
  const given = fc.array(fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: 1, max: 4 })), { maxLength: 12 })
  fc.assert(
    fc.property(given, pairs => {
      const [ys, ws] = [pairs.map(([y]) => y), pairs.map(([, w]) => w)]
      const fitted = isotonicRegression(ys, { weights: ws })
      // Robertson, Wright and Dykstra 1988, section 1.4: max over starts up to i of the min over ends from i on of the mean between.
      const meanOf = (from: number, to: number): number => {
        let [sum, mass] = [0, 0]
        for (let i = from; i <= to; i++) {
          sum += (ys[i] as number) * (ws[i] as number)
          mass += ws[i] as number
        }
        return sum / mass
      }
      for (const [i, each] of fitted.entries()) {
        const mins = ys.slice(0, i + 1).map((_, s) => Math.min(...ys.slice(i).map((_, e) => meanOf(s, i + e))))
        t.true(isNear(each, Math.max(...mins), 1e-12))
        if (i > 0) t.true(each >= (fitted[i - 1] as number))
      }
      const down = isotonicRegression([...ys].reverse(), { weights: [...ws].reverse(), decreasing: true }).reverse()
      for (const [i, each] of down.entries()) t.true(isNear(each, fitted[i] as number, 1e-12))
    }),
  )
})

test('over x in any order: equal x are averaged, between points the curve is straight, beyond them flat', t => {
  // Means 4 at 1, 6 at 2 and 5 at 4; 6 and 5 are pooled by the number of values: (6 * 2 + 5) / 3.
  const curve = isotonicCurve([2, 1, 4, 2], [5, 4, 5, 7])
  const pooled = 17 / 3
  t.deepEqual([0, 1, 2, 3, 4, 9].map(curve), [4, 4, pooled, pooled, pooled, pooled])
  t.true(isNear(curve(1.25), 4 + (pooled - 4) / 4, 1e-15))
  const down = isotonicCurve([1, 3], [9, 1], { decreasing: true })
  t.deepEqual([0, 1, 2, 3, 4].map(down), [9, 9, 5, 1, 1])
  t.is(isotonicCurve([7], [3])(0), 3)
})
