import test from 'ava'
import { median } from '#src/numeric/index.js'
import { cmaEs } from '#src/search/index.js'
import { testFunction } from '../../problems/functions.js'
import { evaluationsTo } from '../../problems/reach.js'

const evaluationsOf = async (name: string, target: number, most: number, seeds: readonly number[]): Promise<number> => {
  const problem = testFunction(name)
  const runs = await Promise.all(seeds.map(seed => evaluationsTo(cmaEs(), problem, [target], most, seed)))
  return median(runs.map(([evaluations]) => evaluations ?? Number.POSITIVE_INFINITY))
}

// pycma 4.5.0 with the same start, step size, population and restarts (BIPOP), medians of 11 seeds:
//   npm run bench:convergence -- --only CMA-ES --functions 'sphere 20,rosenbrock 20' --peer PYTHON
const reference = { 'sphere 20 real': 3134, 'rosenbrock 20 real': 17_776 }

for (const [name, expected] of Object.entries(reference)) {
  test(`${name}: 1e-9 is reached in as many evaluations as pycma takes, give or take 20%`, async t => {
    // Ours, of 11 seeds: 3244 and 19,388.
    const ours = await evaluationsOf(name, 1e-9, 40_000, [1, 2, 3])
    t.true(Math.abs(ours / expected - 1) < 0.2, String(ours))
  })
}

test('with every second coordinate on a grid it still reaches 1e-9 with every seed', async t => {
  // Of 7 seeds all did, within a median of 706 and 1569 evaluations.
  for (const name of ['sphere 5 integer', 'ackley 5 integer']) {
    const all = await Promise.all([1, 2, 3].map(seed => evaluationsOf(name, 1e-9, 5000, [seed])))
    t.true(all.every(Number.isFinite), `${name}: ${all}`)
  }
})
