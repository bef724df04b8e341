import test from 'ava'
import { normalQuantile } from '#src/numeric/index.js'
import { hypervolume, type Point } from '#src/pareto/index.js'
import { logHypervolumeImprovement } from '#src/search/bayesian/hypervolume-improvement.js'
import { acquisitionOf, logExpectedImprovement, logH } from '#src/search/bayesian/improvement.js'

// mpmath 1.3, 60 digits: log(npdf(z) + z * erfc(-z / sqrt(2)) / 2)
const references = [
  [-1e5, -5000000023.94479],
  [-1000, -500014.73445209116],
  [-100, -5010.12957880025],
  [-38, -730.196183402114],
  [-10, -55.5531220361224],
  [-5, -16.744301162661],
  [-1.5, -3.52993592080571],
  [-1.0000001, -2.48512121613977],
] as const
const inTheMiddle = [
  [-0.9999, -2.48493060219918],
  [0, -0.918938533204673],
  [1, 0.0800262188493069],
  [5, 1.60943792312643],
  [30, 3.40119738166216],
] as const

test('log h keeps its digits, however far out', t => {
  for (const [z, expected] of references) t.true(Math.abs(logH(z) / expected - 1) < 1e-12, `${z}`)
  // The normal tail has seven digits there.
  for (const [z, expected] of inTheMiddle) t.true(Math.abs(logH(z) - expected) < 1e-6, `${z}`)
})

test('log h grows with z across its branches', t => {
  for (let z = -50; z < 10; z += 0.01) t.true(logH(z + 0.01) > logH(z), `${z}`)
})

test('expected improvement is that of Jones et al.', t => {
  // (f - y) Phi(z) + s phi(z) with f = 1, y = 0.4, s = 0.5, z = 1.2: Phi = 0.8849303298, phi = 0.1941860550.
  const expected = 0.6 * 0.8849303298 + 0.5 * 0.194186055
  t.true(Math.abs(Math.exp(logExpectedImprovement({ mean: 0.4, variance: 0.25 }, 1)) - expected) < 1e-7)
})

test('every acquisition prefers smaller means, and what is likelier to be feasible', t => {
  for (const kind of ['logEI', 'EI', 'UCB'] as const) {
    const worth = acquisitionOf(kind, 2)
    for (const best of [-3, 0, 2]) {
      t.true(worth({ mean: 0, variance: 1 }, best, 0) > worth({ mean: 0.1, variance: 1 }, best, 0))
      t.true(worth({ mean: 0, variance: 1 }, best, 0) > worth({ mean: 0, variance: 1 }, best, -1))
      t.true(worth({ mean: 0, variance: 2 }, best, 0) > worth({ mean: 0, variance: 1 }, best, 0))
    }
  }
})

/** The mean over a grid of normal quantiles of what a point adds to the hypervolume. */
const byQuadrature = (
  front: readonly Point[],
  reference: Point,
  means: readonly number[],
  stds: readonly number[],
  cells: number,
): number => {
  const scores = Array.from({ length: cells }, (_, i) => normalQuantile((i + 0.5) / cells))
  const base = hypervolume(front, reference)
  let sum = 0
  const go = (m: number, point: readonly number[]): void => {
    if (m === means.length) sum += hypervolume([...front, point], reference) - base
    else for (const score of scores) go(m + 1, [...point, (means[m] as number) + (stds[m] as number) * score])
  }
  go(0, [])
  return sum / cells ** means.length
}

const improvementOf = (
  front: readonly Point[],
  reference: Point,
  means: readonly number[],
  stds: readonly number[],
): number =>
  logHypervolumeImprovement(front, reference)(means.map((mean, m) => ({ mean, variance: (stds[m] as number) ** 2 })))

test('expected hypervolume improvement agrees with a quadrature over exact hypervolumes, for two and three losses', t => {
  const front2 = [
    [0, 3],
    [1, 1.5],
    [1, 2],
    [2, 1],
    [3, 0.2],
    [5, 5],
  ]
  for (const means of [
    [0.5, 1],
    [2, 2],
    [-1, 4],
  ]) {
    const exact = Math.exp(improvementOf(front2, [4, 4], means, [0.7, 1.1]))
    const numeric = byQuadrature(front2, [4, 4], means, [0.7, 1.1], 300)
    t.true(Math.abs(exact / numeric - 1) < 0.01, `${means}: ${exact} against ${numeric}`)
  }
  const front3 = [
    [0, 2, 2],
    [1, 1, 1.5],
    [2, 0, 2],
    [1.5, 1.5, 0],
    [2, 2, 0],
  ]
  for (const means of [
    [0.5, 1, 1],
    [1.5, 1.5, 1.5],
  ]) {
    const exact = Math.exp(improvementOf(front3, [3, 3, 3], means, [0.6, 0.9, 0.7]))
    const numeric = byQuadrature(front3, [3, 3, 3], means, [0.6, 0.9, 0.7], 60)
    t.true(Math.abs(exact / numeric - 1) < 0.02, `${means}: ${exact} against ${numeric}`)
  }
})

test('with a single point it is a product of expected improvements where nothing else is dominated', t => {
  // No front: the box below the reference.
  const [a, b] = [
    { mean: 1, variance: 0.3 },
    { mean: 2, variance: 0.5 },
  ] as const
  const product = logExpectedImprovement(a, 1.5) + logExpectedImprovement(b, 1)
  t.true(Math.abs(logHypervolumeImprovement([], [1.5, 1])([a, b]) - product) < 1e-12)
})

test('far from the front its logarithm is finite and still tells directions apart', t => {
  const improvement = logHypervolumeImprovement([[0, 0]], [1, 1])
  const at = (mean: number): number =>
    improvement([
      { mean, variance: 1e-4 },
      { mean, variance: 1e-4 },
    ])
  t.true(Number.isFinite(at(50)) && at(50) < at(49) && at(49) < at(5))
})
