import { type ErrorCode, fault, messageOf, ParetuneError } from '../core/index.js'
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

/** Names the place in all that is thrown on the way: by files, options, and modules of others. */
export const at = async <T>(
  place: string,
  act: () => T | Promise<T>,
  otherwise: ErrorCode = 'InvalidExperiment',
): Promise<T> => {
  try {
    return await act()
  } catch (thrown) {
    const message = messageOf(thrown)
    const [code, details] = thrown instanceof ParetuneError ? [thrown.code, thrown.details] : [otherwise, {}]
    const placed = message.startsWith(place) ? message : `${place}: ${message}`
    throw new ParetuneError(fault(code, placed, { details, cause: thrown }))
  }
}
