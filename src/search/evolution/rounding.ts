import type { Rng, Value } from '../../core/index.js'
import type { Domain } from '../../space/index.js'

/**
 * The value of an ordered parameter at a place in [0, 1]. Between two values of a discrete one it is either, the nearer the likelier:
 * always the nearest would undo every move that is shorter than half of the way to the next.
 */
export const roundedValue = ({ size, valueNear }: Domain, place: number, rng: Rng): Value =>
  valueNear(size === Number.POSITIVE_INFINITY ? place : place + (rng.next() - 0.5) / Math.max(1, size - 1))
