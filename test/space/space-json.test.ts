import test from 'ava'
import { isLeft } from '#src/core/fp.js'
import { type Json, orThrow } from '#src/core/index.js'
import { choice, defineSpace, differences, flag, integer, on, ordinal, real, spaceFromJSON } from '#src/space/index.js'

const parameters = {
  backend: choice('cpu', 'wasm'),
  batch: integer(2, 256, { step: 2, scale: 'log' }),
  tile: ordinal(8, 16),
  rate: real(0, 1, { step: 0.25 }),
  simd: flag(),
}
const options = { where: ['batch * tile <= 1024'], when: { simd: "backend == 'wasm'" } }

test('a space of expressions comes back from its JSON', t => {
  const space = defineSpace(parameters, options)
  const json = JSON.parse(JSON.stringify(space.toJSON())) as Json
  const back = orThrow(spaceFromJSON(json))
  t.is(back.id, space.id)
  t.deepEqual(back.names, space.names)
  t.deepEqual([...back.enumerate()], [...space.enumerate()])
})

test('a function has no data form', t => {
  const json = defineSpace(parameters, { where: [on(['batch'], c => c.batch > 2, { name: 'big' })] }).toJSON()
  const back = spaceFromJSON(json)
  t.is(
    isLeft(back) ? back.left.message : '',
    'expected constraints and conditions that are expressions, got {"function":"big","parameters":["batch"]}',
  )
})

test('the id changes with everything that makes the space what it is', t => {
  const ids = [
    defineSpace(parameters, options),
    defineSpace(parameters),
    defineSpace({ ...parameters, tile: ordinal(16, 8) }, options),
    defineSpace({ ...parameters, batch: integer(2, 128, { step: 2, scale: 'log' }) }, options),
    defineSpace(parameters, { ...options, when: { simd: "backend != 'wasm'" } }),
  ].map(({ id }) => id)
  t.is(new Set(ids).size, ids.length)
  t.is<string | undefined, string | undefined>(defineSpace(parameters, options).id, ids[0])
})

test('differences says which parameter differs, and how', t => {
  const before = defineSpace(parameters, options).toJSON()
  t.deepEqual(differences(before, defineSpace(parameters, options).toJSON()), [])
  const { tile: _, ...others } = parameters
  const after = defineSpace(
    {
      ...others,
      batch: integer(2, 128, { step: 2, scale: 'log' }),
      backend: choice('cpu', 'webgpu'),
      rate: ordinal(0, 1),
      depth: flag(),
    },
    { where: [on(['batch'], c => c.batch > 2, { name: 'big' })] },
  ).toJSON()
  t.deepEqual(differences(before, after), [
    '`backend`: values was ["cpu","wasm"], is ["cpu","webgpu"]',
    '`batch`: high was 256, is 128',
    '`tile` was a parameter, is none',
    '`rate` was of kind real, is of kind ordinal',
    '`depth` was no parameter, is one',
    'constraint `batch * tile <= 1024` was there, is not',
    'constraint `big` (a function of batch) was not there, is',
    "the condition of `simd` was `backend == 'wasm'`, is none",
  ])
})

test('differences sees a change of order', t => {
  const [a, b] = [flag(), flag()]
  t.deepEqual(differences(defineSpace({ a, b }).toJSON(), defineSpace({ b, a }).toJSON()), [
    'the order of the parameters was a, b, is b, a',
  ])
})
