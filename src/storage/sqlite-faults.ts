import { fault, messageOf, type StoreError } from '../core/index.js'

/** Why a file cannot be opened, thrown to where errors become values. */
export class Unreadable extends Error {}

/** Whether another connection holds the file, so that trying again may help. */
export const isLocked = (thrown: unknown): boolean => /^SQLITE_(BUSY|LOCKED)/.test(codeOf(thrown))

/** Whether SQLite says that the file, or its folder, cannot be written. */
export const isReadOnly = (thrown: unknown): boolean => codeOf(thrown).startsWith('SQLITE_READONLY')

/** Whether SQLite could not open the file, or the -wal and -shm beside it. */
export const isCannotOpen = (thrown: unknown): boolean => codeOf(thrown).startsWith('SQLITE_CANTOPEN')

/** What SQLite threw, as a fault that names the file. */
export const faultOf = (thrown: unknown, path: string): StoreError => {
  const more = { cause: thrown, details: { path } }
  if (thrown instanceof Unreadable) return fault('StoreUnreadable', thrown.message, more)
  const code = codeOf(thrown)
  if (code === 'SQLITE_NOTADB') {
    return fault('StoreUnreadable', `expected a study file at ${path}, got a file that is not SQLite`, more)
  }
  if (code.startsWith('SQLITE_CORRUPT')) {
    return fault('StoreUnreadable', `expected a study file at ${path}, got a damaged one: ${messageOf(thrown)}`, more)
  }
  if (isCannotOpen(thrown)) {
    return fault(
      'StoreUnreadable',
      `expected a file that this user may open at ${path}, got: ${messageOf(thrown)}`,
      more,
    )
  }
  if (isReadOnly(thrown)) {
    return fault('StoreReadOnly', `expected to write to ${path}, got a file that is read-only`, more)
  }
  return fault('StoreFailed', `${path}: ${messageOf(thrown)}`, more)
}

const codeOf = (thrown: unknown): string => String((thrown as { readonly code?: unknown } | undefined)?.code ?? '')
