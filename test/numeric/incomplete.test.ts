import test from 'ava'
import { chiSquareTail, fTail, regularisedBeta, studentTail, upperGamma } from '#src/numeric/index.js'
import { isNear } from './near.js'

test('the upper incomplete gamma function has the values of SciPy 1.17 (gammaincc)', t => {
  for (const [a, x, expected] of [
    [0.5, 0.1, 0.6547208460185768],
    [0.5, 3, 0.014305878435429641],
    [2, 2, 0.40600584970983794],
    [10, 5, 0.9681719426937951],
    [10, 20, 0.0049954123083075785],
    [100, 90, 0.84177901081357],
    [100, 130, 0.002750408367306518],
  ] as const)
    t.true(isNear(upperGamma(a, x), expected, 1e-10), `${a}, ${x}: ${upperGamma(a, x)}`)
  t.is(upperGamma(3, 0), 1)
  t.is(upperGamma(3, Number.POSITIVE_INFINITY), 0)
})

test('far out the upper incomplete gamma function keeps its digits', t => {
  t.true(Math.abs(upperGamma(1, 700) / Math.exp(-700) - 1) < 1e-9)
})

test('the regularised incomplete beta function has the values of SciPy 1.17 (betainc)', t => {
  for (const [x, a, b, expected] of [
    [0.1, 0.5, 0.5, 0.20483276469913345],
    [0.3, 2, 5, 0.579825],
    [0.9, 2, 5, 0.999945],
    [0.5, 20, 20, 0.5],
    [0.45, 50, 40, 0.022298838767773638],
    [0.999, 1.5, 0.5, 0.9597433418849682],
    [0.01, 1, 30, 0.2602996266117196],
  ] as const)
    t.true(isNear(regularisedBeta(x, a, b), expected, 1e-10), `${x}, ${a}, ${b}: ${regularisedBeta(x, a, b)}`)
  t.is(regularisedBeta(0, 2, 3), 0)
  t.is(regularisedBeta(1, 2, 3), 1)
})

test('tails of chi-square and F have the values of SciPy 1.17 (sf)', t => {
  t.true(isNear(chiSquareTail(9.28, 3), 0.025790724198756772, 1e-10))
  t.true(isNear(chiSquareTail(0.5, 1), 0.47950012218695337, 1e-10))
  t.true(isNear(chiSquareTail(60, 20), 7.121750862815593e-6, 1e-14))
  t.true(isNear(fTail(3.69, 3, 39), 0.01974409968948888, 1e-10))
  t.true(isNear(fTail(10, 2, 7), 0.008872989457173155, 1e-10))
  t.is(fTail(Number.POSITIVE_INFINITY, 2, 7), 0)
})

test("F with one degree of freedom is Student's t, squared", t => {
  for (const degrees of [1, 4, 17]) t.true(isNear(fTail(2.1 ** 2, 1, degrees), 2 * studentTail(2.1, degrees), 1e-10))
})
