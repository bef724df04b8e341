import { fault, ParetuneError } from '../../core/index.js'
import type { Env } from '../env.js'
import type { BoxSpace } from '../spaces.js'
import { boxOf, wrap } from './wrap.js'

/**
 * Actions in [-1, 1], stretched to the environment's box; what lies outside is stretched as well, so clip first where that may be. Throws
 * InvalidStudy where its actions are no box, or one without bounds.
 *
 * @see Gymnasium, wrappers.RescaleAction
 */
export const rescaleAction = (env: Env<readonly number[]>): Env<readonly number[]> => {
  const { kind, size, names, low, high } = boxOf('rescaleAction', env)
  const open = names.find((_, i) => !Number.isFinite(low[i]) || !Number.isFinite(high[i]))
  if (open !== undefined)
    throw new ParetuneError(fault('InvalidStudy', `rescaleAction: expected bounds of \`${open}\`, which has none`))
  const actionSpace: BoxSpace = {
    kind,
    size,
    names,
    low: new Float32Array(size).fill(-1),
    high: new Float32Array(size).fill(1),
  }
  const stretched = (value: number, i: number): number =>
    (low[i] as number) + ((value + 1) / 2) * ((high[i] as number) - (low[i] as number))
  return wrap(env, { actionSpace, step: action => env.step(action.map(stretched)) })
}
