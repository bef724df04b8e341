import { show } from '../../core/index.js'
import { compare } from '../compare.js'
import type { BoundOutput } from './buffers.js'
import type { Reference } from './definition.js'
import type { KernelArray } from './device.js'

/** Whether outputs are what they should be: true, or a sentence that says which one is not, and how. */
export const verified = (outputs: readonly BoundOutput[], reference: Reference | undefined): true | string => {
  const expected = reference?.expected ?? []
  if (reference !== undefined && (!Array.isArray(expected) || expected.length !== outputs.length)) {
    const got = Array.isArray(expected) ? expected.length : show(expected)
    return `expected a reference with \`expected\` for ${outputs.length} outputs, got ${got}`
  }
  for (const [index, { array, untouched }] of outputs.entries()) {
    const wanted = expected[index]
    const verdict =
      reference === undefined || wanted === undefined ? !untouched : verdictOf(array, wanted, index, reference)
    if (verdict === true) continue
    return `output ${index}: ${untouched ? 'expected the kernel to write to it, got nothing written' : verdict}`
  }
  return true
}

const verdictOf = (
  got: KernelArray,
  expected: ArrayLike<number> | ArrayLike<bigint>,
  index: number,
  { compare: own, relative, absolute }: Reference,
): true | string => {
  if (own !== undefined) return own(got, expected, index)
  if (got instanceof BigInt64Array || got instanceof BigUint64Array) return exactly(got, expected)
  const isFloat = got instanceof Float32Array || got instanceof Float64Array
  return compare(got, {
    expected,
    relative: relative ?? (isFloat ? 1e-4 : 0),
    absolute: absolute ?? (isFloat ? 1e-5 : 0),
  })
}

/** Numbers of 64 bits have no tolerance. */
const exactly = (
  got: BigInt64Array | BigUint64Array,
  expected: ArrayLike<number> | ArrayLike<bigint>,
): true | string => {
  if (got.length !== expected.length) return `expected ${expected.length} numbers, got ${got.length}`
  const at = got.findIndex((number, i) => number !== BigInt(expected[i] as number | bigint))
  return at < 0 || `the first wrong number is at [${at}]: expected ${expected[at]}, got ${got[at]}`
}
