import type { Clock } from '../../core/index.js'

const known = new WeakMap<Clock, number>()

/**
 * The smallest step in ms that the clock can show: its resolution, or the time that reading it takes where that is more.
 * 0 for a clock that stands still unless told. Found once per clock.
 */
export const tickMs = (clock: Clock): number => {
  const found = known.get(clock)
  if (found !== undefined) return found
  let smallest = Number.POSITIVE_INFINITY
  for (let round = 0; round < 20; round++) {
    const from = clock.nowMs()
    let now = from
    for (let reading = 0; reading < 10_000 && now === from; reading++) now = clock.nowMs()
    if (now > from) smallest = Math.min(smallest, now - from)
  }
  const tick = Number.isFinite(smallest) ? smallest : 0
  known.set(clock, tick)
  return tick
}
