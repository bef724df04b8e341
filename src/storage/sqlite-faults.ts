import { fault, messageOf, type StoreError } from '../core/index.js'

/** Why a file cannot be opened, thrown to where errors become values. */
export class Unreadable extends Error {}

// Primary result codes (https://sqlite.org/rescode.html). libsql has no names for some of the extended ones.
const BUSY = 5
const LOCKED = 6
const READONLY = 8
const CORRUPT = 11
const CANTOPEN = 14
const NOTADB = 26

const codeOf = (thrown: unknown): number => Number((thrown as { readonly rawCode?: unknown } | null)?.rawCode) & 0xff

/** Whether another connection holds the file, so that trying again may help. */
export const isLocked = (thrown: unknown): boolean => [BUSY, LOCKED].includes(codeOf(thrown))

/** Whether the file cannot be written. */
export const isReadOnly = (thrown: unknown): boolean => codeOf(thrown) === READONLY

/** Whether the -shm that a file in WAL mode wants beside it could not be made. */
export const isWithoutShm = (thrown: unknown): boolean => [CANTOPEN, READONLY].includes(codeOf(thrown))

/** What SQLite threw, as a fault that names the file. */
export const faultOf = (thrown: unknown, path: string): StoreError => {
  const more = { cause: thrown, details: { path } }
  if (thrown instanceof Unreadable) return fault('StoreUnreadable', thrown.message, more)
  switch (codeOf(thrown)) {
    case NOTADB:
      return fault('StoreUnreadable', `expected a study file at ${path}, got a file that is not SQLite`, more)
    case CORRUPT:
      return fault('StoreUnreadable', `expected a study file at ${path}, got a damaged one: ${messageOf(thrown)}`, more)
    case CANTOPEN:
      return fault('StoreUnreadable', `expected a file that may be opened at ${path}, got: ${messageOf(thrown)}`, more)
    case READONLY:
      return fault('StoreReadOnly', `expected to write to ${path}, got a file that is read-only`, more)
    default:
      return fault('StoreFailed', `${path}: ${messageOf(thrown)}`, more)
  }
}
