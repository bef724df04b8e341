import test from 'ava'
import { makeRng } from '#src/core/index.js'
import { dominates } from '#src/pareto/index.js'
import { bnh, type ConstrainedProblem, c1dtlz1, osy, tnk, variablesOf } from './constrained.js'
import { dtlz1 } from './dtlz1.js'

const problems: Readonly<Record<string, ConstrainedProblem>> = { bnh, osy, tnk, c1dtlz1: c1dtlz1(3) }

for (const [name, { space, losses, constraints, front, objectives }] of Object.entries(problems)) {
  test(`${name}: no feasible draw dominates a point of the front, none of which dominates another`, t => {
    const rng = makeRng(1)
    let feasible = 0
    for (let draw = 0; draw < 20_000; draw++) {
      const x = variablesOf(space.sample(rng))
      if (constraints(x).some(excess => excess > 0)) continue
      feasible++
      const point = losses(x)
      if (front.some(best => dominates(point, best))) t.fail(`${x} dominates the front`)
    }
    // C1-DTLZ1 has next to nothing feasible.
    t.true(feasible > (name === 'c1dtlz1' ? -1 : 100), `${feasible}`)
    t.true(front.every(point => point.length === objectives && !front.some(other => dominates(other, point))))
  })
}

test('losses and constraints are those that pymoo 0.6.2 computes', t => {
  const rounded = (values: readonly number[]): number[] => values.map(value => Number(value.toFixed(6)))
  const at = (problem: ConstrainedProblem, x: readonly number[]) => [
    rounded(problem.losses(x)),
    rounded(problem.constraints(x)),
  ]
  t.deepEqual(at(bnh, [1.5, 2.5]), [
    [34.0, 18.5],
    [-0.26, -8.415584],
  ])
  t.deepEqual(at(osy, [3, 1, 2, 1, 3, 4]), [
    [-40.0, 40.0],
    [-1.0, -0.333333, -2.0, -1.0, -0.5, 0],
  ])
  t.deepEqual(at(tnk, [0.9, 0.4]), [
    [0.9, 0.4],
    [0.121776, -0.66],
  ])
  t.deepEqual(at(c1dtlz1(3), [0.2, 0.7, 0.4, 0.5, 0.55, 0.5, 0.5]), [[14.1575, 6.0675, 80.9], [174.283333]])
})

test('the ends of the fronts are those that are worked by hand', t => {
  // BNH from (0, 50) to (136, 4), OSY from (-42, 4) to (-274, 76), and TNK is symmetric.
  t.deepEqual(
    [bnh.front[0], bnh.front.at(-1)],
    [
      [0, 50],
      [136, 4],
    ],
  )
  const firsts = osy.front.map(([first = 0]) => first)
  t.is(Math.min(...firsts), -274)
  t.is(Math.round(Math.max(...firsts)), -42)
  const ends = tnk.front.map(([first = 0]) => first)
  t.true(Math.abs(Math.max(...ends) - Math.max(...tnk.front.map(([, second = 0]) => second))) < 1e-9)
})

test('DTLZ1 at its best is the plane on which the losses add up to 1/2', t => {
  const losses = dtlz1(3)([0.3, 0.6, 0.5, 0.5, 0.5, 0.5, 0.5])
  t.true(Math.abs(losses.reduce((total, loss) => total + loss, 0) - 0.5) < 1e-12)
})
