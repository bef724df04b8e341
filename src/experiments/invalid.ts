import { fault, ParetuneError } from '../core/index.js'
import { suggestion } from '../space/index.js'

/** What is wrong with the definition of an experiment: told before anything runs. `got` is the text for people. */
export const invalid = (place: string, expected: string, got: string): ParetuneError =>
  new ParetuneError(fault('InvalidExperiment', `${place}: expected ${expected}, got ${got}`))

/** Throws InvalidExperiment for a key that is not known. */
export const expectKeys = (place: string, value: object, known: readonly string[]): void => {
  for (const key of Object.keys(value)) {
    if (known.includes(key)) continue
    const message = `${place}: expected one of ${known.join(', ')}, got \`${key}\`${suggestion(key, known)}`
    throw new ParetuneError(fault('InvalidExperiment', message))
  }
}
