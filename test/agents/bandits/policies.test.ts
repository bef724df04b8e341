import test from 'ava'
import {
  discountedUcb,
  exp3,
  linearThompson,
  linUcb,
  lucb,
  sequentialHalving,
  slidingWindowUcb,
  ucb1,
} from '#src/agents/index.js'
import { makeRng } from '#src/index.js'
import { coin, type Game, play } from './game.js'

test('EXP3 stays within its bound against the best single arm, on rewards set to fool whoever trusts means', t => {
  // The best arm changes places with the others in ever longer stretches.
  const [count, pulls] = [5, 10_000]
  const chance = (j: number, n: number): number => (j === Math.floor(Math.log2(n + 1)) % count ? 0.9 : 0.2)
  const arms = Array.from(
    { length: count },
    (_, j): Game['arms'][number] =>
      (rng, n) =>
        coin(chance(j, n))(rng),
  )
  // Auer et al. 2002, corollary 3.2: gamma = sqrt(K ln K / ((e - 1) g)), g = n.
  const gamma = Math.sqrt((count * Math.log(count)) / ((Math.E - 1) * pulls))
  const totals = Array.from({ length: count }, (_, j) =>
    Array.from({ length: pulls }, (_, n) => chance(j, n)).reduce((sum, mean) => sum + mean, 0),
  )
  let got = 0
  for (let seed = 0; seed < 10; seed++)
    for (const [n, j] of play(exp3({ gamma }), { arms, pulls, seed }).entries()) got += chance(j, n) / 10
  const regret = Math.max(...totals) - got
  t.log(`regret ${regret.toFixed(0)}, bound ${(2.63 * Math.sqrt(pulls * count * Math.log(count))).toFixed(0)}`)
  t.true(regret <= 2.63 * Math.sqrt(pulls * count * Math.log(count)), `${regret}`)
})

test('EXP3 comes to the best arm', t => {
  const pulled = play(exp3({ gamma: 0.1 }), { arms: [0.2, 0.8, 0.2].map(coin), pulls: 3000, seed: 1 })
  t.true(pulled.slice(-1000).filter(j => j === 1).length > 800)
})

for (const [name, factory] of [
  ['sliding-window UCB', slidingWindowUcb({ window: 1213 })],
  ['discounted UCB', discountedUcb({ discount: 0.9975 })],
] as const)
  test(`where the arms change, ${name} loses less than UCB1, which trusts what is old`, t => {
    // Garivier & Moulines 2011, section 5, with the window and the discount that they advise for 10,000 pulls.
    const means = (n: number): readonly number[] => [0.5, 0.3, n >= 3000 && n < 5000 ? 0.9 : 0.4]
    const arms = [0, 1, 2].map(
      (j): Game['arms'][number] =>
        (rng, n) =>
          coin(means(n)[j] as number)(rng),
    )
    const lost = (policy: typeof factory): number => {
      let sum = 0
      for (let seed = 0; seed < 10; seed++)
        for (const [n, j] of play(policy, { arms, pulls: 10_000, seed }).entries())
          sum += (Math.max(...means(n)) - (means(n)[j] as number)) / 10
      return sum
    }
    const [own, plain] = [lost(factory), lost(ucb1())]
    t.log(`regret ${own.toFixed(0)}, of UCB1 ${plain.toFixed(0)}`)
    t.true(own < 0.7 * plain, `${own} against ${plain}`)
  })

test('the window holds what is within it alone', t => {
  // Arm 0 is good for 50 pulls and then bad; with a window of 20 it is forgotten soon.
  const arms: Game['arms'] = [(_, n) => (n < 50 ? 1 : 0), () => 0.5]
  const pulled = play(slidingWindowUcb({ window: 20, exploration: 0.1 }), { arms, pulls: 200, seed: 1 })
  t.true(pulled.slice(100).filter(j => j === 1).length > 85)
})

const d = 4
const theta = [0.5, -0.3, 0.2, 0.1]
const draw = makeRng('features')
const many = Array.from({ length: 200 }, () => Float64Array.from({ length: d }, () => draw.next() - 0.5))
const value = (x: Float64Array): number => 0.5 + theta.reduce((sum, weight, i) => sum + weight * (x[i] as number), 0)

for (const [name, factory] of [
  ['LinUCB', linUcb()],
  ['linear Thompson sampling', linearThompson()],
] as const) {
  test(`${name} learns of 200 arms by pulling few: it loses far less than UCB1`, t => {
    const best = Math.max(...many.map(value))
    const arms = many.map(x => coin(value(x)))
    const lost = (policy: typeof factory): number => {
      let sum = 0
      for (let seed = 0; seed < 5; seed++)
        for (const j of play(policy, { arms, pulls: 1000, seed, features: arm => many[arm] as Float64Array }))
          sum += (best - value(many[j] as Float64Array)) / 5
      return sum
    }
    const [own, plain] = [lost(factory), lost(ucb1())]
    t.log(`regret ${own.toFixed(0)}, of UCB1 ${plain.toFixed(0)}`)
    t.true(own < 0.5 * plain, `${own} against ${plain}`)
  })

  test(`${name} tells by the context which arm is the best`, t => {
    // The first arm pays in the context 1, the second in the context -1.
    const contexts = Array.from({ length: 600 }, (_, n) => (makeRng(n).next() < 0.5 ? 1 : -1))
    const arms = [1, -1].map(
      (side): Game['arms'][number] =>
        (rng, n) =>
          coin(contexts[n] === side ? 0.9 : 0.1)(rng),
    )
    const pulled = play(factory, {
      arms,
      pulls: 600,
      seed: 1,
      observation: n => Float32Array.of(contexts[n] as number),
      features: (arm, [context]) =>
        Float64Array.from([0, 1].flatMap(j => (j === arm ? [1, context as number] : [0, 0]))),
    })
    const right = pulled.slice(100).filter((j, i) => contexts[i + 100] === [1, -1][j]).length
    t.true(right > 450, `${right} of 500`)
  })
}

test('options out of range are named', t => {
  for (const [make, option] of [
    [() => exp3({ gamma: 0 }), 'gamma'],
    [() => slidingWindowUcb({ window: 0 }), 'window'],
    [() => discountedUcb({ discount: 1 }), 'discount'],
    [() => linUcb({ alpha: -1 }), 'alpha'],
    [() => linearThompson({ v: 0 }), 'v'],
    [() => lucb({ delta: 1 }), 'delta'],
    [() => sequentialHalving({ pulls: 1.5 }), 'pulls'],
  ] as const)
    t.throws(make, { code: 'InvalidAgent', message: new RegExp(`expected ${option} `) })
})
