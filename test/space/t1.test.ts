import { existsSync, readFileSync } from 'node:fs'
import test from 'ava'
import { isLeft } from '#src/core/fp.js'
import { orThrow } from '#src/core/index.js'
import { readT1 } from '#src/space/index.js'

// Valid configurations and combinations as the data's publishers count them (FAIR benchmark hub for auto-tuning).
const COUNTS = [
  ['hotspot_milo', 82_984, 4_440_000],
  ['gemm_milo', 116_928, 663_552],
  ['dedispersion_milo', 11_130, 22_272],
  ['convolution_milo', 4_362, 10_240],
] as const

for (const [name, valid, combinations] of COUNTS) {
  const file = new URL(`../../../../shared/recorded/${name}.json`, import.meta.url)
  const run = existsSync(file) ? test : test.skip
  run(`${name} has ${valid} valid configurations of ${combinations}`, t => {
    const { space, document } = orThrow(readT1(readFileSync(file, 'utf8')))
    t.is(space.size, combinations)
    t.is(space.count(), valid)
    const enumeration = space.enumerate()
    t.is(enumeration.length, valid)
    t.deepEqual(space.broken(enumeration.at(valid - 1)), [])
    t.true('KernelSpecification' in document)
  })
}

const FILE = {
  General: { BenchmarkName: 'blur' },
  ConfigurationSpace: {
    TuningParameters: [
      { Name: 'block', Type: 'int', Values: '[1] + [2**i for i in range(3, 6)]', Default: 8 },
      { Name: 'layout', Type: 'string', Values: "['row', 'column']", Default: ['row'] },
      { Name: 'unroll', Type: 'int', Values: [0, 1] },
    ],
    Conditions: [{ Expression: 'block >= 8 or not unroll', Parameters: ['block', 'unroll'] }],
  },
  KernelSpecification: { Language: 'CUDA', ProblemSize: [4096, 4096] },
}

test('a T1 file becomes a space; defaults and all else stay as they are', t => {
  const { name, space, defaults, document } = orThrow(readT1(JSON.stringify(FILE)))
  t.is(name, 'blur')
  t.deepEqual(space.parameters, {
    block: { kind: 'ordinal', values: [1, 8, 16, 32] },
    layout: { kind: 'choice', values: ['row', 'column'] },
    unroll: { kind: 'ordinal', values: [0, 1] },
  })
  t.is(space.count(), 4 * 2 * 2 - 2)
  t.deepEqual(defaults, { block: 8, layout: 'row' })
  t.deepEqual(document, FILE)
  t.is(orThrow(readT1(FILE)).space.id, space.id)
})

const with_ = (parameter: unknown): unknown => ({ ConfigurationSpace: { TuningParameters: [parameter] } })
const WRONG: readonly (readonly [title: string, input: unknown, message: RegExp])[] = [
  ['text that is not JSON', '{', /^expected a T1 file in JSON, got text that does not parse: /],
  ['another document', { a: 1 }, /^expected a list `ConfigurationSpace.TuningParameters`, got nothing$/],
  ['a parameter without a name', with_({ Values: '[1]' }), /^expected a `Name` for parameter 1, got nothing$/],
  [
    'values that do not parse',
    with_({ Name: 'x', Values: '[1, 2' }),
    /^the values of `x`: expected `,`, got the end of the expression\n {2}\[1, 2\n {7}\^$/,
  ],
  ['values that are no list', with_({ Name: 'x', Values: '3' }), /^expected a list of values for `x`, got 3$/],
  [
    'values of an unknown name',
    with_({ Name: 'x', Values: '[y]' }),
    /^the values of `x`: expected the name of a parameter, got `y`/,
  ],
]

for (const [title, input, message] of WRONG) {
  test(`${title}: one clear error`, t => {
    const read = readT1(input)
    t.regex(isLeft(read) ? read.left.message : '', message)
  })
}
