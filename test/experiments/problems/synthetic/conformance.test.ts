import test from 'ava'
import fc from 'fast-check'
import { isLeft, isRight } from '#src/core/fp.js'
import { type Config, makeRng, orThrow } from '#src/core/index.js'
import { type Problem, type SyntheticSpec, syntheticProblem, syntheticProblems } from '#src/experiments/index.js'
import { trueLosses } from '#src/experiments/problems/losses.js'
import { defineGoals } from '#src/goals/index.js'
import { dominates, type Point } from '#src/pareto/index.js'

/** Every problem as it is by default, and what else its family can be. */
const specs: readonly SyntheticSpec[] = [
  ...syntheticProblems.map(synthetic => ({ synthetic, ...(synthetic === 'bbob' && { function: 1 }) }) as SyntheticSpec),
  ...Array.from({ length: 23 }, (_, i) => ({
    synthetic: 'bbob' as const,
    function: i + 2,
    instance: 3,
    dimensions: 3,
  })),
  ...syntheticProblems
    .filter(name => /^(dtlz|wfg|c[12])/.test(name))
    .flatMap(synthetic => {
      const wanted = synthetic.startsWith('wfg') ? [3, 5] : [2, 5]
      return wanted.map(objectives => ({ synthetic, objectives }) as SyntheticSpec)
    }),
  { synthetic: 'ackley', dimensions: 4, variant: 'categorical' },
  { synthetic: 'rosenbrock', dimensions: 3, variant: 'integer' },
  { synthetic: 'nk', parameters: 3, ruggedness: 2, failing: 0.4, seed: 5 },
  { synthetic: 'nk', parameters: 1 },
  { synthetic: 'arms', rewards: 'gaussian', means: [-1, 2, 0.5], sigma: 0.5 },
  { synthetic: 'zdt1', noise: 0.1 },
  { synthetic: 'osy', noise: 5, noiseModel: 'additive' },
]

const samples = (runs: number, { space }: Problem, check: (config: Config) => void): void =>
  fc.assert(
    fc.property(fc.integer(), seed => check(space.sample(makeRng(seed)))),
    { numRuns: runs },
  )

const profileOf = ({ profiler }: Problem, config: Config) =>
  profiler.profileSync?.(config, { fidelity: 1, seed: 1, report: () => 'continue' })
const shifted = (point: Point, by: number): Point => point.map(loss => loss + by)

for (const spec of specs) {
  const problem = syntheticProblem(spec)
  const { name, profiler, objectives, constraints = {} } = problem
  const goals = orThrow(defineGoals({ objectives, constraints }, profiler.metrics))

  test(`${name}: what is sampled is measured, by every metric and twice alike, or fails as a failure`, t => {
    let failures = 0
    samples(50, problem, config => {
      const profiled = profileOf(problem, config)
      if (profiled === undefined || isLeft(profiled)) {
        failures++
        return
      }
      const outcome = goals.judge(profiled.right)
      if (outcome._tag !== 'Measured') throw new Error(`${outcome.failure.message} of ${JSON.stringify(config)}`)
      if (!outcome.losses.every(Number.isFinite)) throw new Error(`losses ${outcome.losses}`)
      if (!profiler.metrics.every(metric => Number.isFinite(profiled.right.metrics[metric.name])))
        throw new Error(`metrics ${JSON.stringify(profiled.right.metrics)}`)
      t.deepEqual(profileOf(problem, config), profiled)
    })
    t.true(failures === 0 || spec.synthetic === 'nk', `${failures} failures`)
  })

  if (problem.optimum !== undefined)
    test(`${name}: no sample is below the optimum`, t => {
      const losses = trueLosses(problem)
      samples(100, problem, config => {
        const [loss = Number.NaN] = losses(config)
        if (loss < (problem.optimum as number) - 1e-6) throw new Error(`${loss} at ${JSON.stringify(config)}`)
      })
      t.pass()
    })

  const { population, front, reference } = problem
  if (population)
    test(`${name}: the population has a row for each configuration, and the least is the optimum`, t => {
      const losses = trueLosses(problem)
      const rows = [...problem.space.enumerate()]
      t.is(rows.length, population.losses.length)
      t.is(rows.length, population.costsMs.length)
      for (const [row, config] of rows.entries()) {
        const profiled = profileOf(problem, config)
        const cost = profiled && (isRight(profiled) ? profiled.right.costMs : profiled.left.costMs)
        t.deepEqual([losses(config)[0], cost], [population.losses[row], population.costsMs[row]])
      }
      t.is(Math.min(...population.losses.filter(Number.isFinite)), problem.optimum as number)
    })

  if (reference)
    test(`${name}: the front is better than the reference, none of its points dominates another, and no sample any`, t => {
      const points = front ?? []
      t.is(reference.length, goals.names.length)
      for (const point of points) {
        t.true(
          point.every((loss, m) => loss < (reference[m] as number)),
          `${point} against ${reference}`,
        )
        t.false(points.some(other => dominates(shifted(other, 1e-8), point)))
      }
      samples(300, problem, config => {
        const profiled = profileOf(problem, config)
        const outcome = profiled && isRight(profiled) ? goals.judge(profiled.right) : undefined
        if (outcome?._tag !== 'Measured' || !outcome.feasible || problem.truth) return
        const found = shifted(outcome.losses, 1e-8)
        if (points.some(point => dominates(found, point))) throw new Error(`${found} dominates the front`)
      })
    })
}
