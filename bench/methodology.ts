// The score of Willemsen et al. 2024 (src/experiments/methodology) of random search and of a genetic algorithm on recorded spaces.
//   npm run bench:methodology -- [--json] [--runs 10] [--points 1000] [--peer PYTHON] [--bags 20] [--made-up N] [--early 0] [--record FILE] FILE...
// PYTHON is an interpreter with `pip install autotuning_methodology`: then what that package makes of the same runs stands beside
// (bench/peers/methodology.py), and the largest difference of each figure, relative where it is above 1. As it ships, the package's scores
// are random: their mean and standard deviation over so many BAGS are told too.
// Files are Kernel Tuner caches or T4 results, plain or gzip; without any, those of ../shared/recorded/*_milo. With --made-up, N small
// made-up spaces are taken instead. The last EARLY runs of each strategy end at half of the budget. --record writes the runs and the
// package's answers to FILE, for the tests.
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { AgentFactory } from '#src/agents/index.js'
import { lossDistribution, tuningBudget } from '#src/experiments/index.js'
import { createStudy, minimize, simulatedClock } from '#src/index.js'
import { genetic, random } from '#src/search/index.js'
import {
  type AllAnswers,
  answersTo,
  type Columns,
  differences,
  type Task,
} from '../test/experiments/methodology/answers.js'
import { type Known, madeUp, ofFile } from './methodology/known.js'
import { filesOf } from './recorded/contest.js'

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    runs: { type: 'string', default: '10' },
    points: { type: 'string', default: '1000' },
    peer: { type: 'string' },
    bags: { type: 'string', default: '20' },
    'made-up': { type: 'string' },
    early: { type: 'string', default: '0' },
    record: { type: 'string' },
  },
})
/** A made-up space is done with before a population of the default size is. */
const population = options['made-up'] === undefined ? {} : { population: 6 }
const strategies: Readonly<Record<string, () => AgentFactory>> = { random, genetic: () => genetic(population) }
/** Times the budget: the curve is a fit to what lies a little beyond too. */
const [WHOLE, EARLY] = [1.15, 0.5]
const [runs, early] = [Number(options.runs), Number(options.early)]

const main = async (): Promise<void> => {
  const problems =
    options['made-up'] === undefined
      ? filesOf(positionals)
          .filter(file => positionals.length > 0 || /_milo\/[^_]+$/.test(file))
          .map(ofFile)
      : Array.from({ length: Number(options['made-up']) }, (_, seed) => madeUp(seed))
  const task = await play(problems)
  const ours = answersTo(task)
  const theirs = options.peer === undefined ? undefined : peerAnswers(options.peer, task)
  const off = theirs && differences(ours, theirs)
  if (options.record !== undefined && theirs !== undefined) record(options.record, task, theirs)
  if (options.json) {
    const byProblem = problems.map(({ name }, i) => ({ name, ...scoresOf(ours, i) }))
    const { package: peer, scores, bagged } = theirs ?? {}
    console.log(JSON.stringify({ byProblem, scores: ours.scores, peer, peerScores: scores, bagged, differences: off }))
    return
  }
  for (const [i, { name }] of problems.entries()) {
    const { evaluations, ms } = ours.problems[i] ?? {}
    const peer = theirs?.problems[i]
    console.log(`${name}: ${evaluations} evaluations, ${((ms ?? 0) / 1000).toFixed(1)} s`)
    if (peer) console.log(`  the package: ${peer.evaluations} evaluations, ${(peer.ms / 1000).toFixed(1)} s`)
    for (const [strategy, score] of Object.entries(scoresOf(ours, i))) {
      const beside = theirs ? `   the package ${scoresOf(theirs, i)[strategy]?.toFixed(4)}` : ''
      console.log(`  ${strategy.padEnd(10)}${score.toFixed(4)}${beside}`)
    }
  }
  for (const [strategy, score] of Object.entries(ours.scores)) {
    const bagged = theirs?.bagged[strategy]
    const beside =
      theirs && bagged
        ? `   ${theirs.package} ${theirs.scores[strategy]?.toFixed(6)}, with bagging ${bagged.mean.toFixed(4)} +- ${bagged.std.toFixed(4)}`
        : ''
    console.log(`all: ${strategy.padEnd(10)}${score.toFixed(6)}${beside}`)
  }
  for (const [name, most] of Object.entries(off ?? {}))
    console.log(`largest difference of ${name}: ${most.toExponential(1)}`)
}

/** All strategies on all problems, each run with a seed of its own. */
const play = async (problems: readonly Known[]): Promise<Task> => {
  const tasks = problems.map(async problem => {
    const { losses, costsMs } = problem.population
    const { ms } = tuningBudget(lossDistribution(problem.population))
    const played: Record<string, Columns[]> = {}
    for (const [name, agent] of Object.entries(strategies)) {
      played[name] = []
      for (let seed = 0; seed < runs; seed++) {
        const seconds = ((seed < runs - early ? WHOLE : EARLY) * ms) / 1000
        played[name].push(await runOf(problem, agent(), seconds, seed))
      }
    }
    return {
      losses: Array.from(losses, loss => (Number.isNaN(loss) ? null : loss)),
      costsMs: [...costsMs],
      runs: played,
    }
  })
  return { cutoff: 0.95, start: 0.01, points: Number(options.points), problems: await Promise.all(tasks) }
}

const runOf = async (
  { space, profiler, metric }: Known,
  agent: AgentFactory,
  seconds: number,
  seed: number,
): Promise<Columns> => {
  const objectives = { time: minimize(metric, { statistic: 'mean' }) }
  const study = await createStudy({
    space,
    profiler,
    objectives,
    agent,
    budget: { seconds },
    clock: simulatedClock(),
    seed,
  })
  const { trials } = await study.run()
  await study.close()
  const outcomes = trials.map(({ outcome }) => {
    if (outcome._tag === 'Measured') return { loss: outcome.objectives.time as number, costMs: outcome.profile.costMs }
    if (outcome._tag === 'Failed') return { loss: null, costMs: outcome.costMs }
    throw new Error('expected no trial to be pruned')
  })
  return { losses: outcomes.map(({ loss }) => loss), costsMs: outcomes.map(({ costMs }) => costMs) }
}

interface PeerAnswers extends AllAnswers {
  readonly package: string
  readonly bagged: Readonly<Record<string, { readonly mean: number; readonly std: number }>>
}

const peerAnswers = (python: string, task: Task): PeerAnswers => {
  const script = join(fileURLToPath(new URL('../../', import.meta.url)), 'bench/peers/methodology.py')
  const { status, stdout, stderr } = spawnSync(python, [script], {
    input: JSON.stringify({ ...task, bags: Number(options.bags) }),
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
    env: { ...process.env, OMP_NUM_THREADS: '1' },
  })
  if (status !== 0) throw new Error(`expected ${script} to run, got ${stderr}`)
  return JSON.parse(stdout) as PeerAnswers
}

const scoresOf = ({ problems }: AllAnswers, i: number): Readonly<Record<string, number>> =>
  Object.fromEntries(
    Object.entries(problems[i]?.performance ?? {}).map(([strategy, curve]) => [
      strategy,
      Array.from(curve).reduce((sum, each) => sum + each, 0) / curve.length,
    ]),
  )

const record = (file: string, task: Task, theirs: PeerAnswers): void => {
  const { package: source, problems, scores } = theirs
  const command = `npm run bench:methodology -- ${process.argv
    .slice(2)
    .join(' ')
    .replace(options.peer ?? '', 'PYTHON')}`
  writeFileSync(file, `${JSON.stringify({ source, command, task, answers: { problems, scores } })}\n`)
}

await main()
