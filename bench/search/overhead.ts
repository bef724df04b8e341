// What a strategy itself costs: ask + tell, per trial, at 100, 1,000 and 10,000 trials, and one save at the end. The figure at n is the
// mean over trials n/2 to n, so that whole generations and refits are in it; of several runs with other seeds the median is shown. The
// made-up outcome is in it too: the first row is the bench by itself.
//   npm run bench:search -- [--json] [--runs 3] [--trials 100,1000,10000] [--seconds 20] [--only 'NSGA-II'] [--space plain|tied] [--cpu] [--peer PYTHON]
// --cpu counts the processor's time of this process in place of the clock's, for a machine that is busy with something else.
// A run that takes longer than --seconds is broken off: the figures that it did not reach are shown as -.
// PYTHON is an interpreter with `pip install optuna pymoo`: then their like of each strategy runs on the plain space right after it, as
// often (bench/peers/search.py), and how many times our time they take is shown.
import { parseArgs } from 'node:util'
import {
  type Action,
  type AgentFactory,
  type AskRequest,
  agentFactory,
  configure,
  type Suggestion,
  type Transition,
} from '#src/agents/index.js'
import { type Config, type Measured, makeRng } from '#src/core/index.js'
import { median } from '#src/numeric/index.js'
import { choice, defineSpace, flag, integer, on, ordinal, real, type Space } from '#src/space/index.js'
import { peerFigures, peersOf } from '../peers/search.js'
import { type Contestant, strategies } from './strategies.js'

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    runs: { type: 'string', default: '3' },
    trials: { type: 'string', default: '100,1000,10000' },
    seconds: { type: 'string', default: '20' },
    only: { type: 'string' },
    space: { type: 'string' },
    cpu: { type: 'boolean', default: false },
    peer: { type: 'string' },
  },
})

const parameters = {
  rate: real(1e-5, 1e-1, { scale: 'log' }),
  momentum: real(0, 0.99),
  batch: integer(1, 256, { scale: 'log' }),
  layers: integer(1, 12),
  unroll: integer(1, 16),
  tile: ordinal(8, 16, 32, 64),
  vector: ordinal(1, 2, 4, 8),
  backend: choice('cpu', 'wasm', 'webgpu'),
  layout: choice('row', 'column', 'blocked'),
  simd: flag(),
}
const spaces: Readonly<Record<string, Space>> = {
  /** Ten parameters, mixed. */
  plain: defineSpace(parameters),
  /** The same with two constraints and two conditional parameters. */
  tied: defineSpace(parameters, {
    where: [on(['batch', 'tile'], c => c.batch * c.tile <= 4096), 'unroll % vector == 0 or vector == 1'],
    when: { simd: c => c.backend === 'wasm', unroll: c => (c.layers ?? 0) > 2 },
  }),
}

/** Cheap: it is measured too. */
const outcomeOf = (space: Space, config: Config, objectives: number): Measured => {
  let sum = 0
  for (const name of space.names) {
    const value = config[name]
    sum += typeof value === 'number' ? Math.abs(value - 8) / 8 : value === 'wasm' || value === true ? 1 : 0
  }
  const losses = objectives === 1 ? [sum] : Array.from({ length: objectives }, (_, m) => Math.abs(sum - 5 * m))
  return {
    _tag: 'Measured',
    profile,
    objectives: {},
    losses,
    violations: {},
    violation: 0,
    feasible: true,
  }
}
const profile: Measured['profile'] = { metrics: {}, costMs: 1, phases: {}, machine: 'none' }

const nowMs = (): number => {
  if (!options.cpu) return performance.now()
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** Answers what it drew before the clock ran. */
const nothing = (): AgentFactory =>
  agentFactory('nothing', ({ space, rng }) => {
    const drawn = Array.from({ length: 1024 }, () => configure(space.sample(rng)))
    return {
      name: 'nothing',
      ask: requests => requests.map(({ trial }) => ({ action: drawn[trial & 1023] as Action })),
      tell: () => {},
      save: () => ({ kind: 'nothing', version: 1, json: null, buffers: {} }),
    }
  })

/** A function of its own, because V8 does not optimise the loop of `run`, which awaits. */
const transitionOf = (
  { trial, slot, observation }: AskRequest,
  { action, memo = null, fidelity = 1 }: Suggestion,
  outcome: Measured,
): Transition => ({
  trial,
  slot,
  observation,
  action,
  memo,
  origin: 'agent',
  fidelity,
  outcome,
  reward: 0,
  nextObservation: observation,
  terminated: false,
  truncated: false,
})

/** At each number of trials; null where it was not reached. */
type Row = readonly (number | null)[]

interface Figures {
  /** Microseconds a trial. */
  readonly us: Row
  readonly saveUs: number
}

const run = async (
  factory: AgentFactory,
  space: Space,
  objectives: number,
  marks: readonly number[],
  seed: number,
): Promise<Figures> => {
  const trials = Math.max(...marks)
  const observation = new Float32Array()
  const names = Array.from({ length: objectives }, (_, i) => `f${i + 1}`)
  const agent = await factory({
    space,
    goals: {
      names,
      objectives: {},
      constraints: {},
      judge: profile => outcomeOf(space, profile.metrics as Config, 1),
      toJSON: () => ({ objectives: {}, constraints: {} }),
    },
    rng: makeRng(seed),
    budget: { trials },
    observationSpace: { kind: 'box', size: 0, low: observation, high: observation, names: [] },
    actionSpace: { kind: 'config' },
  })
  const from = marks.map(() => 0)
  const us: (number | null)[] = marks.map(() => null)
  const began = performance.now()
  for (let trial = 0; trial <= trials; trial++) {
    for (const [i, mark] of marks.entries()) {
      if (trial === mark >> 1) from[i] = nowMs()
      if (trial === mark) us[i] = ((nowMs() - (from[i] as number)) * 1000) / (mark - (mark >> 1))
    }
    // Looked at now and then: reading the clock takes longer than many an ask.
    const isLate = trial % 64 === 0 && performance.now() - began > 1000 * Number(options.seconds)
    if (trial === trials || isLate) break
    const request = { trial, slot: 0, observation }
    const asking = agent.ask([request])
    const [suggestion] = asking instanceof Promise ? await asking : asking
    if (suggestion === undefined) break
    const outcome = outcomeOf(space, suggestion.action.config, objectives)
    const telling = agent.tell([transitionOf(request, suggestion, outcome)])
    if (telling instanceof Promise) await telling
  }
  const saving = nowMs()
  await agent.save()
  const saveUs = (nowMs() - saving) * 1000
  await agent.close?.()
  return { us, saveUs }
}

const mediansOf = (figures: readonly Row[]): Row =>
  marks.map((_, i) => {
    const reached = figures.flatMap(row => row[i] ?? [])
    return reached.length === 0 ? null : median(reached)
  })

const shown = (row: Row, digits: number): string =>
  row.map(value => (value === null ? '-' : value.toFixed(digits)).padStart(9)).join('')

interface StrategyRow {
  readonly space: string
  readonly strategy: string
  readonly us: Row
  readonly saveUs: number
}

const rowOf = async (
  space: string,
  strategy: string,
  { factory, objectives = 1 }: Contestant,
): Promise<StrategyRow> => {
  const figures: Figures[] = []
  for (let seed = 1; seed <= runs; seed++)
    figures.push(await run(factory(), spaces[space] as Space, objectives, marks, seed))
  const us = mediansOf(figures.map(figure => figure.us))
  return { space, strategy, us, saveUs: median(figures.map(figure => figure.saveUs)) }
}

interface PeerRow {
  readonly strategy: string
  readonly peer: string
  readonly us: Row
  /** Of ours. */
  readonly times: Row
  readonly skipped?: string
}

/** The like of a strategy, on the same space. */
const peerRows = (python: string, { space, strategy, us: ours }: StrategyRow): PeerRow[] => {
  const names = peersOf(strategy)
  if (names.length === 0) return []
  const given = { names, space: spaces[space] as Space, marks, seconds: Number(options.seconds), cpu: options.cpu }
  const found = Array.from({ length: runs }, (_, i) => peerFigures(python, { ...given, seed: i + 1 }))
  return names.map(peer => {
    const us = mediansOf(found.map(figures => figures.us[peer] ?? []))
    const times = us.map((theirs, i) => {
      const own = ours[i] ?? null
      return theirs === null || own === null ? null : theirs / own
    })
    const skipped = found[0]?.skipped[peer]
    return { strategy, peer, us, times, ...(skipped !== undefined && { skipped }) }
  })
}

const marks = options.trials.split(',').map(Number)
const runs = Number(options.runs)
const rows: StrategyRow[] = []
const peers: PeerRow[] = []
const say = (line: string): void => {
  if (!options.json) console.log(line)
}
const contestants: Readonly<Record<string, Contestant>> = { 'the bench itself': { factory: nothing }, ...strategies }
say(`ask + tell in microseconds a trial, at ${marks.join(', ')} trials; one save after the last`)
for (const space of Object.keys(spaces)) {
  if (options.space !== undefined && options.space !== space) continue
  for (const [strategy, contestant] of Object.entries(contestants)) {
    if (options.only !== undefined && !strategy.startsWith(options.only)) continue
    const row = await rowOf(space, strategy, contestant)
    rows.push(row)
    say(`${space}  ${strategy.padEnd(36)}${shown(row.us, 1)}   save ${row.saveUs.toFixed(0)}`)
    if (options.peer === undefined || space !== 'plain') continue
    for (const beside of peerRows(options.peer, row)) {
      peers.push(beside)
      const { peer, us, times, skipped } = beside
      const line = skipped === undefined ? `${shown(us, 1)}   times ours: ${shown(times, 2)}` : `   skipped: ${skipped}`
      say(`         ${peer.padEnd(34)}${line}`)
    }
  }
}
if (options.json) console.log(JSON.stringify({ marks, runs, rows, peers }))
