import test from 'ava'
import { packState, unpackState } from '#src/agents/nested.js'

test('states packed into one come out as they went in, each with its own buffers', t => {
  const a = {
    kind: 'a',
    version: 2,
    json: { x: [1, null] },
    buffers: { visited: Uint8Array.of(1), 'b/visited': Uint8Array.of(2) },
  }
  const b = { kind: 'b', version: 1, json: null, buffers: { visited: Uint8Array.of(3) } }
  const [packedA, packedB] = [packState('a', a), packState('b', b)]
  const buffers = { visited: Uint8Array.of(4), ...packedA.buffers, ...packedB.buffers }
  const through = <T>(json: T): T => JSON.parse(JSON.stringify(json)) as T
  t.is(Object.keys(buffers).length, 4)
  t.deepEqual(unpackState('a', { json: through(packedA.json), buffers }), a)
  t.deepEqual(unpackState('b', { json: through(packedB.json), buffers }), b)
})
