// How soon agents find fast configurations in recorded spaces: the score of src/experiments/score.ts for each file and agent, the mean over the
// files, and the paired difference from random search over seeds with its 95% interval (Student's t).
//   npm run bench:recorded -- [--json] [--seeds 20] [--trials 200] [--only ppo,random] FILE...
// Files are Kernel Tuner caches or T4 results, plain or gzip; without any, all of ../shared/recorded.
import { existsSync, readdirSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type AgentFactory, dqn, epsilonGreedy, factoredBandit, portfolio, ppo, thompson } from '#src/agents/index.js'
import { areaScore, bestSoFar, type RecordedProblem, recordedProblem } from '#src/experiments/index.js'
import { createStudy, simulatedClock } from '#src/index.js'
import { mean, std, studentQuantile } from '#src/numeric/index.js'
import { genetic, hillClimbing, localSearch, nsga2, random, standardOperators } from '#src/search/index.js'

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    seeds: { type: 'string', default: '20' },
    trials: { type: 'string', default: '200' },
    only: { type: 'string' },
  },
})
const [seeds, trials] = [Number(options.seeds), Number(options.trials)]

const agents: Readonly<Record<string, () => AgentFactory>> = {
  random,
  'NSGA-II': nsga2,
  genetic,
  'local search': localSearch,
  PPO: ppo,
  DQN: dqn,
  'factored bandit': factoredBandit,
  portfolio: () => portfolio([localSearch(), genetic(), hillClimbing(), random()]),
  pops: () => portfolio(standardOperators()),
  popr: () => portfolio(standardOperators(), { policy: epsilonGreedy({ epsilon: 1 }) }),
  popt: () => portfolio(standardOperators(), { policy: thompson(), credit: 'rank' }),
}
const chosen = Object.keys(agents).filter(
  name => options.only === undefined || options.only.toLowerCase().split(',').includes(name.toLowerCase()),
)

const shared = '../shared/recorded'
const files =
  positionals.length > 0 || !existsSync(shared)
    ? positionals
    : readdirSync(shared, { recursive: true, encoding: 'utf8' })
        .filter(file => file.endsWith('.json.gz'))
        .sort()
        .map(file => `${shared}/${file}`)

const run = async (problem: RecordedProblem, name: string, seed: number): Promise<Float64Array> => {
  const study = await createStudy({
    space: problem.space,
    profiler: problem.profiler,
    objectives: problem.objectives,
    agent: (agents[name] as () => AgentFactory)(),
    budget: { trials },
    clock: simulatedClock(),
    seed,
  })
  const result = await study.run()
  const times = result.trials.map(({ outcome }) =>
    outcome._tag === 'Measured' ? Number(outcome.objectives.time) : undefined,
  )
  return bestSoFar(times, problem.yardstick)
}

const scores: Record<string, number[]> = Object.fromEntries(chosen.map(name => [name, []]))
/** By agent and seed, the mean over files of the score of that seed alone. */
const bySeed: Record<string, Float64Array> = Object.fromEntries(chosen.map(name => [name, new Float64Array(seeds)]))
if (!options.json) console.log(['file'.padEnd(36), ...chosen.map(name => name.padStart(12))].join(''))
for (const file of files) {
  const problem = recordedProblem(file, trials)
  for (const name of chosen) {
    const runs: Float64Array[] = []
    for (let seed = 0; seed < seeds; seed++) runs.push(await run(problem, name, seed))
    scores[name]?.push(areaScore(runs, problem.yardstick))
    const own = bySeed[name] as Float64Array
    for (const [seed, best] of runs.entries())
      own[seed] = (own[seed] as number) + areaScore([best], problem.yardstick) / files.length
  }
  if (!options.json)
    console.log(
      [
        file.replace(`${shared}/`, '').padEnd(36),
        ...chosen.map(name => scores[name]?.at(-1)?.toFixed(3).padStart(12)),
      ].join(''),
    )
}

const summary = chosen.map(name => {
  const differences = Array.from(
    bySeed[name] as Float64Array,
    (score, seed) => score - (bySeed.random?.[seed] ?? Number.NaN),
  )
  const difference = mean(differences)
  const half = (studentQuantile(0.975, seeds - 1) * std(differences)) / Math.sqrt(seeds)
  return { name, score: mean(scores[name] ?? []), difference, low: difference - half, high: difference + half }
})
if (options.json) console.log(JSON.stringify({ files, seeds, trials, scores, summary }))
else
  for (const { name, score, difference, low, high } of summary)
    console.log(
      `${name}: mean score ${score.toFixed(3)}; over random search, by seed ${difference.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`,
    )
