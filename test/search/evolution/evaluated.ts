import type { Json } from '#src/core/index.js'
import type { Evaluation } from '#src/search/index.js'

/** An evaluation with this loss (null: it failed), proposed with this memo, or by the caller. */
export const evaluated = (loss: number | null, memo: Json = null, own = true): Evaluation => ({
  trial: 0,
  config: {},
  losses: loss === null ? null : [loss],
  violation: 0,
  fidelity: 1,
  costMs: 1,
  own,
  memo,
})
