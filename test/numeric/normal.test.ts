import test from 'ava'
import { normalCdf, normalMass, normalQuantile } from '#src/numeric/index.js'

const near = (a: number, b: number, relative: number): boolean => Math.abs(a - b) <= relative * Math.abs(b)

test('the cumulative normal agrees with reference values, far tails included', t => {
  // scipy.stats.norm.cdf 1.17
  const values: [number, number][] = [
    [0, 0.5],
    [1, 0.8413447460685429],
    [-1, 0.15865525393145707],
    [-3, 0.0013498980316300933],
    [-7.2, 3.010627981117422e-13],
    [-20, 2.7536241186061556e-89],
    [8, 1],
  ]
  for (const [z, p] of values) t.true(near(normalCdf(z), p, 1e-8), `${z}: ${normalCdf(z)}`)
  t.is(normalCdf(Number.NEGATIVE_INFINITY), 0)
  t.is(normalCdf(Number.POSITIVE_INFINITY), 1)
})

test('it undoes the quantile', t => {
  for (const p of [1e-10, 0.001, 0.2, 0.5, 0.9, 0.999]) t.true(near(normalCdf(normalQuantile(p)), p, 1e-7))
})

test('a narrow interval in the upper tail has the mass of its mirror image', t => {
  t.is(normalMass(9, 9.1), normalMass(-9.1, -9))
  t.true(normalMass(9, 9.1) > 0)
})
