import { fault, type SpaceError } from '../core/index.js'

/** The error for a name that no parameter has, with the nearest one that there is. */
export const unknownName = (name: string, known: readonly string[], place: string): SpaceError => {
  const message = `expected a parameter of the space in ${place}, got \`${name}\`${suggestion(name, known)}`
  return fault('InvalidConstraint', message, { details: { name } })
}

/** ` (did you mean ...?)`, or nothing where no known name is near. */
export const suggestion = (name: string, known: readonly string[]): string => {
  let best: string | undefined
  let bestDistance = Math.max(2, name.length / 3) + 1
  for (const candidate of known) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase())
    if (distance < bestDistance) {
      best = candidate
      bestDistance = distance
    }
  }
  return best === undefined ? '' : ` (did you mean \`${best}\`?)`
}

/** Levenshtein distance. */
const editDistance = (a: string, b: string): number => {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const current = [i]
    for (let j = 1; j <= b.length; j++) {
      const substitution = (previous[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1)
      current.push(Math.min(substitution, (previous[j] as number) + 1, (current[j - 1] as number) + 1))
    }
    previous = current
  }
  return previous[b.length] as number
}
