import test from 'ava'
import fc from 'fast-check'
import { pchip } from '#src/numeric/index.js'
import { isNear } from './near.js'

test('the curve of SciPy 1.17 (PchipInterpolator), beyond its ends too', t => {
  for (const [x, y, at, expected] of [
    [
      [0, 1, 1.5, 3, 4, 7],
      [0, 0, 2, 3, 2.5, 9],
      [-1, 0.5, 1.2, 2, 3.5, 5, 6.9, 8],
      [0, 0, 0.6417297297297293, 2.5475475475475475, 2.75, 3.259259259259259, 8.589462962962966, 13.75925925925926],
    ],
    [
      [1, 2, 4],
      [10, 3, 2],
      [1.25, 1.9, 3],
      [7.665599385245902, 3.1971557377049185, 2.2418032786885247],
    ],
    // A turn near the end: the slope there is held back to three times the secant's.
    [
      [1, 2, 4],
      [0, 3, 2.9],
      [1.25, 1.9, 3],
      [1.0335937499999999, 2.95215, 2.9875],
    ],
    // The parabola would leave in the wrong direction: the slope at the end is 0.
    [
      [1, 2, 4],
      [0, 0.1, 3],
      [1.25, 1.9, 3],
      [0.007628676470588238, 0.08338235294117646, 1.0051470588235292],
    ],
    [[1, 3], [2, 5], [2.2], [3.8]],
  ] as const) {
    const curve = pchip(x, y)
    for (const [i, each] of at.entries())
      t.true(isNear(curve(each), expected[i] as number, 1e-13), `${each}: ${curve(each)} for ${expected[i]}`)
  }
})

test('it goes through all points and between neighbours stays between them', t => {
  const given = fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: -20, max: 20 })), {
    minLength: 2,
    maxLength: 10,
  })
  fc.assert(
    fc.property(given, pairs => {
      let end = 0
      const x = pairs.map(([step]) => {
        end += step
        return end
      })
      const y = pairs.map(([, value]) => value)
      const curve = pchip(x, y)
      for (let i = 0; i < x.length; i++) t.true(isNear(curve(x[i] as number), y[i] as number, 1e-12))
      for (let i = 1; i < x.length; i++) {
        const [from, to] = [y[i - 1] as number, y[i] as number]
        let last = from
        for (let part = 1; part <= 8; part++) {
          const next = curve((x[i - 1] as number) + ((x[i] as number) - (x[i - 1] as number)) * (part / 8))
          t.true(Math.sign(to - from) * (next - last) >= -1e-11)
          last = next
        }
      }
    }),
  )
})
