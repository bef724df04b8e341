// Recorded search spaces: which strategy finds a fast kernel soonest? No GPU is needed to find out.
//   node build/examples/recorded.js [FILE]      a Kernel Tuner cache file or a T4 results file of times, plain or gzip
import { createStudy, makeRng, minimize, nsga2, random, simulatedClock, type Trial } from 'paretune'
import { recorded } from 'paretune/profilers'

const kernel = recorded(process.argv[2] ?? madeUp())
const { name, length, optimum, warnings } = kernel.recording
for (const warning of warnings) console.log(`note: ${warning}`)
console.log(`${name}: ${length} configurations, the best takes ${optimum.value} ms`)

const minutes = [1, 2, 5, 10]
const seeds = 15
const search = async (agent: 'random' | 'nsga2', seed: number) => {
  const study = await createStudy({
    space: kernel.space,
    profiler: kernel,
    objectives: { time: minimize('timeMs', { statistic: 'mean' }) }, // the mean of the samples is what was recorded
    agent: agent === 'random' ? random() : nsga2({ population: 20 }),
    budget: { seconds: 60 * 10 }, // of recorded time: compiling, verifying, benchmarking
    clock: simulatedClock(),
    seed,
  })
  const { trials } = await study.run()
  return minutes.map(limit => bestWithin(trials, limit) / optimum.value)
}
const bestWithin = (trials: readonly Trial[], limit: number): number =>
  Math.min(
    ...trials.flatMap(({ finishedMs, outcome }) =>
      finishedMs <= 60_000 * limit && outcome._tag === 'Measured' ? Number(outcome.objectives.time) : [],
    ),
  )

console.log(`times the optimum after    ${minutes.map(limit => `${limit} min`.padStart(7)).join(' ')}`)
for (const agent of ['random', 'nsga2'] as const) {
  const runs: number[][] = []
  for (let seed = 0; seed < seeds; seed++) runs.push(await search(agent, seed))
  const medians = minutes.map((_, i) => runs.map(run => Number(run[i])).sort((a, b) => a - b)[seeds >> 1])
  console.log(`${agent.padEnd(26)} ${medians.map(ratio => ratio?.toFixed(3).padStart(7)).join(' ')}`)
}

/** A search through a kernel that was never run, as Kernel Tuner would have written it down. */
function madeUp(): string {
  const rng = makeRng('kernel')
  const [tiles, unrolls] = [
    [1, 2, 3, 4, 6, 8],
    [0, 1, 2, 4],
  ]
  const tune_params = { block: [16, 32, 64, 128, 256], tile_x: tiles, tile_y: tiles, unroll: unrolls, pad: [0, 1] }
  const cache: Record<string, object> = {}
  for (const block of tune_params.block)
    for (const tile_x of tiles)
      for (const tile_y of tiles)
        for (const unroll of unrolls)
          for (const pad of tune_params.pad) {
            const registers = 8 * tile_x * tile_y + 4 * unroll
            if (block * registers > 32_768) continue
            const blocks = 1 + 0.3 * Math.abs(Math.log2(block / 64)) + 0.2 * (1 - pad)
            const ideal = blocks + 4 / (tile_x * tile_y) + registers / 90 + 0.1 * Math.abs(unroll - 2)
            const times = Array.from({ length: 10 }, () => ideal * Math.exp(rng.normal(0, 0.01)))
            const time = times.reduce((sum, part) => sum + part / times.length, 0)
            const costs = { compile_time: 500 + 10 * registers, benchmark_time: 20 * ideal, framework_time: 2 }
            cache[[block, tile_x, tile_y, unroll, pad].join()] = {
              ...{ block, tile_x, tile_y, unroll, pad, ...costs, verification_time: 50, strategy_time: 0 },
              ...(registers > 300 ? { time: 'RuntimeFailedConfig' } : { time, times }),
            }
          }
  const tune_params_keys = Object.keys(tune_params)
  return JSON.stringify({ kernel_name: 'made up', device_name: 'no GPU', tune_params_keys, tune_params, cache })
}
