// How near strategies come to the optimum of the classics of docs/problems.md, all parameters real, every second one an
// integer, or every second one a choice: the median over seeds of the gap between the best and the optimum, at each number of evaluations.
//   npm run bench:functions -- [--json] [--seeds 10] [--evaluations 100,200] [--only TPE,random] [--peer PYTHON]
// PYTHON is an interpreter with `pip install optuna`: then its TPE runs on the same functions.
import { parseArgs } from 'node:util'
import type { AgentFactory } from '#src/agents/index.js'
import { median } from '#src/numeric/index.js'
import { contextFor, loop, measured } from '../test/agents/loop.js'
import { type TestFunction, testFunctions } from '../test/problems/functions.js'
import { optuna } from './peers/asked.js'
import { strategies } from './search/strategies.js'

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    seeds: { type: 'string', default: '10' },
    evaluations: { type: 'string', default: '100,200' },
    only: { type: 'string' },
    functions: { type: 'string', default: '^(branin 2|hartmann 6|(sphere|rosenbrock|rastrigin|ackley) 5) ' },
    peer: { type: 'string' },
  },
})
const marks = options.evaluations.split(',').map(Number)
const seeds = Number(options.seeds)
const wanted = options.only?.toLowerCase().split(',')

const { peer } = options
const entrants: Readonly<Record<string, () => AgentFactory>> = {
  ...Object.fromEntries(
    Object.entries(strategies)
      .filter(([name, { objectives = 1 }]) => objectives === 1 && (wanted?.includes(name.toLowerCase()) ?? true))
      .map(([name, { factory }]) => [name, factory]),
  ),
  ...(peer !== undefined && { 'Optuna TPE': () => optuna(peer, 'TPESampler') }),
}

/** The gap at each mark. */
const run = async (factory: AgentFactory, { space, optimum, loss }: TestFunction, seed: number): Promise<number[]> => {
  const trials = Math.max(...marks)
  const gaps: number[] = []
  const { agent } = await loop(factory, { ...contextFor(space, seed, 1), budget: { trials } }, trials, config => {
    const value = loss(config)
    gaps.push(Math.min(gaps.at(-1) ?? Number.POSITIVE_INFINITY, value - optimum))
    return { outcome: measured([value]) }
  })
  await agent.close?.()
  return marks.map(mark => gaps[Math.min(mark, gaps.length) - 1] as number)
}

const rows: { readonly function: string; readonly medians: Readonly<Record<string, readonly number[]>> }[] = []
if (!options.json) {
  console.log(`median gap of ${seeds} seeds after ${marks.join(', ')} evaluations`)
  console.log(
    ''.padEnd(26) +
      Object.keys(entrants)
        .map(name => name.padStart(11 * marks.length))
        .join(''),
  )
}
for (const [name, problem] of testFunctions()) {
  if (!new RegExp(options.functions).test(`${name} `)) continue
  const medians: Record<string, readonly number[]> = {}
  for (const [entrant, make] of Object.entries(entrants)) {
    const runs: number[][] = []
    for (let seed = 1; seed <= seeds; seed++) runs.push(await run(make(), problem, seed))
    medians[entrant] = marks.map((_, i) => median(runs.map(gaps => gaps[i] as number)))
  }
  rows.push({ function: name, medians })
  const shown = Object.values(medians)
    .flat()
    .map(gap => gap.toExponential(1).padStart(11))
    .join('')
  if (!options.json) console.log(name.padEnd(26) + shown)
}
if (options.json) console.log(JSON.stringify({ marks, seeds, rows }))
