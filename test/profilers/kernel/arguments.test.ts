import test from 'ava'
import { ParetuneError } from '#src/core/index.js'
import { arrayLike } from '#src/profilers/kernel/arguments.js'
import { float32, inout, input, int32, int64, local, output, uint32, uint64 } from '#src/profilers/kernel/index.js'

const refused: readonly [string, () => unknown, string][] = [
  [
    'an empty array',
    () => output(new Float32Array(0)),
    'expected output(...) to be given a typed array with at least one element, got a Float32Array of 0 bytes',
  ],
  [
    'a plain array',
    () => input([1, 2] as never),
    'expected input(...) to be given a typed array with at least one element, got [1,2]',
  ],
  [
    'a view without elements',
    () => inout(new DataView(new ArrayBuffer(4)) as never),
    'expected inout(...) to be given a typed array with at least one element, got a DataView of 4 bytes',
  ],
  [
    'a fraction',
    () => int32(1.5),
    'expected int32(...) to be given a whole number from -2147483648 to 2147483647, got 1.5',
  ],
  [
    'a negative number',
    () => uint32(-1),
    'expected uint32(...) to be given a whole number from 0 to 4294967295, got -1',
  ],
  [
    'too large a number',
    () => uint64(2n ** 64n),
    'expected uint64(...) to be given a whole number from 0 to 18446744073709551615, got 18446744073709551616',
  ],
  [
    'a number that is not exact',
    () => int64(2 ** 53),
    'expected int64(...) to be given a whole number from -9223372036854775808 to 9223372036854775807, got 9007199254740992',
  ],
  ['a text', () => float32('1' as never), 'expected float32(...) to be given a number, got "1"'],
  ['no bytes', () => local(0), 'expected local(...) to be given a whole number of bytes, 1 or more, got 0'],
]
for (const [what, make, message] of refused) {
  test(`${what} is refused: ${message}`, t => {
    t.is(t.throws(make, { instanceOf: ParetuneError, message }).code, 'InvalidProfiler')
  })
}

test('the ends of each range are taken', t => {
  t.deepEqual(
    [int32(-(2 ** 31)), int32(2 ** 31 - 1)].map(({ value }) => value),
    [-2147483648, 2147483647],
  )
  t.is(int64(-(2n ** 63n)).value, -(2n ** 63n))
  t.is(uint64(2n ** 64n - 1n).value, 2n ** 64n - 1n)
})

test('bytes become an array of the same kind, also from the middle of a pool, and a Buffer counts as bytes', t => {
  const pool = Buffer.from(Float32Array.of(9, 1, 2).buffer)
  const read = arrayLike(new Float32Array(2), pool.subarray(4))
  t.deepEqual(read, Float32Array.of(1, 2))
  t.deepEqual(arrayLike(Buffer.alloc(2), Uint8Array.of(3, 4)), Uint8Array.of(3, 4))
  t.is(output(Buffer.alloc(2)).access, 'output')
})
