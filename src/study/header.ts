import { canonicalJson, fault, type Json, type StoreError, show } from '../core/index.js'
import { differences } from '../space/index.js'
import type { StudyHeader } from '../storage/store.js'

/** Why a stored study cannot be gone on with under a new definition, or undefined where it can. The budget may differ. */
export const mismatch = (stored: StudyHeader, now: StudyHeader, store: string): StoreError | undefined => {
  const found: string[] = stored.spaceId === now.spaceId ? [] : [...differences(stored.space, now.space)]
  if (stored.spaceId !== now.spaceId && found.length === 0)
    found.push('the space differs in a constraint or a condition')
  for (const key of [
    'objectives',
    'constraints',
    'agent',
    'seed',
    'parallel',
    'schedule',
    'profiler',
    'baseline',
  ] as const) {
    const [was, is] = [stored[key] as Json, now[key] as Json]
    if (canonicalJson(was) !== canonicalJson(is)) found.push(`${key} was ${show(was)} and is now ${show(is)}`)
  }
  if (found.length === 0) return undefined
  return fault(
    'StudyMismatch',
    `expected the definition with which study \`${stored.name}\` in ${store} was made, got another one: ${found.join('; ')}. Use another name or store, or go back to that definition`,
    { details: { differences: found } },
  )
}
