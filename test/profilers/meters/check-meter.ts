import { setTimeout as sleep } from 'node:timers/promises'
import { isLeft } from '#src/core/fp.js'
import { messageOf } from '#src/core/index.js'
import type { Instrument, Meter } from '#src/profilers/meters/index.js'

/** What of a window's reading breaks the contract: one sentence each. An instrument that throws has no reading, and may. */
const breachesOfWindow = async (
  meter: Meter,
  instrument: Instrument,
  when: string,
  pids: readonly (number | undefined)[],
): Promise<string[]> => {
  const breaches: string[] = []
  try {
    for (const pid of pids) await instrument.start(pid)
    const beganMs = performance.now()
    for (let look = 0; look < 3; look++) {
      await sleep(10)
      await instrument.poll?.()
    }
    const { metrics, absent } = await instrument.stop({ wallMs: performance.now() - beganMs, runs: 2 })
    for (const name of new Set([...Object.keys(metrics), ...meter.metrics.map(spec => spec.name)])) {
      const [value, reason] = [metrics[name], absent?.[name]]
      if (!meter.metrics.some(spec => spec.name === name)) breaches.push(`expected no metric but its own, got ${name}`)
      else if (value === undefined && !reason) breaches.push(`expected ${name} or a reason, got neither`)
      else if (value !== undefined && !(value >= 0 && Number.isFinite(value)))
        breaches.push(`expected ${name} to be finite and 0 or more, got ${value}`)
    }
  } catch (thrown) {
    if (messageOf(thrown) === '') breaches.push('expected a reason of what was thrown, got an empty message')
  }
  return breaches.map(breach => `${meter.name}, ${when}: ${breach}`)
}

/** Tries whether a meter keeps its contract, on this process and on process `pid`: one sentence for each breach. */
export const checkMeter = async (meter: Meter, pid: number): Promise<readonly string[]> => {
  const breaches: string[] = []
  if (meter.name === '' || meter.metrics.length === 0) breaches.push('expected a meter with a name and metrics')
  for (const { name, optional } of meter.metrics)
    if (optional) breaches.push(`expected ${name} to be optional by being metered, not by itself`)
  const [opened, other] = [await meter.open(), await meter.open()]
  if (isLeft(opened) || isLeft(other)) {
    for (const { left } of [opened, other].filter(isLeft))
      if (!/^expected .*, got /s.test(left)) breaches.push(`expected a reason that says what is missing, got ${left}`)
    return breaches
  }
  const instrument = opened.right
  const windows = async (when: string): Promise<void> => {
    breaches.push(...(await breachesOfWindow(meter, instrument, when, [undefined])))
    breaches.push(...(await breachesOfWindow(meter, instrument, `${when}, of another process`, [pid])))
    breaches.push(...(await breachesOfWindow(meter, instrument, `${when}, started twice`, [undefined, pid, undefined])))
  }
  // Allowed to throw, not to break what comes after.
  await Promise.resolve()
    .then(() => instrument.stop({ wallMs: 1, runs: 1 }))
    .catch(() => {})
  await windows('after a stop without a start')
  const together = await Promise.all([
    breachesOfWindow(meter, instrument, 'beside another one', [undefined]),
    breachesOfWindow(meter, other.right, 'beside another one', [undefined]),
  ])
  breaches.push(...together.flat())
  await instrument.start()
  for (const ended of [instrument, instrument, other.right]) await ended.close?.()
  return breaches
}
