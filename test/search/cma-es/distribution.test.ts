import test from 'ava'
import { makeRng } from '#src/core/index.js'
import { Distribution } from '#src/search/cma-es/distribution.js'

const near = (a: number, b: number, tolerance = 1e-8): boolean => Math.abs(a - b) <= tolerance
const start = { mean: new Float64Array(3).fill(0.5), sigma: 0.3, lambda: 7, diagonal: false }

/** A made-up generation, best first: 0.5 + 0.3 sin(1 + 7 g + 3 k + j) for sample k and coordinate j. */
const generation = ({ mean, sigma }: Distribution, g: number): Float64Array[] =>
  Array.from({ length: 7 }, (_, k) =>
    Float64Array.from(mean, (m, j) => (0.5 + 0.3 * Math.sin(1 + 7 * g + 3 * k + j) - m) / sigma),
  )

test('three generations change mean, step-size and covariance matrix as in an independent implementation', t => {
  // cmaes 0.13.1, `CMA(np.full(3, .5), .3, population_size=7)` with the weights and cMu of the 2023 tutorial put in. It adds 1e-8
  // to squared norms, hence the tolerance.
  const expected = [
    {
      mean: [0.6053118933147568, 0.6115909870822158, 0.5152738419544894],
      sigma: 0.2510067319258804,
      C: [
        1.035333324298796, 0.0031424615706, -0.0407737615704, 0.807534960844167, -0.20157263661674, 0.814117245105506,
      ],
    },
    {
      mean: [0.6220951881199887, 0.5489796576105886, 0.43083245577527735],
      sigma: 0.20848437420134328,
      C: [
        0.95890155928501, -0.134592701674719, -0.12193736653974, 0.626605758292526, -0.249886342013426,
        0.834314719831138,
      ],
    },
    {
      mean: [0.5787837818215019, 0.46226076149695594, 0.3804350230086933],
      sigma: 0.19304306439546806,
      C: [
        0.750374936137862, -0.254758346515526, -0.051943022322316, 0.613860688324905, -0.134112642828064,
        0.8807452399287,
      ],
    },
  ]
  const distribution = new Distribution(start)
  for (const [g, { mean, sigma, C }] of expected.entries()) {
    distribution.update(generation(distribution, g))
    mean.forEach((m, j) => {
      t.true(near(distribution.mean[j] as number, m))
    })
    t.true(near(distribution.sigma, sigma))
    const pairs: [number, number][] = [
      [0, 0],
      [0, 1],
      [0, 2],
      [1, 1],
      [1, 2],
      [2, 2],
    ]
    pairs.forEach(([i, j], k) => {
      t.true(near(distribution.covariance(i, j), C[k] as number), `C[${i}, ${j}] in generation ${g}`)
      t.is(distribution.covariance(j, i), distribution.covariance(i, j))
    })
  }
})

test('samples have the covariance matrix, and its norm makes them standard normal', t => {
  const distribution = new Distribution(start)
  for (let g = 0; g < 3; g++) distribution.update(generation(distribution, g))
  const [rng, count] = [makeRng(1), 20_000]
  const products = new Float64Array(9)
  let squares = 0
  for (let sample = 0; sample < count; sample++) {
    const y = distribution.sample(rng)
    squares += distribution.norm(y) ** 2
    for (let i = 0; i < 3; i++)
      for (let j = 0; j < 3; j++)
        products[3 * i + j] = (products[3 * i + j] as number) + (y[i] as number) * (y[j] as number)
  }
  // Five standard errors: the variance of y_i y_j is at most 2 C_ii C_jj, that of a chi-squared with 3 degrees of freedom is 6.
  const bound = 5 * Math.sqrt(2 / count)
  for (let i = 0; i < 3; i++)
    for (let j = 0; j < 3; j++)
      t.true(near((products[3 * i + j] as number) / count, distribution.covariance(i, j), bound))
  t.true(near(squares / count, 3, 5 * Math.sqrt(6 / count)))
})

test('the diagonal form learns variances only, by the same rule', t => {
  const distribution = new Distribution({ ...start, diagonal: true })
  distribution.update(generation(distribution, 0))
  const full = new Distribution(start)
  full.update(generation(full, 0))
  t.deepEqual(distribution.mean, full.mean)
  t.is(distribution.sigma, full.sigma)
  // The first update from C = I differs from the full one by the learning rates alone, which are (3 + 2) / 3 times as large.
  for (let j = 0; j < 3; j++) {
    const [change, changeOfFull] = [distribution.covariance(j, j) - 1, full.covariance(j, j) - 1]
    t.is(Math.sign(change), Math.sign(changeOfFull))
    t.true(Math.abs(change) > Math.abs(changeOfFull))
  }
  t.is(distribution.covariance(0, 1), 0)
})

test('it goes on from what was saved as if it had never stopped', t => {
  for (const diagonal of [false, true]) {
    const distribution = new Distribution({ ...start, diagonal })
    for (let g = 0; g < 4; g++) distribution.update(generation(distribution, g))
    const restored = new Distribution({ ...start, diagonal })
    restored.restore(distribution.save())
    for (const one of [distribution, restored]) one.update(generation(one, 4))
    t.deepEqual(restored.save(), distribution.save())
  }
})

test('a bad step of length 0, as of a trial of the caller that lies at the mean, does no harm', t => {
  const distribution = new Distribution(start)
  const steps = generation(distribution, 0)
  steps[6] = new Float64Array(3)
  distribution.update(steps)
  const { covariance } = distribution
  for (const i of [0, 1, 2])
    for (const j of [0, 1, 2]) t.true(Number.isFinite(covariance.call(distribution, i, j)), `C[${i}, ${j}]`)
})
