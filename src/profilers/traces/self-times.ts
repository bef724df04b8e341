import type { TraceEvent } from './trace.js'

/** An event in its place, and how much of its time is its own. */
export interface Span {
  readonly event: TraceEvent
  /** What it lies within, on the same thread. */
  readonly parent: Span | undefined
  /** Its duration without that of the events within it. */
  selfMs: number
}

/**
 * Takes from each event what events within it on the same thread took, so that no moment of a thread counts twice. Times
 * come rounded, so an event that begins within another one counts as part of it as far as it overlaps it.
 */
export const selfTimes = (events: readonly TraceEvent[]): readonly Span[] => {
  const threads = new Map<string, TraceEvent[]>()
  for (const event of events) {
    const sameThread = threads.get(event.thread)
    if (sameThread) sameThread.push(event)
    else threads.set(event.thread, [event])
  }
  return [...threads.values()].flatMap(spansOfThread)
}

const endOf = ({ startMs, durationMs }: TraceEvent): number => startMs + durationMs

const spansOfThread = (events: readonly TraceEvent[]): readonly Span[] => {
  let innermost: Span | undefined
  return [...events]
    .sort((a, b) => a.startMs - b.startMs || b.durationMs - a.durationMs)
    .map(event => {
      while (innermost !== undefined && endOf(innermost.event) <= event.startMs) innermost = innermost.parent
      const parent = innermost
      if (parent) parent.selfMs -= Math.min(event.durationMs, endOf(parent.event) - event.startMs)
      innermost = { event, parent, selfMs: event.durationMs }
      return innermost
    })
}
