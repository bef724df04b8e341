import test from 'ava'
import fc from 'fast-check'
import { boxCox, likeliestPower, targetsOf, yeoJohnson } from '#src/search/bayesian/warping.js'

const values = [-1.2, -0.5, -0.1, 0, 0.3, 0.8, 2.5, 6, 11]

const slope = (value: number): number => Math.sign(value) * Math.log1p(Math.abs(value))

test('Yeo and Johnson: powers and the likeliest power are those of SciPy', t => {
  // SciPy 1.17.1, scipy.stats.yeojohnson and yeojohnson_normmax
  const expected = [
    [
      -1.5,
      [
        -4.226724656605406, -0.895289697413318, -0.11313273626127764, 0, 0.21689332343229273, 0.3906088916666926,
        0.5648528602238384, 0.6306700501895974, 0.6506291591891771,
      ],
    ],
    [
      0,
      [
        -1.92, -0.625, -0.105, 0, 0.26236426446749106, 0.5877866649021191, 1.252762968495368, 1.9459101490553132,
        2.4849066497880004,
      ],
    ],
    [
      0.4,
      [
        -1.581766114671727, -0.570710469336679, -0.10296133638372688, 0, 0.27662576708580544, 0.6626345475706248,
        1.626361059872471, 2.9447660612069493, 4.254800192603067,
      ],
    ],
    [1, values],
  ] as const
  for (const [lambda, warped] of expected) {
    for (const [i, value] of values.entries())
      t.true(Math.abs(yeoJohnson(value, lambda) - (warped[i] as number)) < 1e-12)
  }
  t.true(Math.abs(likeliestPower(values, yeoJohnson, slope) - 0.050019151039429534) < 1e-4)
})

test("Box and Cox's powers and the likeliest of them are those of SciPy", t => {
  // SciPy 1.17.1, scipy.stats.boxcox and boxcox_normmax(method='mle')
  const times = [1.1, 1.3, 1.2, 2, 3.5, 9, 1.7]
  const inverseRoots = [
    0.09307482150881544, 0.24588396138594157, 0.17425814164944625, 0.585786437626905, 0.9309550323503025,
    1.3333333333333335, 0.4660700223052591,
  ]
  for (const [i, time] of times.entries()) {
    t.true(Math.abs(boxCox(time, -0.5) - (inverseRoots[i] as number)) < 1e-12)
    t.is(boxCox(time, 0), Math.log(time))
  }
  const others = [0.04, 0.3, 1, 1.4, 2.5, 3.8, 4.4, 6.9, 9.5]
  t.true(Math.abs(likeliestPower(others, boxCox, Math.log) - 0.34480911507629886) < 1e-4)
  // There -1.055 is likelier still.
  t.true(likeliestPower(times, boxCox, Math.log) < 1e-4)
})

test('what is skewed towards small values is left as it is', t => {
  const mirrored = values.map(value => -value)
  t.true(likeliestPower(mirrored, yeoJohnson, slope) > 0.999)
})

test('every warping keeps the order, and standardises', t => {
  const losses = fc.array(
    fc.double({ min: -1e6, max: 1e6, noNaN: true }).map(x => Math.round(x * 1e3) / 1e3),
    { minLength: 2, maxLength: 40 },
  )
  fc.assert(
    fc.property(losses, fc.constantFrom('auto', 'copula', 'none'), (of, warping) => {
      const targets = targetsOf(of, warping)
      const spread = targets.reduce((sum, target) => sum + target ** 2, 0) / (of.length - 1)
      const isConstant = new Set(of).size === 1
      if (isConstant ? spread !== 0 : Math.abs(spread - 1) > 1e-6) return false
      return of.every((a, i) => of.every((b, j) => !(a < b) || (targets[i] as number) <= (targets[j] as number)))
    }),
  )
  t.pass()
})

test('run times with a long tail are spread evenly: the best ones can be told apart', t => {
  const times = Array.from({ length: 40 }, (_, i) => Math.exp(i / 5))
  const gap = (targets: Float64Array): number => (targets[1] as number) - (targets[0] as number)
  t.true(gap(targetsOf(times, 'auto')) > 50 * gap(targetsOf(times, 'none')))
  const ranks = targetsOf(times, 'copula')
  t.true(Math.abs((ranks[0] as number) + (ranks[39] as number)) < 1e-6)
  t.is(targetsOf([1, 2, 2, 9], 'copula')[1], targetsOf([1, 2, 2, 9], 'copula')[2])
})
