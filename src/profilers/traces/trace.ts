import { gunzipSync } from 'node:zlib'
import { show } from '../../core/index.js'

/** A trace: its JSON text, the bytes of its file (gzip allowed), or the JSON parsed. */
export type TraceSource = string | Uint8Array | object

/** Something that ran, from when and for how long. */
export interface TraceEvent {
  readonly name: string
  /** Empty where the trace has none. */
  readonly category: string
  /** What events of one thread (or stream) have in common: `process/thread`, by name where the trace names them. */
  readonly thread: string
  readonly startMs: number
  readonly durationMs: number
  readonly args: Readonly<Record<string, unknown>>
}

/** An event as the format has it; times in microseconds. */
interface RawEvent {
  readonly ph?: unknown
  readonly name?: unknown
  readonly cat?: unknown
  readonly pid?: unknown
  readonly tid?: unknown
  readonly ts?: unknown
  readonly dur?: unknown
  readonly args?: unknown
}

/**
 * The events of a Chrome trace that have a duration: complete ones (`X`) and pairs of begin and end (`B`, `E`). The trace is
 * a list of events or an object with `traceEvents`; one that was cut off (its writer was killed) is read as far as it goes.
 * Throws a TypeError for what is no trace.
 *
 * @see "Trace Event Format", https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU
 */
export const readTrace = (source: TraceSource): readonly TraceEvent[] => {
  const events = rawEvents(source)
  const names = threadNames(events)
  const open = new Map<string, RawEvent[]>()
  const done: TraceEvent[] = []
  const add = (event: RawEvent, durationUs: unknown): void => {
    if (typeof event.ts !== 'number' || typeof durationUs !== 'number') return
    done.push({
      name: String(event.name ?? ''),
      category: String(event.cat ?? ''),
      thread: names.get(threadOf(event)) ?? threadOf(event),
      startMs: event.ts / 1000,
      durationMs: durationUs / 1000,
      args: isObject(event.args) ? event.args : {},
    })
  }
  for (const event of events) {
    if (event.ph === 'X') add(event, event.dur ?? 0)
    else if (event.ph === 'B') {
      const begun = open.get(threadOf(event))
      if (begun) begun.push(event)
      else open.set(threadOf(event), [event])
    } else if (event.ph === 'E') {
      const begin = open.get(threadOf(event))?.pop()
      if (begin && typeof begin.ts === 'number' && typeof event.ts === 'number')
        add({ ...begin, args: { ...fieldsOf(begin.args), ...fieldsOf(event.args) } }, event.ts - begin.ts)
    }
  }
  return done
}

const threadOf = ({ pid, tid }: RawEvent): string => `${pid ?? ''}/${tid ?? ''}`

/** Names of threads, from the metadata events. */
const threadNames = (events: readonly RawEvent[]): ReadonlyMap<string, string> => {
  const named = (kind: string) => events.filter(({ ph, name }) => ph === 'M' && name === kind)
  const nameIn = ({ args }: RawEvent): string => String(fieldsOf(args).name ?? '')
  const processes = new Map(named('process_name').map(event => [String(event.pid), nameIn(event)]))
  return new Map(
    named('thread_name').map(event => [
      threadOf(event),
      `${processes.get(String(event.pid)) ?? event.pid ?? ''}/${nameIn(event)}`,
    ]),
  )
}

const rawEvents = (source: TraceSource): readonly RawEvent[] => {
  const parsed = typeof source === 'string' || source instanceof Uint8Array ? parse(textOf(source)) : source
  const events = Array.isArray(parsed) ? parsed : isObject(parsed) ? parsed.traceEvents : undefined
  if (!Array.isArray(events))
    throw notATrace(isObject(parsed) ? `an object with ${Object.keys(parsed).slice(0, 5).join(', ')}` : show(parsed))
  const objects = events.filter(isObject)
  if (events.length > 0 && !objects.some(({ ph }) => typeof ph === 'string'))
    throw notATrace(`a list of ${show(events[0])}`)
  return objects
}

const textOf = (source: string | Uint8Array): string => {
  if (typeof source === 'string') return source
  const isZipped = source[0] === 0x1f && source[1] === 0x8b
  return Buffer.from(isZipped ? gunzipSync(source) : source).toString('utf8')
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (cause) {
    const complete = completeEvents(text)
    try {
      if (complete !== undefined) return JSON.parse(complete)
    } catch {
      // Cut off is one thing, broken in the middle another: what JSON said of the whole text is told.
    }
    throw notATrace(`text that is no JSON (${show(text.slice(0, 40))})`, cause)
  }
}

/** The list of events up to the last one that is complete, closed. */
const completeEvents = (text: string): string | undefined => {
  const start = /^\s*\[|"traceEvents"\s*:\s*\[/.exec(text)
  if (start === null) return undefined
  const from = start.index + start[0].length
  let depth = 0
  let end = from
  for (let i = from; i < text.length; i++) {
    const character = text[i]
    if (character === '"') i = endOfString(text, i)
    else if (character === '{' || character === '[') depth++
    else if (character === '}' || character === ']') {
      depth--
      if (depth === 0) end = i + 1
      if (depth < 0) break
    }
  }
  return `[${text.slice(from, end)}]`
}

const endOfString = (text: string, from: number): number => {
  for (let i = from + 1; i < text.length; i++) {
    if (text[i] === '\\') i++
    else if (text[i] === '"') return i
  }
  return text.length
}

const notATrace = (got: string, cause?: unknown): TypeError =>
  new TypeError(
    `expected a Chrome trace (a list of events with \`ph\`, or an object with \`traceEvents\`), got ${got}`,
    {
      cause,
    },
  )

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> => (isObject(value) ? value : {})
