import { expected, Malformed } from './malformed.js'
import { Scanner } from './scanner.js'

/** A recording taken apart: its records are found, not parsed, so that never more than one is an object. */
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
  /** The key of a record, or its position in a list. */
  keyOf(i: number): string
  /** A record, parsed. Throws Malformed. */
  record(i: number): Readonly<Record<string, unknown>>
}

/** Takes a JSON text apart whose outermost object has `cache` or `results`. Throws Malformed. */
export const takeApart = (bytes: Buffer): RecordingDocument => {
  const scanner = new Scanner(bytes)
  if (scanner.next !== 'object') scanner.unexpected('an object in JSON')
  const header: Record<string, unknown> = {}
  const [keys, starts, ends]: [number[], number[], number[]] = [[], [], []]
  let container: RecordingDocument['container'] | undefined
  let isCutOff = false
  const takeRecord = (keyAt: number): boolean => {
    const found = scanner.skip()
    isCutOff = found === undefined
    if (found === undefined) return false
    keys.push(keyAt)
    starts.push(found.start)
    ends.push(found.end)
    return true
  }
  const isWhole = scanner.members(keyAt => {
    const key = String(scanner.parse(keyAt, () => `byte ${keyAt}`))
    if ((key === 'cache' && scanner.next === 'object') || (key === 'results' && scanner.next === 'list')) {
      container = key
      return scanner.members(takeRecord)
    }
    const found = scanner.skip()
    if (found === undefined) return false
    header[key] = scanner.parse(found.start, () => `\`${key}\``, found.end)
    return true
  })
  if (container === undefined) {
    const members = Object.keys(header).join(', ') || 'nothing'
    throw new Malformed(`expected a member \`cache\` (Kernel Tuner) or \`results\` (T4), got ${members}`)
  }
  if (isWhole && !scanner.isAtEnd) scanner.unexpected('the end')

  const list = container === 'results'
  const keyOf = (i: number): string =>
    list ? String(i) : String(scanner.parse(keys[i] as number, () => `byte ${keys[i]}`))
  return {
    header,
    container,
    length: starts.length,
    isUnfinished: !isWhole,
    isCutOff,
    keyOf,
    record: i => {
      const place = (): string => `record \`${keyOf(i)}\``
      const found = scanner.parse(starts[i] as number, place, ends[i])
      if (typeof found === 'object' && found !== null) return found as Readonly<Record<string, unknown>>
      return expected('an object', place(), found)
    },
  }
}
