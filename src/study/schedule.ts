import type { Outcome, PendingTrial } from '../core/index.js'

/** What a schedule drives. */
export interface TrialRunner {
  readonly parallel: number
  /** Trials asked for and not told: those of a killed run, at the start. */
  readonly pending: readonly PendingTrial[]
  /** The next trial, or undefined where the run is over. */
  next(): PendingTrial | undefined | Promise<PendingTrial | undefined>
  evaluate(trial: PendingTrial, signal: AbortSignal): Promise<Outcome>
  evaluateSync(trial: PendingTrial): Outcome
  settle(trial: PendingTrial, outcome: Outcome): void | Promise<void>
}

interface Flight {
  readonly trial: PendingTrial
  /** Never rejects: nobody may be looking when it does. */
  readonly landed: Promise<{ readonly outcome: Outcome } | { readonly thrown: unknown }>
}

/** Trial n is asked for when exactly 0 .. n - parallel have been told, in order: deterministic. True where it ran to its end. */
export const runFixedLag = (runner: TrialRunner, signal: AbortSignal): Promise<boolean> =>
  fly(runner, signal, async flights => flights[0] as Flight)

/** Whatever lands first is told first: nobody waits for a straggler. True where it ran to its end. */
export const runAsap = (runner: TrialRunner, signal: AbortSignal): Promise<boolean> =>
  fly(runner, signal, flights => Promise.race(flights.map(flight => flight.landed.then(() => flight))))

const fly = async (
  runner: TrialRunner,
  signal: AbortSignal,
  choose: (flights: readonly Flight[]) => Promise<Flight>,
): Promise<boolean> => {
  // One trial that throws (a missing package, a broken reward or store) ends the run: those beside it are cancelled, not left behind.
  const abort = new AbortController()
  const both = AbortSignal.any([signal, abort.signal])
  const launch = (trial: PendingTrial): Flight => ({
    trial,
    landed: runner.evaluate(trial, both).then(
      outcome => ({ outcome }),
      (thrown: unknown) => ({ thrown }),
    ),
  })
  let flights = runner.pending.map(launch)
  let more = true
  try {
    while (true) {
      while (more && !signal.aborted && flights.length < runner.parallel) {
        const trial = await runner.next()
        if (trial) flights.push(launch(trial))
        else more = false
      }
      if (flights.length === 0) return !signal.aborted
      const first = await choose(flights)
      const landed = await first.landed
      if (signal.aborted) return false
      if ('thrown' in landed) throw landed.thrown
      flights = flights.filter(flight => flight !== first)
      await runner.settle(first.trial, landed.outcome)
    }
  } finally {
    abort.abort()
    await Promise.all(flights.map(flight => flight.landed))
  }
}

/** Trials between two looks at the event loop, so that Ctrl-C is heard. */
const BREATH = 1024

/** One trial after the other without a promise wherever agent and profiler make none. True where it ran to its end. */
export const runSync = async (runner: TrialRunner, signal: AbortSignal): Promise<boolean> => {
  for (const trial of runner.pending) await runner.settle(trial, runner.evaluateSync(trial))
  for (let n = 1; ; n++) {
    if (signal.aborted) return false
    const asked = runner.next()
    const trial = asked instanceof Promise ? await asked : asked
    if (!trial) return true
    const settled = runner.settle(trial, runner.evaluateSync(trial))
    if (settled instanceof Promise) await settled
    if (n % BREATH === 0) await new Promise(resolve => setImmediate(resolve))
  }
}
