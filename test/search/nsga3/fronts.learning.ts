import test from 'ava'
import { median } from '#src/numeric/index.js'
import { moead, nsga3 } from '#src/search/index.js'
import { directedProblems, distanceOf } from '../../problems/directed.js'

// As fronts.test.ts, for problems that take longer: the median of five seeds, bounds and figures of 11 seeds.
const cases = [
  ['dtlz1', nsga3(), 0.00688], // pymoo .00094, ours .00153
  ['dtlz1', moead({ method: 'pbi' }), 0.00688], // ours .00130
  ['dtlz2', moead({ method: 'pbi' }), 0.001645], // ours .00078
  ['c1dtlz1', nsga3(), 0.02552], // pymoo .0108, ours .0086
  ['c1dtlz1', moead({ method: 'pbi' }), 0.02552], // ours .0118
] as const

for (const [name, factory, worst] of cases) {
  test(`${factory.agentName} comes as near to the front of ${name} as a public reference implementation at its worst`, async t => {
    const distances: number[] = []
    for (const seed of [1, 2, 3, 4, 5]) distances.push(await distanceOf(factory, directedProblems[name], seed))
    t.true(median(distances) < worst, distances.join(', '))
  })
}
