import test from 'ava'
import { dominates } from '#src/pareto/index.js'
import { type FrontProblem, frontProblems } from './fronts.js'

// Sizes and corners of pymoo 0.6.2's `get_problem(name).pareto_front()`.
const sizes = { zdt1: 100, zdt2: 100, zdt3: 100, zdt4: 100, zdt6: 100, dtlz2: 136 }

/** A configuration on the front of each problem: the variables that make distance are at their best. */
const best = { zdt1: 0, zdt2: 0, zdt3: 0, zdt4: 0, zdt6: 0, dtlz2: 0.5 }

for (const [name, problem] of Object.entries<FrontProblem>(frontProblems)) {
  const key = name as keyof typeof sizes
  test(`the front of ${name} is as large as pymoo's, and no point of it dominates another`, t => {
    t.is(problem.front.length, sizes[key])
    // The ends of ZDT3's pieces are given to ten digits.
    const worse = problem.front.map(point => point.map(loss => loss + 1e-9))
    t.false(worse.some(point => problem.front.some(other => dominates(point, other))))
  })

  test(`what is best in ${name} is dominated by no point of its front, and anything else by some`, t => {
    const at = (rest: number, x1: number): readonly number[] =>
      problem.losses(
        Object.fromEntries(
          problem.space.names.map((variable, i) => [variable, i < problem.objectives - 1 ? x1 : rest]),
        ),
      )
    for (const x1 of [0.1, 0.2, 0.5]) {
      const found = at(best[key], x1)
      // ZDT3's first loss also runs where there is no front.
      if (name !== 'zdt3')
        t.false(
          problem.front.some(point =>
            dominates(
              point,
              found.map(loss => loss - 1e-9),
            ),
          ),
        )
      const far = at(best[key] + 0.3, x1)
      t.true(
        problem.front.some(point => dominates(point, far)),
        `${far}`,
      )
    }
  })
}
