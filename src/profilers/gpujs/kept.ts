import type { Session } from './session.js'

/** Sessions that wait for their configuration to come again. One in use is not among them. */
export interface KeptSessions {
  take(key: string): Session | undefined
  /** Keeps a session, and closes what is then too many. */
  give(key: string, session: Session): Promise<void>
  /** Closes all, and from then on whatever is given. */
  close(): Promise<void>
}

/** Keeps at most `limit` sessions, the latest given. */
export const keptSessions = (limit: number): KeptSessions => {
  // A Map keeps the order in which keys were set.
  const kept = new Map<string, Session>()
  let room = limit
  const trim = async (): Promise<void> => {
    const surplus = [...kept].slice(0, Math.max(0, kept.size - room))
    for (const [key] of surplus) kept.delete(key)
    for (const [, session] of surplus) await session.close()
  }
  return {
    take: key => {
      const session = kept.get(key)
      kept.delete(key)
      return session
    },
    give: async (key, session) => {
      const twin = kept.get(key)
      kept.delete(key)
      kept.set(key, session)
      await twin?.close()
      await trim()
    },
    close: async () => {
      room = 0
      await trim()
    },
  }
}
