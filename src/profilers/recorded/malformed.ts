import { show } from '../../core/index.js'

/** Thrown while a recording is read, and turned into an InvalidRecording there; its message has no name of a file yet. */
export class Malformed extends Error {}

/** Ends the reading: what was expected where, and what came. */
export const expected = (what: string, place: string, got: unknown): never => {
  throw new Malformed(`expected ${what} in ${place}, got ${got === undefined ? 'nothing' : show(got)}`)
}
