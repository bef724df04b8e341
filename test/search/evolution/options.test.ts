import test from 'ava'
import { differentialEvolution, evolutionStrategy, firefly, genetic, particleSwarm } from '#src/search/index.js'
import { populationFor } from '#src/search/population-size.js'

test('a population is as large as usual, but small enough for 20 generations, and 10 at least', t => {
  t.is(populationFor(40, {}), 40)
  t.is(populationFor(40, { trials: 500 }), 25)
  t.is(populationFor(40, { distinct: 1000 }), 40)
  t.is(populationFor(40, { trials: 60 }), 10)
})

test('options out of range are refused by name', t => {
  const refused = (make: () => unknown, message: string): void => {
    t.throws(make, { code: 'InvalidAgent', message })
  }
  refused(() => genetic({ population: 1 }), 'genetic: expected a whole number of at least 2 for `population`, got 1')
  const de = differentialEvolution
  refused(
    () => de({ population: 3 }),
    'differentialEvolution: expected a whole number of at least 4 for `population`, got 3',
  )
  refused(() => de({ F: [0.9, 0.5] }), 'differentialEvolution: expected a number in [0.9, 2] for `F`, got 0.5')
  refused(() => de({ CR: 1.1 }), 'differentialEvolution: expected a number in [0, 1] for `CR`, got 1.1')
  refused(
    () => de({ mutation: 'rand/2' as never }),
    'differentialEvolution: expected one of rand/1, best/1, current-to-best/1 for `mutation`, got "rand/2"',
  )
  refused(
    () => particleSwarm({ topology: 'star' as never }),
    'particleSwarm: expected one of ring, global for `topology`, got "star"',
  )
  refused(() => firefly({ gamma: -1 }), 'firefly: expected a number of at least 0 for `gamma`, got -1')
  refused(() => evolutionStrategy({ rho: 9 }), 'evolutionStrategy: expected a number in [1, 5] for `rho`, got 9')
  refused(
    () => evolutionStrategy({ mu: 9, lambda: 5, selection: 'comma' }),
    'evolutionStrategy: expected a whole number of at least 9 for `lambda`, got 5',
  )
})
