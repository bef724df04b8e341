import type { Config, Outcome } from '#src/core/index.js'
import { choice, defineSpace, flag, integer, on, ordinal, real } from '#src/space/index.js'
import { failed, measured } from '../agents/loop.js'

/** A made-up kernel: time against memory, where large tiles need memory, and vectors only pay with an even unroll. */
export const kernelSpace = defineSpace(
  {
    tile: ordinal(4, 8, 16, 32, 64, 128),
    batch: integer(1, 512, { scale: 'log' }),
    unroll: integer(1, 16),
    layout: choice('row', 'column', 'blocked'),
    vector: flag(),
    share: real(0, 1),
    cache: real(0.01, 100, { scale: 'log' }),
  },
  {
    where: [on(['tile', 'batch'], c => c.tile * c.batch <= 8192, { name: 'fits' })],
    when: { cache: c => c.layout === 'blocked' },
  },
)

/** Two losses, a constraint on a metric, and failures. */
export const kernelOutcome = (config: Config): Outcome => {
  const { tile, batch, unroll, layout, vector, share, cache = 1 } = config as Record<string, number>
  const speed = Math.log2(tile as number) + Math.log2(batch as number) + (String(layout) === 'blocked' ? 2 : 0)
  const vectors = vector ? ((unroll as number) % 2 === 0 ? 1.5 : -1) : 0
  const time = 20 - speed - vectors + Math.abs((unroll as number) - 8) / 4 + Math.abs(Math.log10(cache))
  const memory = (tile as number) / 16 + Math.sqrt(batch as number) + 5 * (share as number) ** 2
  // A metric that must not exceed 1, and configurations that do not run.
  const excess = Math.max(0, 1.5 - (share as number) - (vector ? 0.5 : 0) - 0.5)
  if (String(layout) === 'column' && (unroll as number) > 12) return failed
  return measured([time, memory], excess)
}

/** What a front is made of. */
export const feasibleLosses = (outcomes: readonly Outcome[]): (readonly number[])[] =>
  outcomes.flatMap(outcome => (outcome._tag === 'Measured' && outcome.feasible ? [outcome.losses] : []))
