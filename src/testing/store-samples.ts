import type { PendingTrial } from '../core/index.js'
import type { Checkpoint, LogEntry, StudyHeader } from '../storage/store.js'

// What the store rules keep and expect back.

export const header = (name: string): StudyHeader => ({
  name,
  space: { tile: { kind: 'ordinal', values: [8, 16] } },
  spaceId: 'space-1',
  objectives: { latency: { direction: 'minimize' } },
  constraints: {},
  agent: 'random',
  seed: 42,
  parallel: 2,
  schedule: 'fixedLag',
  profiler: 'fake',
  metrics: [],
  baseline: { tile: 8 },
  createdAt: '2026-01-01T00:00:00.000Z',
  machine: 'machine-1',
  version: '0.1.0',
})

export const pending = (number: number, reason = `reason ${number}`): PendingTrial => ({
  number,
  slot: number % 2,
  config: { tile: 8, backend: 'wasm', simd: true, rate: 0.1 + 0.2 },
  fingerprint: `f${number}`,
  fidelity: 1,
  origin: 'agent',
  repeat: false,
  reason,
  memo: { logProbability: -1e-300, path: [1, [2, { deep: null }]] },
})
export const asked = (number: number, reason?: string): LogEntry => ({ _tag: 'Asked', trial: pending(number, reason) })
export const failed = (number: number): LogEntry => ({
  _tag: 'Told',
  trial: number,
  outcome: { _tag: 'Failed', failure: { _tag: 'RunFailed', message: 'out of luck' }, costMs: 0.5 },
  reward: -1,
  finishedMs: 12.25,
})
export const measured = (number: number, samples: readonly number[], notes: readonly string[] = []): LogEntry => ({
  _tag: 'Told',
  trial: number,
  outcome: {
    _tag: 'Measured',
    profile: {
      metrics: {
        accuracy: 0.97,
        latencyMs: {
          unit: 'ms',
          n: samples.length,
          median: 1.5,
          mean: Number.MIN_VALUE,
          p90: Number.MAX_SAFE_INTEGER,
          p95: -0,
          p99: Number.NaN,
          mad: Number.POSITIVE_INFINITY,
          std: Number.NEGATIVE_INFINITY,
          ciLow: 1 / 3,
          ciHigh: 1e21,
          outliers: 0,
          samples,
        },
      },
      costMs: 3,
      phases: { setup: 1 },
      machine: 'machine-1',
      notes,
    },
    objectives: { latency: 1.5 },
    losses: [1.5],
    violations: {},
    violation: 0,
    feasible: true,
  },
  reward: 1.5,
  reports: [
    { step: 1, metrics: { latencyMs: 2, accuracy: Number.NaN } },
    { step: 10, metrics: { latencyMs: 1.5 } },
  ],
  finishedMs: 15,
})
export const checkpoint = (position: number, buffers: Readonly<Record<string, Uint8Array>>): Checkpoint => ({
  position,
  agent: { kind: 'fake', version: 2, json: { rng: [1, 2, 3] }, buffers },
  study: { generation: position },
})
