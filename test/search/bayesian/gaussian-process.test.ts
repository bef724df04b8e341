import test from 'ava'
import fc from 'fast-check'
import { makeRng } from '#src/core/index.js'
import { symmetricEigen } from '#src/numeric/index.js'
import {
  type Coordinates,
  coordinatesOf,
  squaredDistances,
  weightedDistance,
} from '#src/search/bayesian/coordinates.js'
import { GaussianProcess } from '#src/search/bayesian/gaussian-process.js'
import { type Hyperparameters, logPrior, modeOf, vectorOf } from '#src/search/bayesian/hyperparameters.js'
import { logMarginalLikelihood, mostLikely } from '#src/search/bayesian/marginal-likelihood.js'
import { matern52 } from '#src/search/bayesian/matern.js'
import { ofLosses } from '#src/search/bayesian/priors.js'
import { choice, defineSpace, flag, integer, real } from '#src/space/index.js'

const plane = coordinatesOf(defineSpace({ a: real(0, 1), b: real(0, 1) }))
const points = [
  [0.1, 0.2],
  [0.4, 0.9],
  [0.8, 0.3],
  [0.55, 0.5],
  [0.95, 0.75],
  [0.3, 0.65],
].map(point => Float64Array.from(point))
const targets = Float64Array.of(1.2, -0.7, 0.4, 0.1, -1.5, 0.6)
const hyperparameters: Hyperparameters = {
  lengthscales: Float64Array.of(0.4, 0.9),
  variance: 1.7,
  noise: 0.05,
  mean: 0,
}

const processOf = (of: Coordinates, at: readonly Float64Array[], values: Float64Array, shape: Hyperparameters) => {
  const process = new GaussianProcess(of, shape)
  for (const point of at) process.add(point)
  process.condition(values)
  return process
}

const near = (a: number, b: number, tolerance: number): boolean =>
  Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(b))

// scikit-learn 1.9.1: GaussianProcessRegressor(ConstantKernel(1.7) * Matern([0.4, 0.9], nu=2.5), alpha=0.05, optimizer=None), and
// log_marginal_likelihood with a WhiteKernel(0.05) in place of alpha, eval_gradient=True.
test('predictions are those of scikit-learn', t => {
  const process = processOf(plane, points, targets, hyperparameters)
  const expected = [
    [0.5, 0.5, 0.21119750535176118, 0.05308085628530379],
    [0.0, 1.0, 0.4009709276784095, 0.9123841591483959],
    [0.4, 0.9, -0.5751436452310736, 0.04188078898521441],
  ] as const
  for (const [a, b, mean, variance] of expected) {
    const prediction = process.predict(Float64Array.of(a, b))
    t.true(near(prediction.mean, mean, 1e-8))
    t.true(near(prediction.variance, variance, 1e-12))
  }
  t.true(near(process.smoothed(1, -0.7), -0.5751436452310736, 1e-8))
})

test('the marginal likelihood and its gradient are those of scikit-learn', t => {
  const gradient = new Float64Array(5)
  const value = logMarginalLikelihood(plane, points, targets, ofLosses)(vectorOf(hyperparameters, ofLosses), gradient)
  t.true(near(value, -8.3519620984524, 1e-12))
  const [bySignal, byFirst, bySecond, byNoise] = [
    0.38899342011599825, 1.524008804862432, -2.2077191474101707, 0.11895350925360823,
  ]
  // Here the logarithm is of the noise above its least value, 1e-6.
  const expected = [byFirst, bySecond, bySignal, (byNoise * (0.05 - 1e-6)) / 0.05]
  for (const [i, slope] of expected.entries()) t.true(near(gradient[i] as number, slope, 1e-10))
})

const mixed = defineSpace(
  { mode: choice('x', 'y', 'z'), depth: integer(1, 9), fine: real(0, 1), fast: flag(), kind: choice('p', 'q') },
  { when: { fine: c => c.mode !== 'x', kind: c => c.fast === true } },
)

const drawn = (count: number, seed: number): Float64Array[] => {
  const rng = makeRng(seed)
  return Array.from({ length: count }, () => coordinatesOf(mixed).pointOf(mixed.sample(rng)))
}

test('gradients of likelihood and priors agree with finite differences, over unordered and inactive parameters', t => {
  const of = coordinatesOf(mixed)
  const at = drawn(25, 1)
  const values = Float64Array.from(at, (point, i) => Math.sin(3 * (point[0] as number) + i) + (point[2] as number))
  const likelihood = logMarginalLikelihood(of, at, values, ofLosses)
  const density = (vector: Float64Array, gradient: Float64Array): number =>
    likelihood(vector, gradient) + logPrior(vector, gradient, ofLosses)
  const rng = makeRng(2)
  for (let repeat = 0; repeat < 5; repeat++) {
    const vector = vectorOf(modeOf(of.dimension, ofLosses), ofLosses).map(t => t + 0.5 * rng.normal())
    const gradient = new Float64Array(vector.length)
    density(vector, gradient)
    for (let i = 0; i < vector.length; i++) {
      const moved = (step: number): number =>
        density(
          vector.map((t, j) => (j === i ? t + step : t)),
          new Float64Array(vector.length),
        )
      const numeric = (moved(1e-5) - moved(-1e-5)) / 2e-5
      t.true(near(gradient[i] as number, numeric, 1e-5), `${i}: ${gradient[i]} against ${numeric}`)
    }
  }
})

test('points with unordered and inactive parameters lie in a Euclidean space: covariances are positive definite', t => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1e6 }),
      fc.array(fc.double({ min: 0.05, max: 20, noNaN: true }), { minLength: 5, maxLength: 5 }),
      (seed, weights) => {
        const of = coordinatesOf(mixed)
        const at = drawn(30, seed)
        const n = at.length
        const matrix = Float64Array.from({ length: n * n }, (_, k) => {
          const [a, b] = [at[Math.floor(k / n)] as Float64Array, at[k % n] as Float64Array]
          return matern52(weightedDistance(of, Float64Array.from(weights), a, b))
        })
        return Math.min(...symmetricEigen(matrix, n).values) > -1e-10
      },
    ),
  )
  t.pass()
})

test('two points that both lack a parameter are alike in it, and a weighted distance is the sum of weighted parts', t => {
  const of = coordinatesOf(mixed)
  const a = of.pointOf({ mode: 'x', depth: 1, fast: false })
  const b = of.pointOf({ mode: 'x', depth: 5, fast: true, kind: 'q' })
  const c = of.pointOf({ mode: 'y', depth: 1, fine: 0.75, fast: false })
  const parts = (p: Float64Array, q: Float64Array): number[] => {
    const into = new Float64Array(5)
    squaredDistances(of, p, q, into, 0)
    return [...into]
  }
  // In the order depth, fine, mode, fast, kind: ordered ones first.
  t.deepEqual(parts(a, b), [0.25, 0, 0, 1 / 6, 1 / 6])
  t.deepEqual(parts(a, c), [0, 1 / 12 + 0.0625, 1 / 6, 0, 0])
  t.deepEqual(parts(c, a), parts(a, c))
  t.true(near(weightedDistance(of, Float64Array.of(2, 3, 5, 7, 11), a, b), 0.5 + 7 / 6 + 11 / 6, 1e-15))
})

test('believing leaves means as they are and lowers variances as a trial there would, until it forgets', t => {
  const process = processOf(plane, points, targets, hyperparameters)
  const [pending, other] = [Float64Array.of(0.2, 0.4), Float64Array.of(0.25, 0.3)]
  const before = process.predict(other)
  process.believe(pending)
  const believing = process.predict(other)
  t.is(believing.mean, before.mean)
  const told = processOf(plane, [...points, pending], Float64Array.of(...targets, 5), hyperparameters)
  t.true(near(believing.variance, told.predict(other).variance, 1e-12))
  process.forget()
  t.deepEqual(process.predict(other), before)
})

test('the most likely hyperparameters tell what matters and how much is noise', t => {
  const space = defineSpace({ a: real(0, 1), b: real(0, 1), c: choice('u', 'v') })
  const of = coordinatesOf(space)
  const rng = makeRng(3)
  const at = Array.from({ length: 60 }, () => of.pointOf(space.sample(rng)))
  const values = Float64Array.from(at, point => Math.sin(6 * (point[0] as number)) + 0.1 * rng.normal())
  const { lengthscales, noise } = mostLikely(of, at, values, [modeOf(3, ofLosses)], ofLosses)
  const [a, b, c] = lengthscales as unknown as [number, number, number]
  t.true(a < 1 && b > 2 * a && c > 2 * a, `${lengthscales}`)
  t.true(noise > 0.003 && noise < 0.03, `${noise}`)
})
