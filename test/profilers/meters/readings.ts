import { isLeft } from '#src/core/fp.js'
import type { Instrument, Meter, Reading } from '#src/profilers/meters/index.js'

/** The instrument of a meter that the machine has to have. */
export const opened = async <M extends string>(meter: Meter<M>): Promise<Instrument<M>> => {
  const instrument = await meter.open()
  if (isLeft(instrument)) throw new Error(instrument.left)
  return instrument.right
}

/** What a meter reads while the work is done, looking every 20 ms as `metered` does, or less often. */
export const readingOf = async <M extends string>(
  meter: Meter<M>,
  work: () => unknown,
  { runs = 1, pid, pollMs = 20 }: { readonly runs?: number; readonly pid?: number; readonly pollMs?: number } = {},
): Promise<Reading<M>> => {
  const instrument = await opened(meter)
  await instrument.start(pid)
  const beganMs = performance.now()
  const timer = setInterval(() => void instrument.poll?.(), pollMs)
  try {
    await work()
  } finally {
    clearInterval(timer)
  }
  const reading = await instrument.stop({ wallMs: performance.now() - beganMs, runs })
  await instrument.close?.()
  return reading
}

/** Of a reading that has to have it. */
export const figure = <M extends string>({ metrics, absent }: Reading<M>, name: M): number => {
  const value = metrics[name]
  if (value === undefined) throw new Error(`expected ${name}, got none: ${absent?.[name]}`)
  return value
}

/** Uses the processor for this time of its own, however long that takes. */
export const burn = (cpuMs: number): void => {
  const before = process.cpuUsage()
  for (;;) {
    const { user, system } = process.cpuUsage(before)
    if (user + system >= 1000 * cpuMs) return
  }
}
