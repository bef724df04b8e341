import test from 'ava'
import { isRight } from '#src/core/fp.js'
import { type Config, ParetuneError } from '#src/core/index.js'
import { noisy, type Problem, syntheticProblem } from '#src/experiments/index.js'
import { minimize } from '#src/goals/index.js'
import { createStudy } from '#src/index.js'
import { mean, std } from '#src/numeric/index.js'
import { random } from '#src/search/index.js'

const metricOf = ({ profiler }: Problem, metric: string, config: Config, seed: number): number => {
  const profiled = profiler.profileSync?.(config, { fidelity: 1, seed, report: () => 'continue' })
  return profiled && isRight(profiled) ? (profiled.right.metrics[metric] as number) : Number.NaN
}
const plain = syntheticProblem({ synthetic: 'bnh' })
const config = { x1: 1, x2: 2 }
const seeds = Array.from({ length: 20_000 }, (_, seed) => seed)

test('the mean of many measurements is that without noise, and their spread is as asked for', t => {
  for (const [model, sigma, spread] of [
    ['multiplicative', 0.2, 20 * Math.sqrt(Math.exp(0.04) - 1)],
    ['additive', 3, 3],
  ] as const) {
    const problem = noisy(plain, { sigma, model })
    t.deepEqual(problem.truth(config), [20, 25])
    const values = seeds.map(seed => metricOf(problem, 'f1', config, seed))
    // Five standard errors.
    t.true(Math.abs(mean(values) - 20) < (5 * spread) / Math.sqrt(seeds.length), `${mean(values)}`)
    t.true(Math.abs(std(values) / spread - 1) < 0.05, `${std(values)}`)
  }
})

test('the noise follows from the two seeds; objectives have their own, and constraints none', t => {
  const problem = noisy(plain, { sigma: 0.1 })
  const at = (metric: string, trial: number, of = problem): number => metricOf(of, metric, config, trial)
  t.is(at('f1', 7), at('f1', 7))
  t.not(at('f1', 7), at('f1', 8))
  t.not(at('f1', 7), at('f1', 7, noisy(plain, { sigma: 0.1, seed: 1 })))
  t.not(at('f1', 7) / 20, at('f2', 7) / 25)
  t.is(at('g1', 7), at('g1', 7, plain as typeof problem))
})

test('a study of the same seed measures the same, a configuration measured twice not', async t => {
  const { space, profiler, objectives } = syntheticProblem({ synthetic: 'arms', arms: 3, rewards: 'gaussian' })
  const rewards = async (seed: number) => {
    const budget = { trials: 12 }
    const study = await createStudy({ space, profiler, objectives, agent: random({ repeat: true }), budget, seed })
    const { trials } = await study.run()
    await study.close()
    return trials.map(({ outcome }) => (outcome._tag === 'Measured' ? outcome.losses[0] : undefined))
  }
  t.deepEqual(await rewards(1), await rewards(1))
  t.notDeepEqual(await rewards(1), await rewards(2))
  t.is(new Set(await rewards(1)).size, 12)
})

test('what fails still fails', t => {
  const problem = syntheticProblem({ synthetic: 'nk', parameters: 3, failing: 0.4, noise: 0.1 })
  const rows = [...problem.space.enumerate()]
  const failing = rows.filter(row => Number.isNaN(metricOf(problem, 'timeMs', row, 1)))
  t.true(failing.length > 0)
  for (const row of failing) t.deepEqual(problem.truth?.(row), [Number.NaN])
})

test('an objective that is computed is refused', t => {
  const problem: Problem = { ...plain, objectives: { sum: minimize(profile => Number(profile.metrics.f1)) } }
  t.throws(() => noisy(problem, { sigma: 0.1 }), { instanceOf: ParetuneError, code: 'InvalidStudy' })
})

test('arms give their means in the long run', t => {
  const means = [0.1, 0.7]
  const problem = syntheticProblem({ synthetic: 'arms', means })
  for (const [arm, expected] of means.entries()) {
    const rewards = seeds.map(seed => metricOf(problem, 'reward', { arm }, seed))
    t.true(rewards.every(reward => reward === 0 || reward === 1))
    t.true(Math.abs(mean(rewards) - expected) < 5 * Math.sqrt((expected * (1 - expected)) / seeds.length))
    t.deepEqual(problem.truth?.({ arm }), [-expected])
  }
  t.is(problem.optimum, -0.7)
})
