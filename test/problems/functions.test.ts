import test from 'ava'
import { isRight } from '#src/core/fp.js'
import { makeRng } from '#src/core/index.js'
import { hartmann6, problemOf, testFunctions } from './functions.js'

for (const [name, problem] of testFunctions()) {
  test(`${name}: the minimiser is valid, has the published optimum as its loss, and no draw is below it`, t => {
    t.true(isRight(problem.space.parse(problem.minimiser)))
    t.true(Math.abs(problem.loss(problem.minimiser) - problem.optimum) < 1e-6)
    const rng = makeRng(1)
    for (let draw = 0; draw < 200; draw++) t.true(problem.loss(problem.space.sample(rng)) >= problem.optimum - 1e-6)
  })
}

test('Hartmann-6 in the middle of its box has the value that NumPy computes', t => {
  // From the published constants, written in NumPy: -0.5053149917022333.
  const { loss } = problemOf(hartmann6())
  const middle = Object.fromEntries([1, 2, 3, 4, 5, 6].map(j => [`x${j}`, 0.5]))
  t.is(loss(middle).toFixed(6), '-0.505315')
})
