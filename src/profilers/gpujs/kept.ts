import type { Session } from './session.js'

/** Sessions that wait for their configuration to come again. One in use is not among them. */
export interface KeptSessions {
  /** The number of times that `close` was called. */
  readonly era: number
  take(key: string): Session | undefined
  /** Keeps a session, and closes what is then too many. One from an earlier era is closed. */
  give(key: string, session: Session, era: number): Promise<void>
  /** Closes all that wait. */
  close(): Promise<void>
}

/** Keeps at most `limit` sessions, the latest given. */
export const keptSessions = (limit: number): KeptSessions => {
  // A Map keeps the order in which keys were set.
  const kept = new Map<string, Session>()
  let era = 0
  const trim = async (room: number): Promise<void> => {
    const surplus = [...kept].slice(0, Math.max(0, kept.size - room))
    for (const [key] of surplus) kept.delete(key)
    for (const [, session] of surplus) await session.close()
  }
  return {
    get era() {
      return era
    },
    take: key => {
      const session = kept.get(key)
      kept.delete(key)
      return session
    },
    give: async (key, session, since) => {
      if (since !== era) return session.close()
      const twin = kept.get(key)
      kept.delete(key)
      kept.set(key, session)
      await twin?.close()
      await trim(limit)
    },
    close: async () => {
      era++
      await trim(0)
    },
  }
}
