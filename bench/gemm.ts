// Tunes a real matrix multiplication (512 x 512, single precision, OpenCL) and tells how near to the best a study comes:
// measures every configuration, runs studies of a few trials from several seeds, and measures what they found again, in
// turns with the best of all. It took half an hour on two cores that others used, too.
//   npm run bench:gemm -- [--json] [--store FILE] [--seeds 10] [--trials 60] [--rounds 15] [--agents local,nsga2,random] [--threads 1]
// PoCL runs on one thread, so that the other processor of a small machine can bear what else runs there, and of the samples of a
// configuration the fastest counts: whatever else runs only ever adds to it.
// What is in the store already (a file of sqlite, default gemm.db in a new folder) is not measured again.
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { AgentFactory } from '#src/agents/agent.js'
import type { Profile } from '#src/core/index.js'
import { createStudy } from '#src/defaults/index.js'
import { minimize } from '#src/goals/index.js'
import { median } from '#src/numeric/index.js'
import { openclLimits } from '#src/profilers/opencl/index.js'
import { localSearch, nsga2, random } from '#src/search/index.js'
import { sqlite } from '#src/storage/sqlite.js'
import { type GemmConfig, gemm, gemmSpace } from './gemm/problem.js'

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    store: { type: 'string' },
    seeds: { type: 'string', default: '10' },
    trials: { type: 'string', default: '60' },
    rounds: { type: 'string', default: '15' },
    agents: { type: 'string', default: 'local,nsga2,random' },
    threads: { type: 'string', default: '1' },
  },
})
const file = options.store ?? join(mkdtempSync(join(tmpdir(), 'paretune-gemm-')), 'gemm.db')
const [seeds, trials, rounds] = [Number(options.seeds), Number(options.trials), Number(options.rounds)]
/** Configurations that looked best when all were measured once, and may be. */
const TOP = 20

const AGENTS: Readonly<Record<string, AgentFactory>> = {
  local: localSearch(),
  random: random(),
  nsga2: nsga2({ population: 8 }),
}

process.env.POCL_MAX_PTHREAD_COUNT ??= options.threads
const space = gemmSpace(await openclLimits())
const profiler = gemm()
const log = (text: string): void => console.error(text)

/** The objective. */
const fastest = ({ metrics: { latencyMs } }: Profile): number =>
  typeof latencyMs === 'object' ? Math.min(...latencyMs.samples) : Number.NaN

const open = (name: string, agent: AgentFactory, seed: number, budget: { trials: number } | { distinct: number }) =>
  createStudy({
    name,
    space,
    profiler: profiler(),
    objectives: { latency: minimize(fastest) },
    agent,
    seed,
    budget,
    store: sqlite(file),
    timeoutMs: 30_000,
    onTrial: ({ number }) => {
      if (number % 50 === 49) log(`${name}: ${number + 1} trials`)
    },
  })

/** The configurations of a finished study, the best first. */
const ranking = async (
  name: string,
  agent: AgentFactory,
  seed: number,
  budget: { trials: number } | { distinct: number },
) => {
  const study = await open(name, agent, seed, budget)
  try {
    const { trials: told, stopped } = await study.run()
    if (stopped === 'interrupted') throw new Error(`interrupted; go on with --store ${file}`)
    return told
      .flatMap(({ config, outcome }) =>
        outcome._tag === 'Measured' ? [{ config, latencyMs: outcome.losses[0] as number }] : [],
      )
      .sort((one, other) => one.latencyMs - other.latencyMs)
  } finally {
    await study.close()
  }
}

log(`${space.count()} valid configurations; the store is ${file}`)
const all = await ranking('exhaustive', random(), 0, { distinct: space.count() })
const found: { agent: string; seed: number; config: GemmConfig }[] = []
for (const agent of options.agents.split(',')) {
  for (let seed = 1; seed <= seeds; seed++) {
    const [best] = await ranking(`${agent}/${seed}`, AGENTS[agent] as AgentFactory, seed, { trials })
    if (best) found.push({ agent, seed, config: best.config })
  }
}

const key = (config: GemmConfig): string => space.fingerprint(config)
const finalists = new Map([...all.slice(0, TOP), ...found].map(({ config }) => [key(config), config]))
const finals = await open('finals', random(), 0, { trials: 1 })
const { finalists: ranked } = await finals
  .confirm({ finalists: [...finalists.values()], rounds, onRound: round => log(`finals: round ${round} of ${rounds}`) })
  .finally(() => finals.close())
const optimum = ranked[0]
if (optimum === undefined) throw new Error('expected a configuration that runs, got none')

/** How many times as long as the optimum it takes, in the medians over rounds that both took part in. */
const ratioOf = (config: GemmConfig): number => {
  const latencyMs = ranked.find(one => key(one.config) === key(config))?.median ?? Number.NaN
  return latencyMs / optimum.median
}
const rows = found.map(({ agent, seed, config }) => ({ agent, seed, ratio: ratioOf(config), config }))
const medians = Object.fromEntries(
  options.agents
    .split(',')
    .map(agent => [agent, median(rows.filter(row => row.agent === agent).map(row => row.ratio))]),
)
const latencies = all.map(({ latencyMs }) => latencyMs)
const summary = {
  configurations: space.count(),
  measured: all.length,
  latencyMs: {
    best: optimum.median,
    low: optimum.ciLow,
    high: optimum.ciHigh,
    median: median(latencies),
    worst: latencies.at(-1),
  },
  optimum: optimum.config,
  /** Configurations whose first measurement is within 5% and 20% of the best such. */
  near: [1.05, 1.2].map(factor => latencies.filter(latency => latency <= factor * (latencies[0] as number)).length),
  trials,
  rounds,
  medians,
  rows,
}
if (options.json) console.log(JSON.stringify(summary, null, 2))
else {
  const { latencyMs, near } = summary
  console.log(
    `512 x 512 single precision: ${summary.measured} of ${summary.configurations} configurations run, from ` +
      `${latencyMs.best.toFixed(2)} ms (${latencyMs.low.toFixed(2)} to ${latencyMs.high.toFixed(2)} in ${rounds} rounds) to ` +
      `${latencyMs.worst?.toFixed(0)} ms, ${latencyMs.median.toFixed(1)} ms in the median; ` +
      `measured once, ${near[0]} are within 5% of the best, ${near[1]} within 20%`,
  )
  console.log(`the best is ${JSON.stringify(optimum.config)}`)
  for (const agent of Object.keys(medians)) {
    const ratios = rows.filter(row => row.agent === agent).map(row => row.ratio.toFixed(3))
    console.log(
      `${agent.padEnd(8)} ${trials} trials, best / optimum by seed: ${ratios.join(' ')}; median ${medians[agent]?.toFixed(3)}`,
    )
  }
}
