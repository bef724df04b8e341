/** What the output should be, and how far off it may be. */
export interface Reference {
  /** Numbers in the shape of the output, or flat in its order (last index fastest). */
  readonly expected: unknown
  /** Part of the expected number that it may be off by. Default 1e-4: what float32 sums of some hundred terms lose in any order. */
  readonly relative?: number
  /** What it may be off by besides. Default 1e-5, for sums that cancel out. */
  readonly absolute?: number
}

/**
 * Compares an output with what it should be: |got - expected| <= absolute + relative |expected|, as numpy's `allclose`;
 * NaN and infinities have to be the same. Answers true, or a sentence with the largest error (in units of what is allowed) and where it is.
 */
export const compare = (output: unknown, { expected, relative = 1e-4, absolute = 1e-5 }: Reference): true | string => {
  const want = numbersOf(expected)
  const got = numbersOf(output)
  if (got.length !== want.length) return `expected ${want.length} numbers, got ${got.length}`
  let worst = { excess: 0, at: -1, number: 0, wanted: 0, error: 0, allowed: 0 }
  let wrong = 0
  for (let at = 0; at < want.length; at++) {
    const number = got[at] as number
    const wanted = want[at] as number
    const allowed = Number.isFinite(wanted) ? absolute + relative * Math.abs(wanted) : 0
    const error = number === wanted || (Number.isNaN(number) && Number.isNaN(wanted)) ? 0 : Math.abs(number - wanted)
    if (error <= allowed) continue
    wrong++
    const excess = Number.isNaN(error) ? Number.POSITIVE_INFINITY : error / allowed
    if (excess > worst.excess) worst = { excess, at, number, wanted, error, allowed }
  }
  if (wrong === 0) return true
  const { at, number, wanted, error, allowed } = worst
  return (
    `${wrong} of ${want.length} numbers are off; the worst is at ${placeOf(output, at).join('')}: ` +
    `expected ${wanted}, got ${number} (error ${error}, allowed ${allowed})`
  )
}

/** All numbers of nested arrays, typed arrays and objects (the outputs of a kernel map), in order. */
const numbersOf = (value: unknown): ArrayLike<number> => {
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return value as unknown as ArrayLike<number>
  const numbers: number[] = []
  const collect = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) numbers.push(Number(part))
    else if (ArrayBuffer.isView(part)) for (const number of part as Float32Array) numbers.push(number)
    else for (const inner of Object.values(part)) collect(inner)
  }
  collect(value)
  return numbers
}

/** Where the number at a flat position stands, as in `['[3]', '[17]']`. */
const placeOf = (value: unknown, position: number): string[] => {
  let left = position
  for (const [key, part] of Object.entries(value as object)) {
    const size = typeof part === 'object' ? numbersOf(part).length : 1
    if (left < size) return [`[${key}]`, ...(typeof part === 'object' ? placeOf(part, left) : [])]
    left -= size
  }
  return []
}
