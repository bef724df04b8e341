import { type Clock, type Rng, simulatedClock } from '#src/core/index.js'

/** How the time of a call varies, as stated; what is left out does not occur. */
export interface Noise {
  /** Standard deviation of the logarithm, independent from call to call. */
  readonly jitter: number
  /** Part of the calls that are interrupted, each for an exponential time, by this many calls' time on average. */
  readonly spikes?: { readonly share: number; readonly calls: number }
  /** A state of the machine that comes and goes: standard deviation of the logarithm, and after what time it is forgotten. */
  readonly wander?: { readonly std: number; readonly memoryMs: number }
  /** Part by which everything becomes slower with each second. */
  readonly driftPerSecond?: number
  /** Standard deviation of the logarithm from measurement to measurement: layout of memory, choices of the compiler. */
  readonly runs?: number
}

/** The noises that the power is stated for. */
export const NOISES: Readonly<Record<string, Noise>> = {
  'calls differ by 10%': { jitter: 0.1 },
  '5%, and 2% are interrupted for 3 calls': { jitter: 0.05, spikes: { share: 0.02, calls: 3 } },
  '5%, and slower by 3% each second': { jitter: 0.05, driftPerSecond: 0.03 },
  '5%, and wandering by 3% (0.2 s)': { jitter: 0.05, wander: { std: 0.03, memoryMs: 200 } },
  '5%, and runs differ by 2%': { jitter: 0.05, runs: 0.02 },
  'the last four together': {
    jitter: 0.05,
    spikes: { share: 0.02, calls: 3 },
    driftPerSecond: 0.03,
    wander: { std: 0.03, memoryMs: 200 },
    runs: 0.02,
  },
}

/** A machine whose calls take simulated time. */
export interface NoisyMachine {
  readonly clock: Clock
  /** A new measurement begins. */
  begin(): void
  /** One call of a function that takes `ms` where nothing disturbs it. */
  call(ms: number): void
}

export const noisyMachine = (
  { jitter, spikes, wander, driftPerSecond = 0, runs = 0 }: Noise,
  rng: Rng,
): NoisyMachine => {
  const clock = simulatedClock()
  let state = wander === undefined ? 0 : wander.std * rng.normal()
  let run = 1
  return {
    clock,
    begin: () => {
      run = Math.exp(runs * rng.normal())
    },
    call: ms => {
      let tookMs = ms * run * Math.exp(jitter * rng.normal()) * (1 + (driftPerSecond * clock.nowMs()) / 1000)
      if (wander !== undefined) {
        // An Ornstein-Uhlenbeck process, looked at from call to call.
        const kept = Math.exp(-ms / wander.memoryMs)
        state = state * kept + wander.std * Math.sqrt(1 - kept * kept) * rng.normal()
        tookMs *= Math.exp(state)
      }
      if (spikes !== undefined && rng.next() < spikes.share) tookMs -= spikes.calls * ms * Math.log(1 - rng.next())
      clock.spend(tookMs)
    },
  }
}
