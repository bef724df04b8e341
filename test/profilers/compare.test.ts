import test from 'ava'
import { compare } from '#src/profilers/compare.js'

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number

test('nested, flat and several outputs a thread are the same numbers', t => {
  const output = [
    [Float32Array.of(1, 2), Float32Array.of(3, 4)],
    [Float32Array.of(5, 6), Float32Array.of(7, 8)],
  ]
  t.true(compare(output, { expected: Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8) }))
  t.true(compare(output, { expected: [1, 2, [3, 4, 5, 6], 7, 8] }))
  t.is(compare(output, { expected: [1, 2, 3] }), 'expected 3 numbers, got 8')
})

test('the worst number is the one furthest beyond its own tolerance', t => {
  const expected = [1000, 1, 0]
  // Off by 2 of 1 allowed, by 0.5 of 0.001, by nothing.
  const verdict = compare([[1002], [1.5], [0]], { expected, relative: 0.001, absolute: 0 })
  t.is(verdict, '2 of 3 numbers are off; the worst is at [1][0]: expected 1, got 1.5 (error 0.5, allowed 0.001)')
})

test('the tolerance is the sum of its absolute and its relative part', t => {
  t.true(compare([12], { expected: [10], relative: 0.125, absolute: 0.75 }))
  t.is(typeof compare([12], { expected: [10], relative: 0.125, absolute: 0.5 }), 'string')
})

test('no tolerance asks for the very same numbers', t => {
  const exactly = { relative: 0, absolute: 0 }
  t.true(compare([0, 1], { expected: [0, 1], ...exactly }))
  t.regex(String(compare([0, 1], { expected: [0, 1 + Number.EPSILON], ...exactly })), /^1 of 2 numbers/)
})

test('NaN and infinities are right only where they are expected', t => {
  t.true(compare([nan, infinity, -infinity], { expected: [nan, infinity, -infinity] }))
  for (const [got, expected] of [
    [nan, 1],
    [1, nan],
    [infinity, 1],
    [1, infinity],
    [-infinity, infinity],
  ] as const) {
    t.regex(String(compare([1, got], { expected: [1, expected] })), /^1 of 2 numbers are off; the worst is at \[1\]/)
  }
})
