import test from 'ava'
import { halfBits, halfValue } from '#src/profilers/onnx/half.js'

test('every number of 16 bits goes there and back', t => {
  for (let bits = 0; bits < 0x10000; bits++) {
    const value = halfValue(bits)
    if (Number.isNaN(value)) t.true(Number.isNaN(halfValue(halfBits(value))))
    else if (halfBits(value) !== bits) t.fail(`${bits} is ${value}, which became ${halfBits(value)}`)
  }
})

test('numbers of 16 bits are what IEEE 754 says', t => {
  // From the table of examples in https://en.wikipedia.org/wiki/Half-precision_floating-point_format
  t.is(halfValue(0x0001), 2 ** -24)
  t.is(halfValue(0x03ff), 2 ** -14 * (1023 / 1024))
  t.is(halfValue(0x0400), 2 ** -14)
  t.is(halfValue(0x3555), 0.333251953125)
  t.is(halfValue(0x3c01), 1 + 2 ** -10)
  t.is(halfValue(0x7bff), 65504)
  t.is(halfValue(0xfc00), Number.NEGATIVE_INFINITY)
  t.is(halfValue(0x8000), -0)
})

test('a number in between goes to the nearest one, from the middle to the even one', t => {
  t.is(halfBits(1 / 3), 0x3555)
  t.is(halfBits(1 + 2 ** -11), 0x3c00)
  t.is(halfBits(1 + 3 * 2 ** -11), 0x3c02)
  t.is(halfBits(2 ** -25), 0)
  t.is(halfBits(65519), 0x7bff)
  t.is(halfBits(65520), 0x7c00)
  t.is(halfBits(-1e9), 0xfc00)
})
