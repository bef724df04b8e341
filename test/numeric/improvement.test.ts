import test from 'ava'
import fc from 'fast-check'
import { makeRng } from '#src/core/index.js'
import { bootstrapInterval, improvementInterval, probabilityOfImprovement, varghaDelaney } from '#src/numeric/index.js'
import { isNear } from './near.js'

const some = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 12 })

test('A12 is the part of all pairs in which the first is above, equal ones counted half', t => {
  // 6 pairs: 3 above 1, 2; 3 equal to 3; 5 above all three.
  t.is(varghaDelaney([3, 5], [1, 2, 3]), 5.5 / 6)
  t.is(varghaDelaney([1, 1], [1, 1, 1]), 0.5)
  t.is(varghaDelaney([9], [1]), 1)
  t.is(varghaDelaney([], [1]), Number.NaN)
  t.is(varghaDelaney([1], []), Number.NaN)
  fc.assert(
    fc.property(some, some, (a, b) => {
      const pairs = a.flatMap(x => b.map(y => (Math.sign(x - y) + 1) / 2))
      const counted = pairs.reduce((sum, each) => sum + each, 0) / pairs.length
      t.true(isNear(varghaDelaney(a, b), counted, 1e-12))
      t.true(isNear(varghaDelaney(a, b) + varghaDelaney(b, a), 1, 1e-12))
    }),
  )
})

test('the probability of improvement is the mean over problems, whatever their scales', t => {
  const a = [
    [1, 2],
    [100, 300],
  ]
  const b = [
    [0, 0],
    [200, 200],
  ]
  t.is(probabilityOfImprovement(a, b), (1 + 0.5) / 2)
  t.is(probabilityOfImprovement(b, a), (0 + 0.5) / 2)
})

test('its interval is the stratified bootstrap of it, to the last draw', t => {
  fc.assert(
    fc.property(fc.array(fc.tuple(some, some), { minLength: 1, maxLength: 4 }), fc.integer(), (strata, seed) => {
      const [a, b] = [strata.map(([runs]) => runs), strata.map(([, runs]) => runs)]
      const plain = bootstrapInterval(
        strata.flat(),
        groups =>
          probabilityOfImprovement(
            groups.filter((_, g) => g % 2 === 0),
            groups.filter((_, g) => g % 2 === 1),
          ),
        makeRng(seed),
        { resamples: 40 },
      )
      const fast = improvementInterval(a, b, makeRng(seed), { resamples: 40 })
      t.true(isNear(fast.low, plain.low, 1e-12) && isNear(fast.high, plain.high, 1e-12))
    }),
    { numRuns: 50 },
  )
})

test('the interval covers the true probability about as often as asked', t => {
  // A normal with mean 0.5 against one with mean 0: Phi(0.5 / sqrt 2) on every problem.
  const truth = 0.6381631950841185
  const rng = makeRng('improvement')
  const runs = 200
  let covered = 0
  for (let i = 0; i < runs; i++) {
    const sample = (center: number): number[][] =>
      Array.from({ length: 5 }, () => Array.from({ length: 20 }, () => rng.normal(center)))
    const { low, high } = improvementInterval(sample(0.5), sample(0), rng, { resamples: 200 })
    if (low <= truth && truth <= high) covered++
  }
  // Five standard errors about the level; 200 resamples leave the ends of an interval themselves uncertain.
  t.true(Math.abs(covered / runs - 0.95) < 5 * Math.sqrt((0.95 * 0.05) / runs), String(covered / runs))
})
