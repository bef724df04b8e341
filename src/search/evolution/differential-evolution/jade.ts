import type { Json, Rng } from '../../../core/index.js'
import { mean } from '../../../numeric/index.js'

/** What one trial vector is made with. */
export interface Control {
  readonly F: number
  readonly CR: number
}

/** F and CR, drawn around means that follow those of trial vectors that succeeded. */
export interface Adaptation {
  draw(rng: Rng): Control
  /** A trial vector was told, and has replaced its target or not. */
  tell(control: Control, isSuccess: boolean): void
  save(): Json
}

/** c, by which part the means move to those of a generation's successes. @see Zhang & Sanderson 2009, section V */
const RATE = 0.1

/**
 * Self-adaptation of JADE, whose generations are as many trial vectors as the population is large.
 * @see Zhang & Sanderson 2009, "JADE: adaptive differential evolution with optional external archive", section III-C (symbols as there)
 */
export const adaptationOf = (population: number, saved?: Json): Adaptation => {
  let { muF, muCR, told, successes } = (saved as unknown as Progress | undefined) ?? START
  return {
    draw: rng => {
      const CR = Math.max(0, Math.min(1, rng.normal(muCR, 0.1)))
      let F = 0
      while (F <= 0) F = Math.min(1, muF + 0.1 * cauchy(rng))
      return { F, CR }
    },
    tell: (control, isSuccess) => {
      told++
      if (isSuccess) successes = [...successes, control]
      if (told < population) return
      if (successes.length > 0) {
        muF += RATE * (lehmerMean(successes.map(({ F }) => F)) - muF)
        muCR += RATE * (mean(successes.map(({ CR }) => CR)) - muCR)
      }
      successes = []
      told = 0
    },
    save: () => ({ muF, muCR, told, successes }) satisfies Progress as unknown as Json,
  }
}

interface Progress {
  readonly muF: number
  readonly muCR: number
  /** Of the running generation. */
  readonly told: number
  readonly successes: readonly Control[]
}

const START: Progress = { muF: 0.5, muCR: 0.5, told: 0, successes: [] }

/** A standard Cauchy number, by the inverse of its distribution function. */
const cauchy = (rng: Rng): number => Math.tan(Math.PI * (rng.next() - 0.5))

const lehmerMean = (values: readonly number[]): number => mean(values.map(value => value ** 2)) / mean(values)
