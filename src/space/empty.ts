import { fault, type SpaceError } from '../core/index.js'

/** The error for constraints that together leave nothing. */
export const emptySpace = (constraints: readonly string[]): SpaceError => {
  const names = constraints.map(name => `\`${name}\``).join(' together with ')
  const message = `expected a space with at least one valid configuration, got none: nothing satisfies ${names}`
  return fault('EmptySpace', message, { details: { constraints } })
}
