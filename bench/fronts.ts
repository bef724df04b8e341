// How near strategies come to the Pareto fronts of ZDT1 to ZDT4, ZDT6 and DTLZ2 (3 objectives, 12 variables) with a population of
// 100: hypervolume (reference point 1.1 in each objective, more is better) and inverted generational distance (less is better) of
// the non-dominated part of the last population; median [quartiles] over seeds.
//   npm run bench:fronts -- [--json] [--seeds 11] [--evaluations 25000] [--only zdt1,dtlz2] [--strategies NSGA-II] [--peer PYTHON]
// Beside NSGA-II stand pymoo 0.6.2's figures, written down below. PYTHON is an interpreter with `pip install pymoo`: then its runs
// (bench/peers/fronts.py) are made anew.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { AgentFactory, AgentState } from '#src/agents/index.js'
import { quantile } from '#src/numeric/index.js'
import { front, hypervolume, igd, type Point } from '#src/pareto/index.js'
import { nsga2, smsEmoa } from '#src/search/index.js'
import { contextFor, loop } from '../test/agents/loop.js'
import { type FrontProblem, frontProblems } from '../test/problems/fronts.js'

interface Contestant {
  readonly factory: () => AgentFactory
  /** Its name in bench/peers/fronts.py, where it is there. */
  readonly peer?: string
}

/** What is compared. Every strategy for several objectives joins by one line; its saved state holds its population as `parents`. */
const strategies: Readonly<Record<string, Contestant>> = {
  'NSGA-II': { factory: nsga2, peer: 'nsga2' },
  'SMS-EMOA': { factory: smsEmoa, peer: 'sms-emoa' },
}

/** Medians of hypervolume and distance of pymoo 0.6.2, 11 seeds, population 100, 25,000 evaluations, all else at its defaults. */
const recorded: Readonly<Record<string, Readonly<Record<string, readonly [hypervolume: number, distance: number]>>>> = {
  nsga2: {
    zdt1: [0.8697, 0.00473],
    zdt2: [0.5363, 0.00467],
    zdt3: [1.3274, 0.00522],
    zdt4: [0.8656, 0.00632],
    zdt6: [0.4944, 0.00821],
    dtlz2: [0.7031, 0.0689],
  },
}

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    seeds: { type: 'string', default: '11' },
    evaluations: { type: 'string', default: '25000' },
    only: { type: 'string' },
    strategies: { type: 'string' },
    peer: { type: 'string' },
  },
})
const seeds = Number(options.seeds)
const evaluations = Number(options.evaluations)

interface Figures {
  readonly hypervolumes: readonly number[]
  readonly distances: readonly number[]
  readonly seconds: readonly number[]
}

const populationOf = ({ json }: AgentState): readonly Point[] => {
  const { strategy } = json as unknown as { strategy: { parents: readonly { readonly losses: Point | null }[] } }
  return strategy.parents.flatMap(({ losses }) => (losses === null ? [] : [losses]))
}

const measure = async (factory: () => AgentFactory, problem: FrontProblem): Promise<Figures> => {
  const figures = { hypervolumes: [] as number[], distances: [] as number[], seconds: [] as number[] }
  const reference = new Array<number>(problem.objectives).fill(1.1)
  for (let seed = 1; seed <= seeds; seed++) {
    const began = performance.now()
    const context = contextFor(problem.space, seed, problem.objectives)
    const { agent } = await loop(factory(), context, evaluations, config => ({
      outcome: problem.outcome(config),
    }))
    figures.seconds.push((performance.now() - began) / 1000)
    const population = populationOf(await agent.save())
    const found = front(population).map(i => population[i] as Point)
    figures.hypervolumes.push(hypervolume(found, reference))
    figures.distances.push(igd(found, problem.front))
  }
  return figures
}

const measurePeer = (python: string, algorithm: string, problem: string): Figures => {
  const script = join(fileURLToPath(new URL('../../', import.meta.url)), 'bench/peers/fronts.py')
  const { status, stdout, stderr } = spawnSync(python, [script, algorithm, problem, `${evaluations}`, `${seeds}`], {
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`expected ${script} to run, got ${stderr}`)
  return JSON.parse(stdout) as Figures
}

const shown = (values: readonly number[], digits: number): string => {
  const [low, middle, high] = [0.25, 0.5, 0.75].map(p => quantile(values, p).toFixed(digits))
  return `${middle} [${low}, ${high}]`.padEnd(26)
}

const lineOf = (name: string, { hypervolumes, distances, seconds }: Figures): string =>
  `  ${name.padEnd(18)}${shown(hypervolumes, 5)}${shown(distances, 5)}${quantile(seconds, 0.5).toFixed(2)} s`

const main = async (): Promise<void> => {
  const isWanted = (list: string | undefined, name: string): boolean =>
    list === undefined || list.toLowerCase().split(',').includes(name.toLowerCase())
  const rows: Json[] = []
  const say = (line: string): void => {
    if (!options.json) console.log(line)
  }
  say(`median [quartiles] of ${seeds} seeds, ${evaluations} evaluations: hypervolume, distance, time of a run`)
  for (const [problemName, problem] of Object.entries<FrontProblem>(frontProblems)) {
    if (!isWanted(options.only, problemName)) continue
    say(problemName)
    for (const [strategy, { factory, peer }] of Object.entries(strategies)) {
      if (!isWanted(options.strategies, strategy)) continue
      const ours = await measure(factory, problem)
      say(lineOf(strategy, ours))
      const live =
        peer !== undefined && options.peer !== undefined ? measurePeer(options.peer, peer, problemName) : undefined
      if (live) say(lineOf("pymoo's", live))
      const known = peer === undefined ? undefined : recorded[peer]?.[problemName]
      if (known) say(`  ${"pymoo's, recorded".padEnd(18)}${String(known[0]).padEnd(26)}${known[1]}`)
      rows.push({
        problem: problemName,
        strategy,
        ours,
        ...(live && { peer: live }),
        ...(known && { recorded: known }),
      })
    }
  }
  if (options.json) console.log(JSON.stringify({ seeds, evaluations, rows }))
}

type Json = Readonly<Record<string, unknown>>

await main()
