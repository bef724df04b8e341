/** The only teller of time. Recorded problems run on a simulated clock, everything else on the wall's. */
export interface Clock {
  /** Milliseconds since an arbitrary start, never going backwards. */
  nowMs(): number
  /** Lets `costMs` pass: a simulated clock jumps ahead, the wall clock needs no telling. */
  spend(costMs: number): void
  /** Date and time, ISO 8601; a simulated clock began in 1970. */
  date(): string
}

/** Monotonic wall time. */
export const wallClock = (): Clock => ({
  nowMs: () => performance.now(),
  spend: () => {},
  date: () => new Date().toISOString(),
})

/** Time that passes only by `spend`: what recorded trials cost. */
export const simulatedClock = (): Clock => {
  let now = 0
  return {
    nowMs: () => now,
    spend: costMs => {
      now += costMs
    },
    date: () => new Date(now).toISOString(),
  }
}
