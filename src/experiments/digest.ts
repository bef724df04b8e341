import { createHash } from 'node:crypto'

/** Tells definitions apart: equal for equal parts, and for no others. */
export const digestOf = (parts: readonly (string | Uint8Array)[]): string => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part).update('\0')
  return hash.digest('hex').slice(0, 20)
}
