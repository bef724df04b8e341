import test from 'ava'
import fc from 'fast-check'
import { constrainedDominates, dominates } from '#src/pareto/index.js'
import { pointPair } from './points.js'

test('a point dominates another when it is nowhere worse and somewhere better', t => {
  t.true(dominates([1, 2], [1, 3]))
  t.false(dominates([1, 3], [1, 2]))
  t.false(dominates([1, 2], [1, 2]))
  t.false(dominates([0, 3], [1, 2]))
})

test('dominance is irreflexive and asymmetric, and agrees with its definition', t => {
  fc.assert(
    fc.property(pointPair, ([a, b]) => {
      const definition = a.every((x, i) => x <= (b[i] as number)) && a.some((x, i) => x < (b[i] as number))
      return dominates(a, b) === definition && !dominates(a, a) && !(dominates(a, b) && dominates(b, a))
    }),
  )
  t.pass()
})

test('feasible beats infeasible, a small violation beats a large one, and losses decide between the feasible', t => {
  t.true(constrainedDominates([9, 9], 0, [1, 1], 0.1))
  t.false(constrainedDominates([1, 1], 0.1, [9, 9], 0))
  t.true(constrainedDominates([9, 9], 0.1, [1, 1], 0.2))
  t.false(constrainedDominates([1, 1], 0.2, [9, 9], 0.2))
  t.true(constrainedDominates([1, 1], 0, [1, 2], 0))
})
