import type { Config, Outcome, Trial } from '#src/core/index.js'
import type { ReportStudy } from '#src/report/index.js'

const trial = (number: number, config: Config, outcome: Outcome): Trial => ({
  number,
  slot: 0,
  config,
  fingerprint: `f${number}`,
  fidelity: 1,
  origin: 'agent',
  repeat: false,
  outcome,
  reward: -number,
  finishedMs: 10 * number,
})

/** A measured trial; its losses are what is to be minimised. */
export const measured = (
  number: number,
  config: Config,
  objectives: Readonly<Record<string, number>>,
  { violation = 0, notes = [] as readonly string[] } = {},
): Trial =>
  trial(number, config, {
    _tag: 'Measured',
    profile: { metrics: objectives, costMs: 250, phases: {}, machine: 'm', notes },
    objectives,
    losses: Object.values(objectives),
    violations: violation > 0 ? { memory: violation } : {},
    violation,
    feasible: violation === 0,
  })

export const failed = (number: number, config: Config, message: string): Trial =>
  trial(number, config, { _tag: 'Failed', failure: { _tag: 'RunFailed', message }, costMs: 50 })

export const pruned = (number: number, config: Config): Trial =>
  trial(number, config, { _tag: 'Pruned', step: 3, costMs: 20 })

/** Five trials of two objectives; 0 and 2 are the front. */
export const TRIALS: readonly Trial[] = [
  measured(0, { backend: 'wasm', tile: 8 }, { latency: 1, size: 900 }, { notes: ['precision changes only the size'] }),
  measured(1, { backend: 'cpu', tile: 8 }, { latency: 4, size: 950 }, { notes: ['precision changes only the size'] }),
  measured(2, { backend: 'cpu', tile: 16, simd: true }, { latency: 2, size: 300 }),
  measured(3, { backend: 'cpu', tile: 32 }, { latency: 0.5, size: 100 }, { violation: 0.75 }),
  failed(4, { backend: 'wasm', tile: 64 }, 'the tile does not fit'),
  pruned(5, { backend: 'wasm', tile: 32 }),
]

export const study = (more: Partial<ReportStudy> = {}): ReportStudy => ({
  header: {
    name: 'kernel',
    agent: 'nsga2',
    profiler: 'fake',
    seed: 42,
    parallel: 2,
    schedule: 'fixedLag',
    createdAt: '2026-01-01T00:00:00.000Z',
    machine: 'machine-1',
    version: '0.1.0',
    space: {},
    constraints: {},
  },
  objectives: [
    { name: 'latency', direction: 'minimize', unit: 'ms' },
    { name: 'size', direction: 'minimize', unit: 'bytes' },
  ],
  trials: TRIALS,
  front: [0, 2],
  best: 0,
  baseline: 1,
  ...more,
})
