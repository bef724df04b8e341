import { setTimeout as sleep } from 'node:timers/promises'
import type systeminformation from 'systeminformation'

/** For so long systeminformation answers with the numbers of the call before; a timer may be a little early. */
const CACHE_MS = 500 + 10

/**
 * Asks one thing of systeminformation, which is loaded when it is first needed. Each answer is a fresh one, for which it waits
 * up to half a second: otherwise the two ends of a short window would be one and the same reading, and their difference
 * a false zero.
 */
export const systemAnswer = <T>(ask: (system: typeof systeminformation) => Promise<T>): (() => Promise<T>) => {
  let last: Promise<unknown> = Promise.resolve()
  let answeredMs = Number.NEGATIVE_INFINITY
  const next = async (): Promise<T> => {
    const { default: system } = await import('systeminformation')
    await sleep(Math.max(0, answeredMs + CACHE_MS - performance.now()))
    try {
      return await ask(system)
    } finally {
      answeredMs = performance.now()
    }
  }
  return () => {
    const answer = last.then(next)
    last = answer.catch(() => {})
    return answer
  }
}
