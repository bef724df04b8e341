// How near strategies come to the fronts of constrained problems (BNH, OSY, TNK, C1-DTLZ1) and of DTLZ1 and DTLZ2 with three objectives: the
// inverted generational distance (less is better) from points of the front to the feasible individuals of the last population; median
// [quartiles] over seeds. Populations of 100 for two objectives, of 92 on 91 reference directions for three; DTLZ2 also with five, in few
// evaluations.
//   npm run bench:directed -- [--json] [--seeds 11] [--only osy,tnk] [--strategies NSGA-III] [--peer PYTHON]
// PYTHON is an interpreter with `pip install pymoo`, whose algorithms (bench/peers/directed.py) then run beside; this takes an hour.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { AgentFactory } from '#src/agents/index.js'
import { quantile } from '#src/numeric/index.js'
import { moead, nsga2, nsga3 } from '#src/search/index.js'
import { type DirectedProblem, directedProblems, distanceOf } from '../test/problems/directed.js'

interface Contestant {
  readonly factory: (objectives: number) => AgentFactory
  /** Its name in bench/peers/directed.py, where it is there and works on the same problems. */
  readonly peer?: string
}

/** What is compared. */
const strategies: Readonly<Record<string, Contestant>> = {
  'NSGA-II': { factory: objectives => nsga2({ population: objectives === 2 ? 100 : 92 }), peer: 'nsga2' },
  'NSGA-III': { factory: () => nsga3(), peer: 'nsga3' },
  'MOEA/D': { factory: () => moead() },
  'MOEA/D by PBI': { factory: () => moead({ method: 'pbi' }) },
}

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    seeds: { type: 'string', default: '11' },
    only: { type: 'string' },
    strategies: { type: 'string' },
    peer: { type: 'string' },
  },
})
const seeds = Array.from({ length: Number(options.seeds) }, (_, i) => i + 1)

interface Figures {
  /** null where nothing feasible was found. */
  readonly distances: readonly (number | null)[]
  readonly seconds: readonly number[]
}

const measure = async (factory: AgentFactory, problem: DirectedProblem): Promise<Figures> => {
  const figures = { distances: [] as (number | null)[], seconds: [] as number[] }
  for (const seed of seeds) {
    const began = performance.now()
    const distance = await distanceOf(factory, problem, seed)
    figures.seconds.push((performance.now() - began) / 1000)
    figures.distances.push(Number.isFinite(distance) ? distance : null)
  }
  return figures
}

const measurePeer = (python: string, algorithm: string, name: string, problem: DirectedProblem): Figures => {
  const script = join(fileURLToPath(new URL('../../', import.meta.url)), 'bench/peers/directed.py')
  const { status, stdout, stderr } = spawnSync(
    python,
    [script, algorithm, name, `${problem.evaluations}`, `${seeds.length}`],
    { encoding: 'utf8', input: JSON.stringify(problem.front) },
  )
  if (status !== 0) throw new Error(`expected ${script} to run, got ${stderr}`)
  return JSON.parse(stdout) as Figures
}

const lineOf = (name: string, { distances, seconds }: Figures): string => {
  const found = distances.map(distance => distance ?? Number.POSITIVE_INFINITY)
  const [low, middle, high] = [0.25, 0.5, 0.75].map(p => quantile(found, p).toPrecision(3))
  return `  ${name.padEnd(18)}${`${middle} [${low}, ${high}]`.padEnd(30)}${quantile(seconds, 0.5).toFixed(2)} s`
}

const main = async (): Promise<void> => {
  const isWanted = (list: string | undefined, name: string): boolean =>
    list === undefined || list.toLowerCase().split(',').includes(name.toLowerCase())
  const rows: Readonly<Record<string, unknown>>[] = []
  const say = (line: string): void => {
    if (!options.json) console.log(line)
  }
  say(`median [quartiles] of ${seeds.length} seeds: distance, time of a run`)
  for (const [name, problem] of Object.entries<DirectedProblem>(directedProblems)) {
    if (!isWanted(options.only, name)) continue
    say(`${name}, ${problem.evaluations} evaluations`)
    for (const [strategy, { factory, peer }] of Object.entries(strategies)) {
      if (!isWanted(options.strategies, strategy)) continue
      const ours = await measure(factory(problem.objectives), problem)
      say(lineOf(strategy, ours))
      const live = peer && options.peer ? measurePeer(options.peer, peer, name, problem) : undefined
      if (live) say(lineOf("pymoo's", live))
      rows.push({ problem: name, strategy, ours, ...(live && { peer: live }) })
    }
  }
  if (options.json) console.log(JSON.stringify({ seeds: seeds.length, rows }))
}

await main()
