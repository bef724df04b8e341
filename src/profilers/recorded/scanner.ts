import { messageOf } from '../../core/index.js'
import { expected, Malformed } from './malformed.js'

const [QUOTE, COMMA, COLON, BACKSLASH] = [0x22, 0x2c, 0x3a, 0x5c] as const
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d] as const

/** Finds the parts of a JSON text without parsing them, from the bytes, so that no text is too long. */
export class Scanner {
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
    this.#skipSpace()
  }

  /** The place of what comes next. */
  get at(): number {
    return this.#at
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length
  }

  /** What comes next. */
  get next(): 'object' | 'list' | 'other' {
    const byte = this.#bytes[this.#at]
    return byte === OPEN_OBJECT ? 'object' : byte === OPEN_LIST ? 'list' : 'other'
  }

  /**
   * Goes through the members of the object, or the items of the list, that comes next: `visit` has to go past the value of each, and
   * answers false where the text ends in it. False where the text ends before the object does. Throws Malformed.
   */
  members(visit: (keyAt: number) => boolean): boolean {
    const isObject = this.next === 'object'
    this.#move(this.#at + 1)
    while (!this.isAtEnd) {
      if (this.#isClosing()) {
        this.#move(this.#at + 1)
        return true
      }
      const keyAt = this.#at
      if (isObject && !this.#skipKey()) return false
      if (!visit(keyAt)) return false
      if (this.#bytes[this.#at] === COMMA) this.#move(this.#at + 1)
      else if (!this.isAtEnd && !this.#isClosing()) this.unexpected('a comma or an end')
    }
    return false
  }

  /** Goes past the value that comes next, and tells where it ends; undefined where the text ends first. */
  skip(): { readonly start: number; readonly end: number } | undefined {
    const start = this.#at
    const end = endOf(this.#bytes, start)
    if (end === -1) return undefined
    if (end === start) return this.unexpected('a value')
    this.#move(end)
    return { start, end }
  }

  /** The value at a place, parsed. Python's NaN and Infinity become null. Throws Malformed, with `place` in its message. */
  parse(start: number, place: () => string, end: number = endOf(this.#bytes, start)): unknown {
    const text = this.#bytes.toString('utf8', start, end)
    try {
      return JSON.parse(text)
    } catch (thrown) {
      try {
        return JSON.parse(text.replaceAll(/(?<=[[:,\s])(?:NaN|-?Infinity)(?=[\],}\s])/g, 'null'))
      } catch {
        throw new Malformed(`expected JSON in ${place()}, got text that does not parse: ${messageOf(thrown)}`)
      }
    }
  }

  /** Throws Malformed with what comes next. */
  unexpected(what: string): never {
    return expected(what, `byte ${this.#at}`, this.#bytes.toString('utf8', this.#at, this.#at + 40) || undefined)
  }

  /** Goes past a key and its colon; false where the text ends first. */
  #skipKey(): boolean {
    if (this.#bytes[this.#at] !== QUOTE) this.unexpected('a name in quotes')
    if (this.skip() === undefined || this.isAtEnd) return false
    if (this.#bytes[this.#at] !== COLON) this.unexpected('a colon')
    this.#move(this.#at + 1)
    return true
  }

  #isClosing(): boolean {
    const byte = this.#bytes[this.#at]
    return byte === CLOSE_OBJECT || byte === CLOSE_LIST
  }

  #move(to: number): void {
    this.#at = to
    this.#skipSpace()
  }

  #skipSpace(): void {
    while (isSpace(this.#bytes[this.#at])) this.#at++
  }
}

const isSpace = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09

/** Where the value that begins at `from` ends, or -1 where the text ends first. */
const endOf = (bytes: Buffer, from: number): number => {
  let depth = 0
  for (let at = from; at < bytes.length; at++) {
    const byte = bytes[at] as number
    if (byte === QUOTE) {
      at = closingQuote(bytes, at)
      if (at === -1) return -1
    } else if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
      depth++
      continue
    } else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
      if (depth === 0) return at
      depth--
    } else if (depth > 0 || !(byte === COMMA || byte === COLON || isSpace(byte))) continue
    else return at
    if (depth === 0) return at + 1
  }
  return -1
}

const closingQuote = (bytes: Buffer, from: number): number => {
  for (let at = from + 1; at < bytes.length; at++) {
    if (bytes[at] === QUOTE) return at
    if (bytes[at] === BACKSLASH) at++
  }
  return -1
}
