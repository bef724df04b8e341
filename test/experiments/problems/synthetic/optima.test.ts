import test from 'ava'
import { isRight } from '#src/core/fp.js'
import { makeRng } from '#src/core/index.js'
import { syntheticProblem } from '#src/experiments/index.js'
import { trueLosses } from '#src/experiments/problems/losses.js'
import { bbob } from '#src/experiments/problems/synthetic/bbob/bbob.js'
import * as classics from '#src/experiments/problems/synthetic/classics.js'
import type { MinimisedProblem } from '#src/experiments/problems/synthetic/formula.js'
import { classic } from '#src/experiments/problems/synthetic/variants.js'
import type { Point } from '#src/pareto/index.js'

// Where the optimum is known, it is there.

const gapAt = (problem: MinimisedProblem): number =>
  Math.abs((trueLosses(problem)(problem.minimiser)[0] as number) - problem.optimum)

for (const dimensions of [2, 5, 20, 40])
  test(`the minimisers of BBOB's functions in ${dimensions} dimensions lie in the box, and the loss there is 0`, t => {
    for (let number = 1; number <= 24; number++)
      for (const instance of [1, 8]) {
        const problem = bbob({ function: number, instance, dimensions })
        const place = `f${number} instance ${instance}: ${gapAt(problem)}`
        t.true(isRight(problem.space.parse(problem.minimiser)), place)
        t.true(gapAt(problem) < 1e-6, place)
      }
  })

for (const [name, make] of Object.entries(classics))
  test(`the minimiser of ${name} is valid in all variants, and has the published optimum as its loss`, t => {
    for (const variant of ['real', 'integer', 'categorical'] as const) {
      const problem = classic(name, make, { branin: 2, hartmann6: 6 }[name])({ variant })
      t.true(isRight(problem.space.parse(problem.minimiser)))
      t.true(gapAt(problem) < 1e-6)
    }
  })

test('Hartmann-6 in the middle of its box has the value that NumPy computes', t => {
  // From the published constants, written in NumPy: -0.5053149917022333.
  const problem = syntheticProblem({ synthetic: 'hartmann6' })
  const middle = Object.fromEntries(problem.space.names.map(name => [name, 0.5]))
  t.is(trueLosses(problem)(middle)[0]?.toFixed(6), '-0.505315')
})

const lossesAt = (problem: ReturnType<typeof syntheticProblem>, x: readonly number[]): Point =>
  trueLosses(problem)(Object.fromEntries(problem.space.names.map((name, i) => [name, x[i] as number])))

test('fronts are where the variables that make distance are at their best', t => {
  const zdt = (name: 'zdt1' | 'zdt2' | 'zdt4', x1: number): number =>
    lossesAt(syntheticProblem({ synthetic: name }), [x1, ...new Array<number>(29).fill(0)])[1] as number
  t.is(zdt('zdt1', 0.25), 0.5)
  t.is(zdt('zdt2', 0.5), 0.75)
  t.is(zdt('zdt4', 0.25), 0.5)
  const norm = (point: Point, power: number): number => point.reduce((sum, loss) => sum + loss ** power, 0)
  for (const [name, best, power, total] of [
    ['dtlz1', 0.5, 1, 0.5],
    ['dtlz2', 0.5, 2, 1],
    ['dtlz3', 0.5, 2, 1],
    ['dtlz4', 0.5, 2, 1],
    ['dtlz5', 0.5, 2, 1],
    ['dtlz6', 0, 2, 1],
  ] as const) {
    const problem = syntheticProblem({ synthetic: name, objectives: 4 })
    const found = lossesAt(problem, [0.3, 0.6, 0.9, ...new Array<number>(10).fill(best)])
    t.true(Math.abs(norm(found, power) - total) < 1e-9, `${name}: ${found}`)
    for (const point of problem.front ?? []) t.true(Math.abs(norm(point, power) - total) < 1e-9)
  }
})

/** What WFG8 and WFG9 take as a power: b_param of Huband et al. 2006. */
const powerAt = (u: number): number => {
  const A = 0.98 / 49.98
  return 0.02 + 49.98 * (A - (1 - 2 * u) * Math.abs(Math.floor(0.5 - u) + A))
}
const mean = (x: readonly number[]): number => x.reduce((sum, xi) => sum + xi, 0) / x.length

test('fronts of WFG3 to WFG9 are where the parameters that make distance are at their best', t => {
  const [M, k, l] = [3, 4, 6]
  const rng = makeRng(1)
  for (let draw = 0; draw < 20; draw++)
    for (const name of ['wfg3', 'wfg4', 'wfg5', 'wfg6', 'wfg7', 'wfg8', 'wfg9'] as const) {
      const y = Array.from({ length: k + l }, (_, i) => (i < k ? rng.next() : 0.35))
      if (name === 'wfg8') for (let i = k; i < k + l; i++) y[i] = 0.35 ** (1 / powerAt(mean(y.slice(0, i))))
      if (name === 'wfg9') for (let i = k + l - 2; i >= k; i--) y[i] = 0.35 ** (1 / powerAt(mean(y.slice(i + 1))))
      const problem = syntheticProblem({ synthetic: name, objectives: M, position: k, distance: l })
      const power = name === 'wfg3' ? 1 : 2
      const at = (point: Point): number => point.reduce((sum, loss, m) => sum + (loss / (2 * m + 2)) ** power, 0)
      const found = lossesAt(
        problem,
        y.map((yi, i) => 2 * (i + 1) * yi),
      )
      t.true(Math.abs(at(found) - 1) < 1e-9, `${name}: ${found}`)
      for (const point of problem.front ?? []) t.true(Math.abs(at(point) - 1) < 1e-9)
    }
})

test('fronts have as many points as those of pymoo, and the ends that are worked by hand', t => {
  const frontOf = (name: 'zdt3' | 'bnh' | 'osy' | 'tnk'): readonly Point[] =>
    syntheticProblem({ synthetic: name }).front ?? []
  t.is(frontOf('zdt3').length, 100)
  t.is(syntheticProblem({ synthetic: 'dtlz2', points: 136 }).front?.length, 136)
  // BNH from (0, 50) to (136, 4), OSY from (-42, 4) to (-274, 76), and TNK is symmetric.
  t.deepEqual(
    [frontOf('bnh')[0], frontOf('bnh').at(-1)],
    [
      [0, 50],
      [136, 4],
    ],
  )
  const firsts = frontOf('osy').map(([first = 0]) => first)
  t.deepEqual([Math.min(...firsts), Math.round(Math.max(...firsts))], [-274, -42])
  const [left, right] = [0, 1].map(m => Math.max(...frontOf('tnk').map(point => point[m] as number))) as [
    number,
    number,
  ]
  t.true(Math.abs(left - right) < 1e-9)
})
