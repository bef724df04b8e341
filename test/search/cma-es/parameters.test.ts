import test from 'ava'
import { parametersOf, populationOf } from '#src/search/cma-es/parameters.js'

const near = (a: number, b: number, tolerance = 1e-8): boolean => Math.abs(a - b) <= tolerance

// What pycma 4.5 (`es.sp`, the 2023 formula of cMu) and for cSigma and dSigma, where pycma has a newer formula, cmaes 0.13.1 compute.
const reference = {
  2: {
    lambda: 6,
    muEff: 2.0286114646100617,
    c1: 0.1548153998964136,
    cMu: 0.08559277942666424,
    cC: 0.6245545390268264,
    cSigma: 0.44620498737831715,
    dSigma: 1.4462049873783172,
    chiN: 1.254272742818995,
    weights: [0.63704257, 0.28457026, 0.07838717, -0.28638378, -0.76495809, -1.15598178],
  },
  10: {
    lambda: 10,
    muEff: 3.1672992814107017,
    c1: 0.015283824524751714,
    cMu: 0.02355177665041747,
    cC: 0.29499038303562225,
    cSigma: 0.2844285879463675,
    dSigma: 1.2844285879463675,
    chiN: 3.0847265651690123,
    weights: [
      0.45627265, 0.2707531, 0.16223112, 0.08523355, 0.02550959, -0.08001261, -0.22176416, -0.34455494, -0.45286409,
      -0.54974992,
    ],
  },
  20: {
    lambda: 12,
    muEff: 3.729458934303067,
    c1: 0.004372354435160246,
    cMu: 0.009216561776274352,
    cC: 0.17176721127681213,
    cSigma: 0.19942801385173584,
    dSigma: 1.199428013851736,
    chiN: 4.416766652699585,
    weights: [
      0.40240294, 0.25338908, 0.16622156, 0.10437523, 0.05640348, 0.01720771, -0.05018714, -0.14061679, -0.2203814,
      -0.29173327, -0.35627889, -0.41520442,
    ],
  },
} as const

for (const [n, { weights, ...expected }] of Object.entries(reference)) {
  test(`in ${n} dimensions population, weights and learning rates are those of the reference implementations`, t => {
    t.is(populationOf(Number(n)), expected.lambda)
    const parameters = parametersOf(Number(n), expected.lambda)
    for (const [name, value] of Object.entries(expected)) {
      t.true(near(parameters[name as keyof typeof expected], value), name)
    }
    weights.forEach((weight, i) => {
      t.true(near(parameters.weights[i] as number, weight), `weight ${i}`)
    })
  })
}

test('weights fall, the positive ones sum to 1, and no population makes the covariance matrix lose its definiteness', t => {
  for (const n of [1, 2, 7, 40]) {
    for (const lambda of [2, 3, 5, 12, 100, 5000]) {
      for (const diagonal of [false, true]) {
        const { weights, mu, c1, cMu } = parametersOf(n, lambda, diagonal)
        t.true(weights.every((weight, i) => i === 0 || weight <= (weights[i - 1] as number)))
        t.true(
          near(
            weights.subarray(0, mu).reduce((sum, weight) => sum + weight, 0),
            1,
          ),
        )
        t.true(c1 > 0 && cMu > 0 && c1 + cMu <= 1)
        const negative = -weights.subarray(mu).reduce((sum, weight) => sum + weight, 0)
        t.true(n * cMu * negative <= 1 - c1 - cMu + 1e-12)
      }
    }
  }
})

test('the diagonal form learns (n + 2) / 3 times as fast', t => {
  const [full, diagonal] = [parametersOf(10, 10), parametersOf(10, 10, true)]
  t.true(near(diagonal.c1 / full.c1, 4))
  t.true(near(diagonal.cMu / full.cMu, 4))
})
