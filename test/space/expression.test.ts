import test from 'ava'
import { isLeft } from '#src/core/fp.js'
import { orThrow, type Value } from '#src/core/index.js'
import { compileTree } from '#src/space/expression/compile.js'
import { compileExpression, evaluateExpression } from '#src/space/expression/expression.js'
import { gridOf } from '#src/space/expression/grid.js'
import { parseTree } from '#src/space/expression/parse.js'
import { defineSpace, integer, ordinal } from '#src/space/index.js'

const VALUES: Readonly<Record<string, Value>> = {
  a: 7,
  b: -3,
  c: 2.5,
  d: 0,
  s: 'nhwc',
  t: true,
  e: 1,
  KWG: 32,
  MDIMC: 16,
  NDIMC: 8,
  MDIMA: 8,
}

// Values as computed by Python 3.11, each by
//   python3 -c "import json; print(json.dumps(eval(TEXT, {}, dict(a=7, b=-3, c=2.5, d=0, s='nhwc', t=True, e=1, KWG=32, MDIMC=16, NDIMC=8, MDIMA=8))))"
// (a range as a list).
const TABLE: readonly (readonly [text: string, value: unknown])[] = [
  ['1 + 2 * 3', 7],
  ['(1 + 2) * 3', 9],
  ['a // 2', 3],
  ['b // 2', -2],
  ['a // b', -3],
  ['c // 2', 1.0],
  ['-7.5 // 2', -4.0],
  ['a % 3', 1],
  ['b % 5', 2],
  ['a % b', -2],
  ['-c % 2', 1.5],
  ['b % -5', -3],
  ['7.5 % -2', -0.5],
  ['a / 2', 3.5],
  ['8 / 4', 2.0],
  ['2 ** 10', 1024],
  ['2 ** -1', 0.5],
  ['-2 ** 2', -4],
  ['2 ** 3 ** 2', 512],
  ['(-2) ** 2', 4],
  ['1 - 2 - 3', -4],
  ['2 * 3 % 4', 2],
  ['100 / 10 / 5', 2.0],
  ['0 <= a <= 7 < 8', true],
  ['1 < 3 > 2', true],
  ['1 < 3 > 5', false],
  ['a == 7.0', true],
  ['t == 1', true],
  ['t + t', 2],
  ['not t == e', false],
  ['not a', false],
  ['not d or a', true],
  ['a and b', -3],
  ['d and b', 0],
  ['d or s', 'nhwc'],
  ['a or s', 7],
  ['a if d else b', -3],
  ['1 if a > 3 else 2 if a > 1 else 3', 1],
  ["s == 'nhwc'", true],
  ['s != "nchw"', true],
  ["'hw' in s", true],
  ["'x' not in s", true],
  ['a in [1, 7, 9]', true],
  ['a in range(0, 8, 2)', false],
  ['a not in [1, 2]', true],
  ['t in [1]', true],
  ['[1, 2] == [1, 2]', true],
  ['[1] + [2, 3]', [1, 2, 3]],
  ['[0] * 3', [0, 0, 0]],
  ['[1, 2] < [1, 3]', true],
  ['len([1] + list(range(2, 33, 2)))', 17],
  ['[2**i for i in range(0, 6)]', [1, 2, 4, 8, 16, 32]],
  ['[i for i in range(1, 10+1) if i % 2 == 0]', [2, 4, 6, 8, 10]],
  ['[x * y for x in [1, 2] for y in [3, 4] if x != y - 2]', [4, 6]],
  ['[[j for j in range(i)] for i in range(3)]', [[], [0], [0, 1]]],
  ['[10, 20, 30][1]', 20],
  ['[10, 20, 30][-1]', 30],
  ['s[0]', 'n'],
  ['min(3, 1, 2)', 1],
  ['max([3, 1, 2])', 3],
  ['min(a, b, c)', -3],
  ['abs(b)', 3],
  ['int(-2.7)', -2],
  ['int(c)', 2],
  ['float(3)', 3.0],
  ['round(2.5)', 2],
  ['round(3.5)', 4],
  ['round(-2.5)', -2],
  ['round(2.4)', 2],
  ['bool(d)', false],
  ['len(s)', 4],
  ['list(s)', ['n', 'h', 'w', 'c']],
  ['list(range(5, 0, -2))', [5, 3, 1]],
  ['range(3) == range(0, 3)', true],
  ["'ab' + 'cd'", 'abcd'],
  ["'ab' * 2", 'abab'],
  ["'abc' < 'abd'", true],
  ['1e3 == 1000', true],
  ['0x10 + 1_000', 1016],
  ['.5 + 1.', 1.5],
  ['True + 1', 2],
  ['None == 0', false],
  ['a > 3 and b < 0 and not d', true],
  ['a * b + c >= -18.5', true],
  ['(KWG % ((MDIMC * NDIMC)/MDIMA)) == 0', true],
  ['+a - -b', 4],
  ['not not a', true],
  ['3 if [] else 4', 4],
  ['a % 3 == 1 or 1 / d > 0', true],
  ['-9007199254740991 // 2', -4503599627370496],
  ['9007199254740991 // 2', 4503599627370495],
  ['1.5 // 0.1', 14.0],
  ['-1e-20 % 1', 1.0],
  ['-1e-20 // 1', -1.0],
]

const names = Object.keys(VALUES)
const row = Object.values(VALUES)
const places = {
  known: names,
  meaningOf: (name: string) => (name in VALUES ? { index: names.indexOf(name) } : undefined),
}
const constants = {
  known: names,
  meaningOf: (name: string) => (name in VALUES ? { value: VALUES[name] as Value } : undefined),
}

for (const [text, value] of TABLE) {
  test(`\`${text}\` has the value that Python gives it`, t => {
    t.deepEqual(compileTree(parseTree(text), places, new Set())(row), value as never)
    t.deepEqual(compileTree(parseTree(text), constants, new Set())([]), value as never)
  })
}

test('all ways to evaluate an expression agree on whether it holds', t => {
  const axes = row.map((value, parameter) => ({ parameter, values: [value] }))
  for (const [text, value] of TABLE) {
    const isTrue = Array.isArray(value) ? value.length > 0 : Boolean(value)
    const tests = orThrow(compileExpression(text, places))
    t.is(
      tests.every(({ holds }) => holds(row)),
      isTrue,
      text,
    )
    const grid = gridOf(parseTree(text), places, axes)
    if (grid !== undefined) t.deepEqual([...grid], [isTrue ? 1 : 0], text)
  }
})

test('a grid over many values holds where the expression holds', t => {
  const values = [1, 2, 3, 5, 8, 16, 32]
  const text = 'x % (y * 2) == 0 or not (x // y > z and x - y != 3) or -z < x / y - 4'
  const meanings = { known: ['x', 'y', 'z'], meaningOf: (name: string) => ({ index: 'xyz'.indexOf(name) }) }
  const axes = [0, 1, 2].map(parameter => ({ parameter, values }))
  const run = compileTree(parseTree(text), meanings, new Set())
  const expected = values.flatMap(x => values.flatMap(y => values.map(z => Number(run([x, y, z])))))
  t.deepEqual([...(gridOf(parseTree(text), meanings, axes) ?? [])], expected)
  t.true(expected.includes(0) && expected.includes(1))
})

test('the operands of a conjunction become constraints of their own', t => {
  const tests = orThrow(compileExpression('1 <= a <= c and not (b > 0 or d == 1)', places))
  t.deepEqual(
    tests.map(({ parameters }) => parameters.map(index => names[index])),
    [['a'], ['a', 'c'], ['b'], ['d']],
  )
})

test('an expression that divides by zero does not hold', t => {
  const space = defineSpace({ x: integer(0, 3), y: integer(0, 6) }, { where: ['not y % x == 0'] })
  // y % x for x in 1 .. 3 and y in 0 .. 6 is not 0
  t.is(space.count(), 0 + 3 + 4)
  t.deepEqual(space.broken({ x: 0, y: 5 }), ['not y % x == 0'])
})

test('a parameter may have the name of a function', t => {
  const space = defineSpace({ min: integer(1, 4), max: integer(1, 4) }, { where: ['max(min, 2) < max'] })
  t.deepEqual(
    [...space.enumerate()].map(config => space.fingerprint(config)),
    ['1,3', '1,4', '2,3', '2,4', '3,4'],
  )
})

const ERRORS: readonly (readonly [text: string, message: string])[] = [
  ['tile * (batch + 1', 'expected `)`, got the end of the expression\n  tile * (batch + 1\n                   ^'],
  ['tile * ', 'expected a value, got the end of the expression\n  tile * \n         ^'],
  ['tile batch', 'expected an operator or the end of the expression, got `batch`\n  tile batch\n       ^'],
  [
    'tile > 1 && batch > 1',
    'expected a value or an operator, got `&` (Python writes `and`)\n  tile > 1 && batch > 1\n           ^',
  ],
  ['tile = 8', 'expected a value or an operator, got `=` (Python writes `==`)\n  tile = 8\n       ^'],
  ["tile == 'x", "expected a closing quote, got the end of the expression\n  tile == 'x\n          ^"],
  ['tiel > 8', 'expected the name of a parameter, got `tiel` (did you mean `tile`?)\n  tiel > 8\n  ^'],
  [
    'batch > minn(tile, 4)',
    'expected a function (min, max, abs, int, float, round, bool, len, list, range), got `minn` (did you mean `min`?)\n  batch > minn(tile, 4)\n          ^',
  ],
  ['abs(tile, 2) > 1', 'expected 1 inputs for `abs`, got 2\n  abs(tile, 2) > 1\n  ^'],
  ['tile > 1 if batch', 'expected `else`, got the end of the expression\n  tile > 1 if batch\n                   ^'],
  ['tile in [8, 16', 'expected `,`, got the end of the expression\n  tile in [8, 16\n                ^'],
  ['[i for tile in 3]', 'expected the name of a parameter, got `i`\n  [i for tile in 3]\n   ^'],
]

for (const [text, message] of ERRORS) {
  test(`\`${text}\` is an error that shows where`, t => {
    const thrown = t.throws(() => defineSpace({ tile: ordinal(8, 16), batch: integer(1, 4) }, { where: [text] }))
    t.is((thrown as unknown as { code: string }).code, 'InvalidConstraint')
    t.is(thrown?.message, message)
  })
}

test('types that do not fit are an error that shows where', t => {
  const thrown = t.throws(() =>
    defineSpace({ tile: ordinal(8, 16), name: ordinal('x', 'y') }, { where: ['tile + 1 < name'] }),
  )
  t.is(thrown?.message, 'expected two numbers or two texts to compare, got 9 and "x"\n  tile + 1 < name\n           ^')
})

test('an expression that nests too deeply or lists too much is refused', t => {
  for (const text of [`${'('.repeat(100_000)}1`, 'range(10 ** 12)', '[0] * 10 ** 9'])
    t.true(isLeft(evaluateExpression(text)))
})
