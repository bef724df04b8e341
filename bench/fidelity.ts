// How near strategies that ask for parts of measurements come to the optimum of made-up learning curves, of stochastic counting ones
// (test/problems/learning-curves.ts) and of recorded trainings, at the cost of so many full trials: the median gap over seeds as a part of random
// search's, with a 95% bootstrap interval; and the geometric mean of that over problems. BOHB stands there once for each of some priors.
//   npm run bench:fidelity -- [--json] [--seeds 100] [--first 1001] [--full-trials 20,60] [--only "random,bohb 3"] [--problems '^crossing']
//                             [--lcbench ../shared/yahpo/lcbench]
// The folder of --lcbench holds YAHPO Gym's surrogate of LCBench (model.onnx and encoding.json): three of its tasks then join.
import { parseArgs } from 'node:util'
import type { AgentFactory } from '#src/agents/index.js'
import { makeRng } from '#src/core/index.js'
import { bootstrapInterval, median } from '#src/numeric/index.js'
import { asha, bohb, hyperband, random, successiveHalving } from '#src/search/index.js'
import { countingOnes, type FidelityProblem, learningCurves } from '../test/problems/learning-curves.js'
import { gapsAtCosts } from '../test/problems/reach.js'

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    seeds: { type: 'string', default: '100' },
    first: { type: 'string', default: '1001' },
    'full-trials': { type: 'string', default: '20,60' },
    only: { type: 'string' },
    problems: { type: 'string', default: '' },
    lcbench: { type: 'string' },
  },
})
const costs = options['full-trials'].split(',').map(Number)
const seeds = Array.from({ length: Number(options.seeds) }, (_, i) => Number(options.first) + i)

const factories: Readonly<Record<string, () => AgentFactory>> = {
  random,
  'successive halving': successiveHalving,
  Hyperband: hyperband,
  ASHA: asha,
  ...Object.fromEntries([0.3, 1, 3, 10, 30].map(prior => [`BOHB ${prior}`, () => bohb({ prior })])),
}
const wanted = options.only?.toLowerCase().split(',')
const entrants = Object.entries(factories).filter(
  ([name]) => name === 'random' || (wanted?.includes(name.toLowerCase()) ?? true),
)

const problems: Readonly<Record<string, FidelityProblem>> = {
  ...learningCurves,
  'counting ones': countingOnes,
  ...(options.lcbench !== undefined && (await (await import('./fidelity/lcbench.js')).lcbench(options.lcbench))),
}

const say = (line: string): void => {
  if (!options.json) console.log(line)
}
const shown = (name: string, cells: readonly string[]): string =>
  name.padEnd(26) + cells.map(cell => cell.padStart(22)).join('')

interface Row {
  readonly problem: string
  readonly fullTrials: number
  /** By entrant and seed. */
  readonly gaps: Readonly<Record<string, readonly number[]>>
}
const rows: Row[] = []

/** A ratio of medians, or the geometric mean of several: the gaps of an entrant and of random search, row after row. */
const partOf = (groups: readonly (readonly number[])[]): number => {
  let sum = 0
  for (let i = 0; i < groups.length; i += 2)
    sum += Math.log(median(groups[i] as number[]) / median(groups[i + 1] as number[]))
  return Math.exp((2 * sum) / groups.length)
}
const cellOf = (of: readonly Row[], entrant: string): string => {
  const groups = of.flatMap(({ gaps }) => [gaps[entrant] as number[], gaps.random as number[]])
  const { low, high } = bootstrapInterval(groups, partOf, makeRng(`${entrant}`), { resamples: 1000 })
  return `${partOf(groups).toFixed(2)} [${low.toFixed(2)}, ${high.toFixed(2)}]`
}

const others = entrants.map(([name]) => name).filter(name => name !== 'random')
say(`median gaps of ${seeds.length} seeds from ${seeds[0]} on, as parts of random search's`)
say(shown('problem, full trials', others))
for (const [problem, of] of Object.entries(problems)) {
  if (!new RegExp(options.problems).test(problem)) continue
  const gaps: Record<string, readonly number[][]> = {}
  for (const [name, make] of entrants) {
    const runs: number[][] = []
    for (const seed of seeds) runs.push(await gapsAtCosts(make(), of, costs, seed))
    gaps[name] = runs
  }
  for (const [i, fullTrials] of costs.entries()) {
    const row = {
      problem,
      fullTrials,
      gaps: Object.fromEntries(Object.entries(gaps).map(([name, runs]) => [name, runs.map(run => run[i] as number)])),
    }
    rows.push(row)
    say(
      shown(
        `${problem}, ${fullTrials}`,
        others.map(name => cellOf([row], name)),
      ),
    )
  }
}
for (const fullTrials of costs) {
  const of = rows.filter(row => row.fullTrials === fullTrials)
  say(
    shown(
      `all, ${fullTrials}`,
      others.map(name => cellOf(of, name)),
    ),
  )
}
if (options.json) console.log(JSON.stringify({ seeds, rows }))
