import type { Outcome } from '#src/core/index.js'
import { agentFactory, choice, configure, createStudy, defineSpace, minimize, moduleProfiler } from '#src/index.js'
import type { Kind } from './planted-module.js'

export interface PlantedRow {
  readonly planted: Kind
  readonly expected: string
  readonly got: string
  /** The outcome in words. */
  readonly message: string
  readonly isRight: boolean
  readonly seconds: number
}

/** In the order in which they are tried; a crash comes last, as the process that remembers the best goes with it. */
const EXPECTED: Readonly<Record<Kind, string>> = {
  sound: 'measured',
  slow: 'measured, stopped early',
  leak: 'RunFailed',
  wrong: 'WrongOutput',
  nan: 'InvalidMetric',
  hang: 'TimedOut',
  crash: 'Crashed',
}
const KINDS = Object.keys(EXPECTED) as Kind[]

/** One study over sound and planted configurations, each of which costs its trial and nothing else. */
export const tryPlanted = async (): Promise<readonly PlantedRow[]> => {
  const study = await createStudy({
    space: defineSpace({ kind: choice(...KINDS) }),
    profiler: moduleProfiler(new URL('./planted-module.js', import.meta.url), {
      name: 'planted',
      metrics: {
        latencyMs: { unit: 'ms', better: 'lower' },
        throughput: { unit: 'items/s', better: 'higher' },
        score: { unit: '' },
      },
    }),
    objectives: { latency: minimize('latencyMs') },
    agent: agentFactory('one by one', () => {
      let next = 0
      return {
        name: 'one by one',
        ask: requests =>
          requests.map(() => {
            const kind = KINDS[next++]
            return kind && { action: configure({ kind }) }
          }),
        tell: () => {},
        save: () => ({ kind: 'one by one', version: 1, json: next, buffers: {} }),
      }
    }),
    budget: { trials: KINDS.length + 1 },
    timeoutMs: 15_000,
  })
  try {
    const { trials } = await study.run()
    return trials.map(({ config, outcome }) => {
      const { got, message, costMs } = inWords(outcome)
      const expected = EXPECTED[config.kind]
      return { planted: config.kind, expected, got, message, isRight: got === expected, seconds: costMs / 1000 }
    })
  } finally {
    await study.close()
  }
}

const inWords = (outcome: Outcome): { got: string; message: string; costMs: number } => {
  if (outcome._tag === 'Pruned') return { got: 'pruned', message: '', costMs: outcome.costMs }
  if (outcome._tag === 'Failed') {
    const { failure, costMs } = outcome
    return { got: failure._tag, message: failure.message, costMs }
  }
  const { notes = [], costMs } = outcome.profile
  const stopped = notes.find(note => note.startsWith('stopped early'))
  return { got: stopped === undefined ? 'measured' : 'measured, stopped early', message: stopped ?? '', costMs }
}
