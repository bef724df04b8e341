import test from 'ava'
import { normalTail } from '#src/numeric/index.js'
import { coordinatesOf } from '#src/search/cma-es/coordinates.js'
import { Distribution } from '#src/search/cma-es/distribution.js'
import { keepMargin } from '#src/search/cma-es/margin.js'
import { choice, defineSpace, flag, integer } from '#src/space/index.js'

const near = (a: number, b: number, tolerance = 1e-6): boolean => Math.abs(a - b) <= tolerance

/** One coordinate at `m`, with a standard deviation of `sigma`; the mean and A after the correction. */
const corrected = (coordinates: ReturnType<typeof coordinatesOf>, m: number, sigma: number, alpha: number) => {
  const distribution = new Distribution({ mean: Float64Array.of(m), sigma, lambda: 4, diagonal: false })
  const A = Float64Array.of(1)
  keepMargin(distribution, A, coordinates, alpha)
  return { m: distribution.mean[0] as number, A: A[0] as number }
}

const integers = coordinatesOf(defineSpace({ x: integer(0, 10) }))
const flags = coordinatesOf(defineSpace({ x: flag() }))

test('worked values: between two thresholds, at an end, and of two values', t => {
  // Section 4.2 of Hamano et al. 2022 written in NumPy and SciPy: thresholds 0.25 and 0.35, or 0.05, or 0.5; alpha 0.05.
  const cases = [
    { of: integers, from: [0.31, 0.01], m: 0.3, A: 2.551067284623269 },
    { of: integers, from: [0.34, 0.01], m: 0.31588984616585325, A: 3.361788618851364 },
    { of: integers, from: [0.02, 0.004], m: 0.04342058549219412, A: 1 },
    { of: flags, from: [0.9999, 0.1], m: 0.664485362695147, A: 1 },
  ] as const
  for (const { of, from, m, A } of cases) {
    const result = corrected(of, from[0], from[1], 0.05)
    t.true(near(result.m, m) && near(result.A, A), JSON.stringify(result))
  }
})

test('a distribution that is wide enough is left alone to the last bit', t => {
  t.deepEqual(corrected(integers, 0.31, 0.1, 0.05), { m: 0.31, A: 1 })
  t.deepEqual(corrected(flags, 0.6, 0.1, 0.05), { m: 0.6, A: 1 })
})

test('afterwards the values on either side have their probability, wherever the mean is', t => {
  const alpha = 0.02
  for (const sigma of [1e-6, 1e-3, 0.01, 0.04]) {
    for (let place = -0.2; place <= 1.2; place += 0.0173) {
      const { m, A } = corrected(integers, place, sigma, alpha)
      const index = Math.max(0, Math.min(10, Math.round(m * 10)))
      const below = index === 0 ? undefined : normalTail((m - (index - 0.5) / 10) / (sigma * A))
      const above = index === 10 ? undefined : normalTail(((index + 0.5) / 10 - m) / (sigma * A))
      const least = below === undefined || above === undefined ? alpha : alpha / 2
      for (const p of [below, above]) t.true(p === undefined || p >= least * (1 - 1e-4), `${place} ${sigma}: ${p}`)
    }
  }
})

test('every alternative of a choice keeps its probability against the leading one', t => {
  const coordinates = coordinatesOf(defineSpace({ kind: choice('a', 'b', 'c') }))
  const [alpha, sigma] = [0.02, 1e-4]
  const distribution = new Distribution({ mean: Float64Array.of(0, 1, 0.99999), sigma, lambda: 4, diagonal: false })
  keepMargin(distribution, new Float64Array(3).fill(1), coordinates, alpha)
  const [a, b, c] = distribution.mean as unknown as [number, number, number]
  // C = I: the difference of two coordinates has twice the variance.
  t.true(near(normalTail((b - a) / (sigma * Math.SQRT2)), alpha / 2))
  t.deepEqual([b, c], [1, 0.99999])
})
