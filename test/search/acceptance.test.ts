import test from 'ava'
import { makeRng } from '#src/core/index.js'
import { generalisedAcceptance, isAccepted, metropolis, spreadOf } from '#src/search/acceptance.js'

test("Metropolis' rule accepts what is worse by the temperature with probability 1 / e", t => {
  t.is(metropolis(2)(2), Math.exp(-1))
  t.is(metropolis(0)(1), 0)
})

test('the generalised rule has the values of its formula, accepts nothing beyond its cut-off, and is that of Metropolis for 1', t => {
  // (1 - 6 d / T)^(1/6), as in SciPy's dual_annealing with its acceptance parameter of -5.
  t.is(generalisedAcceptance(-5, 12)(1), 0.5 ** (1 / 6))
  t.is(generalisedAcceptance(-5, 12)(2), 0)
  t.is(generalisedAcceptance(-5, 0)(1), 0)
  t.is(generalisedAcceptance(1, 2)(3), metropolis(2)(3))
  t.true(Math.abs(generalisedAcceptance(1 - 1e-6, 2)(3) - metropolis(2)(3)) < 1e-5)
})

test('what failed is never gone to, what is infeasible only where it is no worse, what is better always', t => {
  const rng = makeRng(1)
  const always = () => 1
  const [good, bad] = [
    { losses: [1], violation: 0 },
    { losses: [2], violation: 0 },
  ]
  const goes = (next: Parameters<typeof isAccepted>[0], place: Parameters<typeof isAccepted>[0], acceptance = always) =>
    isAccepted(next, place, acceptance, rng)
  t.true(goes(good, bad, () => 0) && goes(good, good, () => 0) && goes(bad, good))
  t.false(goes(bad, good, () => 0))
  t.false(goes({ losses: null, violation: 0 }, bad))
  t.false(goes({ losses: [0], violation: 1 }, bad))
  t.true(goes({ losses: [9], violation: 1 }, { losses: [0], violation: 2 }))
})

test('the spread of losses is that from the best to the median', t => {
  t.is(spreadOf([7, 1, 3]), 2)
  t.is(spreadOf([7]), 0)
})
