import test from 'ava'
import { type Differentiable, lbfgs } from '#src/numeric/index.js'

const rosenbrock: Differentiable = (x, gradient) => {
  gradient.fill(0)
  let value = 0
  for (let i = 0; i + 1 < x.length; i++) {
    const [a, b] = [x[i] as number, x[i + 1] as number]
    value += 100 * (b - a * a) ** 2 + (1 - a) ** 2
    gradient[i] = (gradient[i] as number) - 400 * a * (b - a * a) - 2 * (1 - a)
    gradient[i + 1] = (gradient[i + 1] as number) + 200 * (b - a * a)
  }
  return value
}

for (const dimension of [2, 10]) {
  test(`Rosenbrock's valley is followed to its end in ${dimension} dimensions`, t => {
    const start = Array.from({ length: dimension }, (_, i) => (i % 2 === 0 ? -1.2 : 1))
    const { x, evaluations } = lbfgs(rosenbrock, start, { iterations: 200, progress: 0 })
    for (const xi of x) t.true(Math.abs(xi - 1) < 1e-5)
    // SciPy 1.17.1's L-BFGS-B takes 45 evaluations in 2 dimensions and 78 in 10.
    t.true(evaluations < 150, `${evaluations} evaluations`)
  })
}

test('a badly scaled quadratic is minimised', t => {
  const scales = [1, 100, 1e4, 1e-2]
  const { x } = lbfgs(
    (x, gradient) =>
      scales.reduce((sum, scale, i) => {
        const xi = (x[i] as number) - i
        gradient[i] = 2 * scale * xi
        return sum + scale * xi * xi
      }, 0),
    [5, 5, 5, 5],
    { tolerance: 1e-8, progress: 0 },
  )
  for (const [i, xi] of x.entries()) t.true(Math.abs(xi - i) < 1e-5)
})

test('steps out of the range of a function are taken back', t => {
  // x - log x, NaN for x <= 0, from far out on its flat side.
  const { x } = lbfgs(
    (x, gradient) => {
      const [x0] = x as unknown as [number]
      gradient[0] = 1 - 1 / x0
      return x0 - Math.log(x0)
    },
    [30],
  )
  t.true(Math.abs((x[0] as number) - 1) < 1e-4)
})

test('at a minimum it stays, in one evaluation', t => {
  const { x, value, evaluations } = lbfgs(rosenbrock, [1, 1])
  t.deepEqual([[...x], value, evaluations], [[1, 1], 0, 1])
})

test('a function without a minimum ends with the iterations', t => {
  const { value } = lbfgs(
    (x, gradient) => {
      gradient[0] = 1
      return x[0] as number
    },
    [0],
    { iterations: 3 },
  )
  t.true(value < 0)
})
