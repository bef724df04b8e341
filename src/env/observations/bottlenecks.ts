import type { OpProfile } from '../../core/index.js'
import type { ObservationPart } from './part.js'
import { expectCount } from './relative.js'

/** Shares of operators in the last trial's time, 0 to 1: of those named, or of the n longest; 0 for what is not there. */
export const bottlenecks = (which: readonly string[] | number): ObservationPart => {
  if (typeof which === 'number') expectCount('bottlenecks', which)
  const names = typeof which === 'number' ? Array.from({ length: which }, (_, i) => `#${i + 1}`) : which
  return () => ({
    names: names.map(name => `lastOp/${name}`),
    low: 0,
    high: 1,
    write: ({ trials }, row) => {
      const outcome = trials.at(-1)?.outcome
      if (outcome?._tag === 'Measured') row.set(bottleneckFeatures(outcome.profile.ops ?? [], which))
    },
  })
}

/** Shares in the time of all operators, 0 to 1: of those named, or of the n longest; 0 for what is not there. */
export const bottleneckFeatures = (ops: readonly OpProfile[], which: readonly string[] | number): readonly number[] => {
  if (typeof which !== 'number') return which.map(name => ops.find(op => op.name === name)?.share ?? 0)
  const shares = ops.map(({ share }) => share).sort((a, b) => b - a)
  return Array.from({ length: which }, (_, i) => shares[i] ?? 0)
}
