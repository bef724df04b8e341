import { messageOf } from '../../core/index.js'
import { expected, Malformed } from './malformed.js'

/** A recording as text, taken apart: its records are found, not parsed, so that never more than one is an object. */
export interface RecordingDocument {
  /** All members of the outermost object but the records. */
  readonly header: Readonly<Record<string, unknown>>
  /** The member that holds the records: `cache` of Kernel Tuner, `results` of T4. */
  readonly container: 'cache' | 'results'
  readonly length: number
  /** The text ends before its last brace: whoever wrote it was stopped. */
  readonly isUnfinished: boolean
  /** The last record ends in the middle, and is left out. */
  readonly isCutOff: boolean
  /** The key of a record (its position, for a list), for messages and for parameters that stand there alone. */
  keyOf(i: number): string
  /** The record as parsed JSON; Python's NaN and Infinity become null. Throws Malformed. */
  record(i: number): Readonly<Record<string, unknown>>
}

/** Takes a JSON text apart whose outermost object has `cache` or `results`. Throws Malformed. */
export const takeApart = (bytes: Buffer): RecordingDocument => {
  const header: Record<string, unknown> = {}
  const keys: number[] = []
  const starts: number[] = []
  const ends: number[] = []
  let container: RecordingDocument['container'] | undefined
  let at = skipSpace(bytes, 0)
  if (bytes[at] !== OPEN_BRACE)
    expected('an object in JSON', 'its beginning', bytes.toString('utf8', at, at + 40) || undefined)

  /** Visits the members (or items) of the object or list that begins at `at`; false where the text ends before it does. */
  const members = (visit: (key: string, keyAt: number) => boolean): boolean => {
    const isList = bytes[at] === OPEN_BRACKET
    at = skipSpace(bytes, at + 1)
    for (let n = 0; at < bytes.length; n++) {
      if (bytes[at] === CLOSE_BRACE || bytes[at] === CLOSE_BRACKET) {
        at = skipSpace(bytes, at + 1)
        return true
      }
      const keyAt = at
      let key = ''
      if (!isList) {
        const end = skipValue(bytes, at)
        if (end === -1) return false
        if (bytes[at] === QUOTE) key = parse(bytes, at, end, `byte ${at}`) as string
        at = skipSpace(bytes, end)
        if (at >= bytes.length) return false
        if (bytes[at] !== COLON || bytes[keyAt] !== QUOTE) unexpected(bytes, keyAt, 'a member of an object')
        at = skipSpace(bytes, at + 1)
      }
      if (!visit(key, isList ? -1 : keyAt)) return false
      at = skipSpace(bytes, at)
      if (bytes[at] === COMMA) at = skipSpace(bytes, at + 1)
      else if (at < bytes.length && bytes[at] !== CLOSE_BRACE && bytes[at] !== CLOSE_BRACKET)
        unexpected(bytes, at, 'a comma or an end')
    }
    return false
  }
  const value = (take: (start: number, end: number) => void): boolean => {
    const end = skipValue(bytes, at)
    if (end === -1) return false
    take(at, end)
    at = end
    return true
  }

  let isCutOff = false
  const isWhole = members(key => {
    const opening = bytes[at]
    if ((key === 'cache' && opening === OPEN_BRACE) || (key === 'results' && opening === OPEN_BRACKET)) {
      container = key
      return members((_, keyAt) => {
        isCutOff = !value((start, end) => {
          keys.push(keyAt)
          starts.push(start)
          ends.push(end)
        })
        return !isCutOff
      })
    }
    return value((start, end) => {
      header[key] = parse(bytes, start, end, `\`${key}\``)
    })
  })
  if (container === undefined)
    throw new Malformed(
      `expected \`cache\` (Kernel Tuner) or \`results\` (T4) in its outermost object, got ${Object.keys(header).join(', ') || 'nothing'}`,
    )
  if (isWhole && at < bytes.length) unexpected(bytes, at, 'the end')

  const keyOf = (i: number): string => {
    const key = keys[i] as number
    return key === -1 ? String(i) : (parse(bytes, key, skipValue(bytes, key), `byte ${key}`) as string)
  }
  return {
    header,
    container,
    length: starts.length,
    isUnfinished: !isWhole,
    isCutOff,
    keyOf,
    record: i => {
      const found = parse(bytes, starts[i] as number, ends[i] as number, `record \`${keyOf(i)}\``)
      if (typeof found === 'object' && found !== null) return found as Readonly<Record<string, unknown>>
      return expected('an object', `record \`${keyOf(i)}\``, found)
    },
  }
}

const [QUOTE, COMMA, COLON, BACKSLASH] = [0x22, 0x2c, 0x3a, 0x5c] as const
const [OPEN_BRACKET, CLOSE_BRACKET, OPEN_BRACE, CLOSE_BRACE] = [0x5b, 0x5d, 0x7b, 0x7d] as const

const isSpace = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09

const skipSpace = (bytes: Buffer, from: number): number => {
  let at = from
  while (isSpace(bytes[at])) at++
  return at
}

/** Where the value that begins at `from` ends, or -1 where the text ends first. */
const skipValue = (bytes: Buffer, from: number): number => {
  const { length } = bytes
  let depth = 0
  for (let at = from; at < length; at++) {
    const byte = bytes[at] as number
    if (byte === QUOTE) {
      at++
      while (at < length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1
      if (at >= length) return -1
      if (depth === 0) return at + 1
    } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth++
    else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      if (depth === 0) return at
      if (--depth === 0) return at + 1
    } else if (depth === 0 && (byte === COMMA || byte === COLON || isSpace(byte))) return at
  }
  return -1
}

const parse = (bytes: Buffer, start: number, end: number, place: string): unknown => {
  const text = bytes.toString('utf8', start, end)
  try {
    return JSON.parse(text)
  } catch (thrown) {
    try {
      // Python writes numbers that JSON does not have.
      return JSON.parse(text.replaceAll(/(?<=[[:,\s])(?:NaN|-?Infinity)(?=[\],}\s])/g, 'null'))
    } catch {
      throw new Malformed(`expected JSON in ${place}, got text that does not parse: ${messageOf(thrown)}`)
    }
  }
}

const unexpected = (bytes: Buffer, at: number, what: string): never =>
  expected(what, `byte ${at}`, bytes.toString('utf8', at, at + 40))
