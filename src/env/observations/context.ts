import { fault, ParetuneError, show } from '../../core/index.js'
import type { ObservationPart } from './part.js'

/**
 * What is known of the problem and the device, the same in every observation, for a policy that is to serve more than one of them.
 *
 * @param values Numbers in [-1, 1] by name, in the same order for each problem. Throws InvalidStudy for others: scale them, as by a logarithm.
 */
export const context = (values: Readonly<Record<string, number>>): ObservationPart => {
  const entries = Object.entries(values)
  for (const [name, value] of entries)
    if (!(value >= -1 && value <= 1))
      throw new ParetuneError(
        fault('InvalidStudy', `context: expected a number in [-1, 1] for \`${name}\`, got ${show(value)}`),
      )
  const numbers = entries.map(([, value]) => value)
  return () => ({
    names: entries.map(([name]) => `context/${name}`),
    low: -1,
    high: 1,
    write: (_, row) => row.set(numbers),
  })
}
