import test from 'ava'
import { logGamma } from '#src/numeric/index.js'

test('the logarithm of the gamma function has the values that SciPy computes', t => {
  // scipy.special.gammaln, 1.17.1
  for (const [x, expected] of [
    [0.1172839506, 2.086173258470191],
    [0.5, 0.5723649429247],
    [1, 0],
    [1.5, -0.12078223763524526],
    [3.7, 1.428072326665388],
    [10, 12.801827480081469],
    [100.5, 361.43554046777757],
  ] as const)
    t.true(Math.abs(logGamma(x) - expected) < 1e-11, `${x}: ${logGamma(x)}`)
})
