import { type Json, show } from '../../core/index.js'

/** Thrown while a file is read, and turned into an InvalidSpace at its end. */
export class Malformed extends Error {}

/** Ends the reading: what was expected where, and what came. */
export const expected = (what: string, place: string, got: unknown): never => {
  throw new Malformed(`expected ${what} in ${place}, got ${got === undefined ? 'nothing' : show(got)}`)
}

export const recordOf = (json: unknown, place: string): Readonly<Record<string, Json>> =>
  typeof json === 'object' && json !== null && !Array.isArray(json)
    ? (json as Record<string, Json>)
    : expected('an object', place, json)

/** An optional list. */
export const listOf = (json: unknown, place: string): readonly Json[] => {
  if (json === undefined || json === null) return []
  return Array.isArray(json) ? (json as readonly Json[]) : expected('a list', place, json)
}
