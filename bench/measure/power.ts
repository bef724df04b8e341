import { makeRng } from '#src/core/index.js'
import { median, std } from '#src/numeric/index.js'
import { measure } from '#src/profilers/index.js'
import { type Duel, duel, type MeasureOnce, type Verdict } from './duel.js'
import { spin, stepsFor } from './functions.js'
import { NOISES, type Noise, noisyMachine } from './noisy-machine.js'

/** The planted difference. */
export const EFFECT = 1.05

/** How often a way of comparing was right about a planted difference, and wrong about none. */
export interface Rate {
  /** The slower one was called slower. */
  readonly power: number
  /** Where both were equal, one was called faster. */
  readonly falseAlarms: number
}

export interface PowerRow {
  readonly noise: string
  /** Pairs with a planted difference, and as many without. */
  readonly pairs: number
  readonly once: Rate
  readonly confirmed: Rate
  readonly speedup: Rate
  /** Standard deviation of the logarithm of a ratio within a round. */
  readonly perRound: number
}

/** What a comparison spends on each configuration. */
export interface Spending {
  readonly rounds: number
  readonly timeMs: number
  readonly warmupMs: number
}

/** Simulated machines of stated noise: a call takes 1 ms, and the rival 1.05 ms or as long. */
export const simulatedPower = async (spending: Spending, pairs: number): Promise<readonly PowerRow[]> => {
  const rows: PowerRow[] = []
  const [allEqual, allPlanted]: [Duel[], Duel[]] = [[], []]
  for (const [name, noise] of Object.entries(NOISES)) {
    const [equal, planted]: [Duel[], Duel[]] = [[], []]
    for (let pair = 0; pair < pairs; pair++) {
      equal.push(await simulatedDuel(noise, 1, spending, `${name}/equal/${pair}`))
      planted.push(await simulatedDuel(noise, EFFECT, spending, `${name}/planted/${pair}`))
    }
    rows.push(rowOf(name, equal, planted))
    allEqual.push(...equal)
    allPlanted.push(...planted)
  }
  return [...rows, rowOf('all pairs above', allEqual, allPlanted)]
}

const simulatedDuel = (noise: Noise, effect: number, spending: Spending, seed: string): Promise<Duel> => {
  const machine = noisyMachine(noise, makeRng(seed))
  const measureOnce: MeasureOnce = which => {
    machine.begin()
    const callMs = which === 'plain' ? 1 : effect
    return measure(() => machine.call(callMs), { ...spending, clock: machine.clock, relativeWidth: 0 })()
  }
  return duel(measureOnce, spending.rounds, seed)
}

/** This machine, with whatever noise it has: the same loop, or with 5% more steps. */
export const realPower = async (spending: Spending, pairs: number): Promise<PowerRow> => {
  const steps = stepsFor(0.2)
  const [equal, planted]: [Duel[], Duel[]] = [[], []]
  for (let pair = 0; pair < pairs; pair++) {
    for (const [effect, duels] of [
      [1, equal],
      [EFFECT, planted],
    ] as const) {
      const measureOnce: MeasureOnce = which => {
        const count = which === 'plain' ? steps : Math.round(effect * steps)
        return measure(() => spin(count), { ...spending, relativeWidth: 0 })()
      }
      duels.push(await duel(measureOnce, spending.rounds, `${effect}/${pair}`))
    }
  }
  return rowOf('this machine', equal, planted)
}

const rowOf = (noise: string, equal: readonly Duel[], planted: readonly Duel[]): PowerRow => {
  const rate = (way: (duel: Duel) => Verdict): Rate => ({
    power: planted.filter(found => way(found) === 'plain').length / planted.length,
    falseAlarms: equal.filter(found => way(found) !== 'none').length / equal.length,
  })
  return {
    noise,
    pairs: equal.length,
    once: rate(found => found.once),
    confirmed: rate(found => found.confirmed),
    speedup: rate(found => found.speedup),
    perRound: median(equal.map(({ logs }) => std(logs))),
  }
}
