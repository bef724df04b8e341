import type { Store } from '../storage/store.js'
import { NAME, OTHER, RULES, SHARED_RULES } from './store-rules.js'

export interface CheckStoreOptions {
  /** Whether all stores that `open` makes keep their studies in one place, which outlives them. Default false. */
  readonly shared?: boolean
}

/**
 * Tries a store against its contract, and returns what it breaks, one sentence each; none for a good store.
 * `open` makes a store; what it leaves behind in a place of its own is the caller's to clear away. Studies are named
 * `check-store ...`, and removed.
 *
 * @example
 * t.deepEqual(await checkStore(() => memory()), [])
 */
export const checkStore = async (
  open: () => Store | Promise<Store>,
  { shared = false }: CheckStoreOptions = {},
): Promise<readonly string[]> => {
  const violations: string[] = []
  for (const [rule, holds] of Object.entries(shared ? { ...RULES, ...SHARED_RULES } : RULES)) {
    const opened: Store[] = []
    const another = async (): Promise<Store> => {
      const store = await open()
      opened.push(store)
      return store
    }
    try {
      const complaint = await holds(another)
      if (complaint) violations.push(`${rule}: ${complaint}`)
    } catch (thrown) {
      violations.push(`${rule}: expected errors as Left values, got an exception: ${String(thrown)}`)
    }
    await Promise.all(opened.map(store => store.close()))
    const sweeper = await open()
    await sweeper.remove(NAME)()
    await sweeper.remove(OTHER)()
    await sweeper.close()
  }
  return violations
}
