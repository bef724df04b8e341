import test from 'ava'
import { igd, igdPlus } from '#src/pareto/index.js'

const front = [
  [0, 10],
  [1, 6],
  [2, 2],
  [6, 1],
  [10, 0],
]

// Ishibuchi et al. 2015, example 1: A dominates B, IGD prefers B nevertheless, IGD+ does not.
const a = [
  [2, 4],
  [3, 3],
  [4, 2],
]
const b = [
  [2, 8],
  [4, 4],
  [8, 2],
]

test('IGD is the mean distance from the reference front to the nearest point', t => {
  const d = Math.hypot
  t.is(igd(a, front), (d(2, 6) + d(1, 2) + d(1, 1) + d(2, 1) + d(6, 2)) / 5)
  t.is(igd(front, front), 0)
  t.is(igd([], front), Infinity)
})

test('IGD prefers a dominated set in the example where IGD+ prefers the set that dominates it', t => {
  t.true(igd(a, front) > igd(b, front))
  t.true(igdPlus(a, front) < igdPlus(b, front))
})

test('IGD+ counts only what a point is worse by', t => {
  // (2, 4) is worse than (0, 10) by (2, 0) and than (1, 6) by (1, 0); (3, 3) is worse than (2, 2) by (1, 1); then by symmetry.
  t.is(igdPlus(a, front), (2 + 1 + Math.SQRT2 + 1 + 2) / 5)
})
