import test from 'ava'
import { normalQuantile, normalTail, studentQuantile, studentTail } from '#src/numeric/index.js'

const near = (actual: number, expected: number, relative: number): boolean =>
  Math.abs(actual - expected) <= relative * Math.abs(expected)

test('the normal quantile has the values of the tables (Abramowitz and Stegun, table 26.5)', t => {
  t.is(normalQuantile(0.5), 0)
  t.true(near(normalQuantile(0.975), 1.959963984540054, 1e-8))
  t.true(near(normalQuantile(0.995), 2.5758293035489, 1e-8))
  t.true(near(normalQuantile(0.001), -3.090232306167813, 1e-8))
})

test('the normal tail undoes the quantile, far out too', t => {
  for (const p of [1e-12, 1e-4, 0.025, 0.5, 0.8, 0.999])
    t.true(near(normalTail(-normalQuantile(p)), p, 2e-7), String(p))
})

test("Student's quantile has the values of the tables (Abramowitz and Stegun, table 26.10)", t => {
  for (const [degrees, expected] of [
    [1, 12.706],
    [2, 4.303],
    [4, 2.776],
    [8, 2.306],
    [9, 2.262],
    [30, 2.042],
  ] as const)
    t.true(near(studentQuantile(0.975, degrees), expected, 0.005), `${degrees}: ${studentQuantile(0.975, degrees)}`)
})

test("Student's tail has the values of the tables (Abramowitz and Stegun, table 26.10), on both sides", t => {
  for (const [degrees, critical, p] of [
    [1, 12.706, 0.025],
    [2, 4.303, 0.025],
    [3, 3.182, 0.025],
    [4, 4.604, 0.005],
    [5, 2.015, 0.05],
    [9, 2.262, 0.025],
    [30, 2.75, 0.005],
  ] as const) {
    // The table has three decimals.
    t.true(near(studentTail(critical, degrees), p, 0.002), `${degrees}: ${studentTail(critical, degrees)}`)
    t.true(near(studentTail(-critical, degrees), 1 - p, 1e-4))
  }
  t.is(studentTail(0, 7), 0.5)
})
