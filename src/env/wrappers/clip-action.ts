import type { Env } from '../env.js'
import type { BoxSpace } from '../spaces.js'
import { boxOf, wrap } from './wrap.js'

/**
 * Takes any real numbers for actions and moves those outside the environment's box to its bounds. Throws InvalidStudy where its actions are no box.
 *
 * @see Gymnasium, wrappers.ClipAction
 */
export const clipAction = (env: Env<readonly number[]>): Env<readonly number[]> => {
  const { kind, size, names, low, high } = boxOf('clipAction', env)
  const actionSpace: BoxSpace = {
    kind,
    size,
    names,
    low: new Float32Array(size).fill(-Infinity),
    high: new Float32Array(size).fill(Infinity),
  }
  const clipped = (value: number, i: number): number => Math.min(high[i] as number, Math.max(low[i] as number, value))
  return wrap(env, { actionSpace, step: action => env.step(action.map(clipped)) })
}
