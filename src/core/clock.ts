/** The only teller of time. Recorded problems run on a simulated clock, everything else on the wall's. */
export interface Clock {
  /** Milliseconds since an arbitrary start, never going backwards. */
  nowMs(): number
  /** Lets `costMs` pass: a simulated clock jumps ahead, the wall clock needs no telling. */
  spend(costMs: number): void
}

/** Monotonic wall time. */
export const wallClock = (): Clock => ({ nowMs: () => performance.now(), spend: () => {} })

/** Time that passes only by `spend`: what recorded trials cost. */
export const simulatedClock = (): Clock => {
  let now = 0
  return {
    nowMs: () => now,
    spend: costMs => {
      now += costMs
    },
  }
}
