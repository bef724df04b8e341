/** The last `limit` bytes of what a stream carried. */
export class Tail {
  readonly #limit: number
  #buffer = Buffer.alloc(0)
  #used = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  push(chunk: Buffer): void {
    const end = chunk.subarray(-this.#limit)
    if (this.#used + end.length > this.#buffer.length) this.#makeRoom(end.length)
    this.#used += end.copy(this.#buffer, this.#used)
  }

  text(): string {
    return this.#buffer.toString('utf8', Math.max(0, this.#used - this.#limit), this.#used)
  }

  /** A buffer of twice the limit is full only once for each `limit` bytes, so that each byte is moved about once. */
  #makeRoom(bytes: number): void {
    const kept = this.#buffer.subarray(Math.max(0, this.#used - this.#limit), this.#used)
    const size = Math.min(2 * this.#limit, 2 * (kept.length + bytes))
    const next = size > this.#buffer.length ? Buffer.alloc(size) : this.#buffer
    this.#used = kept.copy(next)
    this.#buffer = next
  }
}

const NEWLINE = 10
const BRACE = 123
/** A line that is longer is no metric. */
const LINE_BYTES = 1 << 20

/**
 * Picks the lines that begin with `{` (blanks aside) out of chunks of bytes. All else is passed over as bytes: a program may print
 * far more than anybody reads.
 */
export class ObjectLines {
  readonly #onLine: (line: string) => void
  /** A line that has begun, and may be an object. */
  #rest: Buffer = Buffer.alloc(0)
  /** The rest of a line that is none is passed over. */
  #isPassing = false

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine
  }

  push(chunk: Buffer): void {
    let bytes = chunk
    if (this.#isPassing) {
      const end = chunk.indexOf(NEWLINE)
      if (end < 0) return
      bytes = chunk.subarray(end + 1)
      this.#isPassing = false
    }
    if (this.#rest.length > 0) bytes = Buffer.concat([this.#rest, bytes])
    const whole = bytes.lastIndexOf(NEWLINE) + 1
    this.#lines(bytes.subarray(0, whole))
    const rest = bytes.subarray(whole)
    this.#isPassing = rest.length > LINE_BYTES || !mayBeObject(rest)
    this.#rest = this.#isPassing ? Buffer.alloc(0) : rest
  }

  /** The last line may lack its newline. */
  end(): void {
    this.push(Buffer.of(NEWLINE))
  }

  /** Looks from brace to brace, and from there at the line around. */
  #lines(bytes: Buffer): void {
    for (let brace = bytes.indexOf(BRACE); brace >= 0; ) {
      const begin = bytes.lastIndexOf(NEWLINE, brace) + 1
      const end = bytes.indexOf(NEWLINE, brace)
      if (mayBeObject(bytes.subarray(begin, brace + 1))) this.#onLine(bytes.toString('utf8', begin, end))
      brace = bytes.indexOf(BRACE, end)
    }
  }
}

/** Whether these first bytes of a line are blanks, or those of an object. */
const mayBeObject = (line: Buffer): boolean => {
  const first = line.findIndex(byte => byte !== 32 && byte !== 9)
  return first < 0 || line[first] === BRACE
}

/** The last lines that are not blank. */
export const lastLines = (text: string, count: number): string[] =>
  text
    .slice(-16_384)
    .split('\n')
    .filter(line => line.trim() !== '')
    .slice(-count)
