import test from 'ava'
import fc from 'fast-check'
import { asha, bohb, hyperband, successiveHalving } from '#src/search/index.js'
import { fidelitiesOf } from '#src/search/multi-fidelity/fidelities.js'
import { bracketsOf } from '#src/search/multi-fidelity/hyperband.js'

test('for R = 81 and eta = 3 the brackets are those of the paper', t => {
  // Li et al. 2018, table 1: n_i and r_i for s = 4, 3, 2, 1, 0.
  const table = [
    [
      [81, 1],
      [27, 3],
      [9, 9],
      [3, 27],
      [1, 81],
    ],
    [
      [27, 3],
      [9, 9],
      [3, 27],
      [1, 81],
    ],
    [
      [9, 9],
      [3, 27],
      [1, 81],
    ],
    [
      [6, 27],
      [2, 81],
    ],
    [[5, 81]],
  ]
  const brackets = bracketsOf(fidelitiesOf('hyperband', { minFidelity: 1 / 81, eta: 3 }), 3)
  t.deepEqual(
    brackets.map(bracket => bracket.map(({ size, fidelity }) => [size, Math.round(81 * fidelity)])),
    table,
  )
})

test('fidelities go down from 1 by eta, to the minimum and not below', t => {
  t.deepEqual(fidelitiesOf('asha', { minFidelity: 0.1, eta: 4 }), [1 / 4, 1])
  t.deepEqual(fidelitiesOf('asha', { minFidelity: 1, eta: 4 }), [1])
  const property = fc.property(
    fc.double({ min: 1e-6, max: 1, noNaN: true }),
    fc.double({ min: 2, max: 10, noNaN: true }),
    (minFidelity, eta) => {
      const fidelities = fidelitiesOf('asha', { minFidelity, eta })
      const lowest = fidelities[0] as number
      return fidelities.at(-1) === 1 && lowest >= minFidelity * (1 - 1e-6) && lowest / eta < minFidelity * (1 + 1e-6)
    },
  )
  t.notThrows(() => fc.assert(property))
})

test('each bracket costs at most (s_max + 1) full measurements and a bit, and each rung is at most the part 1 / eta of the one below', t => {
  const property = fc.property(
    fc.double({ min: 1e-4, max: 1, noNaN: true }),
    fc.integer({ min: 2, max: 5 }),
    (minFidelity, eta) => {
      const fidelities = fidelitiesOf('hyperband', { minFidelity, eta })
      return bracketsOf(fidelities, eta).every(bracket => {
        const cost = bracket.reduce((sum, { size, fidelity }) => sum + size * fidelity, 0)
        const isThinned = bracket.every(({ size }, i) => i === 0 || size <= (bracket[i - 1]?.size as number) / eta)
        return isThinned && cost <= fidelities.length * (1 + 1e-9)
      })
    },
  )
  t.notThrows(() => fc.assert(property))
})

test('options out of range are refused with one sentence', t => {
  t.throws(() => hyperband({ eta: 1 }), {
    code: 'InvalidAgent',
    message: 'hyperband: expected a number of at least 2 for `eta`, got 1',
  })
  t.throws(() => asha({ minFidelity: 0 }), {
    message: 'asha: expected a number in [0.000001, 1] for `minFidelity`, got 0',
  })
  t.throws(() => successiveHalving({ configurations: 0.5 }), {
    message: /^successiveHalving: .*`configurations`, got 0.5/,
  })
  t.throws(() => bohb({ randomFraction: 2 }), { message: /^bohb: .*`randomFraction`, got 2/ })
  t.throws(() => bohb({ prior: 0 }), { message: /^bohb: .*`prior`, got 0/ })
})
