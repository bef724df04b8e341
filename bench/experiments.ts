// Speed of experiments on a recorded space: simulated evaluations a second, cells a second in one thread and in two, load, memory.
//   npm run bench:experiments -- [--json] [--cells 1000] [--peer PYTHON] [FILE]
// PYTHON is an interpreter with `pip install kernel_tuner`: then its simulation mode runs studies of as many evaluations on the same file, in
// turn with ours. FILE is a Kernel Tuner cache, by default convolution_milo/A100 of ../shared/recorded.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { gunzipSync } from 'node:zlib'
import type { AgentFactory } from '#src/agents/index.js'
import { type Problem, recordedProblem } from '#src/experiments/index.js'
import { createStudy, genetic, nowhere, random, runExperiment, simulatedClock } from '#src/index.js'

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    cells: { type: 'string', default: '1000' },
    peer: { type: 'string' },
  },
})
const EVALUATIONS = 200
const CELLS = Number(options.cells)
/** Studies of a batch, and batches: the fastest one counts, the machine being others' as well. */
const [STUDIES, BATCHES] = [50, 20]
const peerScript = fileURLToPath(new URL('../../bench/peers/kernel_tuner_simulated.py', import.meta.url))

const main = async (): Promise<void> => {
  const [file = '../shared/recorded/convolution_milo/A100.json.gz'] = positionals
  const beganMs = performance.now()
  const problem = recordedProblem(file)
  const loadMs = performance.now() - beganMs
  const figures = {
    file,
    textBytes: textBytesOf(file),
    loadMs,
    configurations: problem.population?.losses.length,
    random: await rates(problem, file, random, 'random_sample'),
    genetic: await rates(problem, file, genetic, 'genetic_algorithm'),
    cells: { threads1: await cellSeconds(file, 1), threads2: await cellSeconds(file, 2) },
    peakBytes: process.resourceUsage().maxRSS * 1024,
  }
  if (options.json) return console.log(JSON.stringify(figures))
  console.log(
    `${file}: ${figures.configurations} configurations, ${megabytes(figures.textBytes)} of JSON, loaded in ${loadMs.toFixed(0)} ms`,
  )
  for (const name of ['random', 'genetic'] as const) {
    const { perSecond, peerPerSecond } = figures[name]
    const beside =
      peerPerSecond === undefined
        ? ''
        : `; Kernel Tuner ${peerPerSecond.toFixed(0)}, ${(perSecond / peerPerSecond).toFixed(0)} times less`
    console.log(`${name}, studies of ${EVALUATIONS}: ${perSecond.toFixed(0)} evaluations a second${beside}`)
  }
  const { threads1, threads2 } = figures.cells
  console.log(
    `${CELLS} cells of ${EVALUATIONS} evaluations, random and genetic: ${threads1.cells.toFixed(2)} s in this thread, ` +
      `${threads2.cells.toFixed(2)} s in two (${(threads1.cells / threads2.cells).toFixed(2)} times as fast), ` +
      `and with the summary ${threads1.all.toFixed(2)} and ${threads2.all.toFixed(2)} s; peak ${megabytes(figures.peakBytes)}`,
  )
}

const rates = async (problem: Problem, file: string, agent: () => AgentFactory, strategy: string) => {
  let [best, peer] = [0, 0]
  for (let batch = 0; batch < BATCHES; batch++) {
    best = Math.max(best, await rateOf(problem, agent))
    if (options.peer !== undefined && batch % 5 === 0) peer = Math.max(peer, peerRate(options.peer, file, strategy))
  }
  return { perSecond: best, ...(options.peer !== undefined && { peerPerSecond: peer }) }
}

/** Evaluations a second through createStudy. */
const rateOf = async ({ space, profiler, objectives }: Problem, agent: () => AgentFactory): Promise<number> => {
  const beganMs = performance.now()
  for (let seed = 0; seed < STUDIES; seed++) {
    const study = await createStudy({
      space,
      profiler,
      objectives,
      agent: agent(),
      budget: { distinct: EVALUATIONS },
      seed,
      store: nowhere(),
      clock: simulatedClock(),
    })
    const { trials } = await study.run()
    if (trials.length !== EVALUATIONS) throw new Error(`expected ${EVALUATIONS} trials, got ${trials.length}`)
    await study.close()
  }
  return (STUDIES * EVALUATIONS * 1000) / (performance.now() - beganMs)
}

const peerRate = (python: string, file: string, strategy: string): number => {
  const told = execFileSync(python, [peerScript, file, strategy, String(EVALUATIONS), '5'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  return (5 * EVALUATIONS) / (JSON.parse(told) as { seconds: number }).seconds
}

/** Until the last cell had ended, and until the summary was there. */
const cellSeconds = async (file: string, parallel: number) => {
  const beganMs = performance.now()
  const seconds = (): number => (performance.now() - beganMs) / 1000
  let cells = 0
  await runExperiment({
    problems: [file],
    agents: ['random', 'genetic'],
    seeds: CELLS / 2,
    budget: { distinct: EVALUATIONS },
    parallel,
    onProgress: () => {
      cells = seconds()
    },
  })
  return { cells, all: seconds() }
}

const textBytesOf = (file: string): number => {
  const bytes = readFileSync(file)
  return file.endsWith('.gz') ? gunzipSync(bytes).length : bytes.length
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`

await main()
