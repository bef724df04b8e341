import test from 'ava'
import fc from 'fast-check'
import { lastLines, ObjectLines, Tail } from '#src/profilers/command/output.js'

const line = fc.oneof(
  fc.constantFrom('', '{}', '{"loss": 1}', '  {"a": 2}', '\t{', 'epoch {1}', '}{', 'é{', '{"é": 1}', '{"a": {"b": 1}}'),
  fc.string(),
)
/** A text, and where it is cut into chunks. */
const chunked = fc.tuple(fc.array(line), fc.array(fc.nat(20)))

const chunksOf = (text: string, sizes: readonly number[]): Buffer[] => {
  const chunks: Buffer[] = []
  let rest = Buffer.from(text)
  for (const size of sizes) {
    chunks.push(rest.subarray(0, size))
    rest = rest.subarray(size)
  }
  return [...chunks, rest]
}

test('the lines that begin with a brace are found, however the output is cut', t => {
  fc.assert(
    fc.property(chunked, ([lines, sizes]) => {
      const text = lines.join('\n')
      const found: string[] = []
      const reader = new ObjectLines(one => found.push(one))
      for (const chunk of chunksOf(text, sizes)) reader.push(chunk)
      reader.end()
      const expected = text.split('\n').filter(one => /^[ \t]*\{/.test(one))
      t.deepEqual(found, expected)
    }),
  )
})

test('a line past a mebibyte is passed over, and the next one is read', t => {
  const found: string[] = []
  const reader = new ObjectLines(one => found.push(one))
  reader.push(Buffer.from('{"begun": '))
  for (let kibibytes = 0; kibibytes < 1100; kibibytes++) reader.push(Buffer.alloc(1024, 'x'))
  reader.push(Buffer.from('}\n{"loss": 1}\n'))
  t.deepEqual(found, ['{"loss": 1}'])
})

test('of an output the end is kept, byte for byte', t => {
  fc.assert(
    fc.property(
      fc.string({ maxLength: 200 }),
      fc.array(fc.nat(20)),
      fc.integer({ min: 1, max: 40 }),
      (text, sizes, limit) => {
        const tail = new Tail(limit)
        for (const chunk of chunksOf(text, sizes)) tail.push(chunk)
        t.is(tail.text(), Buffer.from(text).subarray(-limit).toString('utf8'))
      },
    ),
  )
})

test('the last lines are those that are not blank', t => {
  t.deepEqual(lastLines('a\n\nb\n  \nc\n', 2), ['b', 'c'])
  t.deepEqual(lastLines('', 5), [])
})
