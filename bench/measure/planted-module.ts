import { timed } from '#src/profilers/index.js'
import { spin } from './functions.js'

/** What is planted. */
export type Kind = 'sound' | 'slow' | 'leak' | 'wrong' | 'nan' | 'hang' | 'crash'

const STEPS = 20_000
const kept: Uint8Array[] = []

/** Measured in a process of its own, by the same profiler one after the other, as in any study. */
export const profiler = timed({
  name: 'planted',
  setup: (config: { readonly kind: Kind }) => config,
  run: ({ kind }) => {
    if (kind === 'leak') kept.push(new Uint8Array(1000))
    if (kind === 'hang') for (;;);
    if (kind === 'crash') process.kill(process.pid, 'SIGSEGV')
    return spin(kind === 'slow' ? 10 * STEPS : STEPS) + (kind === 'wrong' ? 1 : 0)
  },
  verify: (output, { kind }) => kind === 'slow' || output === spin(STEPS) || `expected ${spin(STEPS)}, got ${output}`,
  extra: { metrics: ['score'], measure: ({ kind }) => ({ score: kind === 'nan' ? Number.NaN : 1 }) },
  leaks: { fail: true },
  limits: { timeMs: 200, warmupMs: 100, slowerFactor: 3 },
})
