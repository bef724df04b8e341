import test from 'ava'
import { factoredActions, movesOf } from '#src/env/index.js'
import { choice, defineSpace, flag, integer, makeRng, on, ordinal, real, type Space } from '#src/index.js'

const space = defineSpace(
  {
    backend: choice('cpu', 'wasm'),
    tile: ordinal(8, 16, 32),
    simd: flag(),
    batch: integer(1, 4),
    rate: real(0.1, 10, { scale: 'log' }),
  },
  {
    when: { simd: c => c.backend === 'wasm' },
    where: [on(['tile', 'batch'], c => c.tile * c.batch <= 64, { name: 'fits' })],
  },
) as unknown as Space

/** An action that follows the masks, drawn uniformly. */
const drawn = (actions: ReturnType<typeof factoredActions>, rng: ReturnType<typeof makeRng>): number[] => {
  const action: number[] = []
  for (const [place, size] of actions.sizes.entries()) {
    const mask = new Uint8Array(size)
    actions.masking(place, action, mask)
    action.push(rng.pick([...mask.keys()].filter(i => mask[i] === 1)))
  }
  for (let i = 0; i < actions.reals; i++) action.push(rng.normal())
  return action
}

test('an action that follows the masks is a valid configuration without repair, and every valid one can be reached', t => {
  const actions = factoredActions(space)
  t.deepEqual(actions.sizes, [2, 3, 2, 4])
  t.is(actions.reals, 1)
  const rng = makeRng(1)
  const seen = new Set<string>()
  for (let n = 0; n < 2000; n++) {
    const action = drawn(actions, rng)
    const config = actions.configOf(action)
    t.deepEqual(space.broken(config), [])
    t.is(config.backend, ['cpu', 'wasm'][action[0] as number])
    t.is(config.tile, [8, 16, 32][action[1] as number])
    t.is(config.batch, 1 + (action[3] as number))
    t.is(config.simd, config.backend === 'wasm' ? action[2] === 1 : undefined)
    seen.add(JSON.stringify({ ...config, rate: 0 }))
  }
  // 3 tiles with 4, 4 and 2 batches, on cpu once and on wasm twice.
  t.is(seen.size, 10 * 3)
})

test('a parameter that is inactive has one alternative', t => {
  const actions = factoredActions(space)
  const mask = new Uint8Array(2)
  actions.masking(2, [0, 0], mask)
  t.deepEqual(mask, Uint8Array.from([1, 0]))
  actions.masking(2, [1, 0], mask)
  t.deepEqual(mask, Uint8Array.from([1, 1]))
})

test('a real number is the place in its scale: 0 in the middle, past an end the end', t => {
  const actions = factoredActions(space)
  const rateAt = (place: number) => actions.configOf([0, 0, 0, 0, place]).rate as number
  t.true(Math.abs(rateAt(0) - 1) < 1e-9)
  t.true(Math.abs(rateAt(-3) - 0.1) < 1e-9)
  t.true(Math.abs(rateAt(1) - 10) < 1e-9)
})

test('moves have the same meaning everywhere, and lead to valid configurations alone', t => {
  const { names, from } = movesOf(space)
  t.deepEqual(names, [
    'backend=cpu',
    'backend=wasm',
    'tile down',
    'tile up',
    'simd=false',
    'simd=true',
    'batch down',
    'batch up',
    'rate down',
    'rate up',
  ])
  const led = from({ backend: 'cpu', tile: 16, batch: 4, rate: 1 })
  const to = (name: string) => led[names.indexOf(name)]
  t.is(to('backend=cpu'), undefined)
  t.like(to('backend=wasm'), { backend: 'wasm', tile: 16, batch: 4 })
  t.is(typeof to('backend=wasm')?.simd, 'boolean')
  t.like(to('tile down'), { tile: 8, batch: 4 })
  t.is(to('tile up'), undefined) // 32 * 4 does not fit
  t.is(to('simd=true'), undefined) // inactive on cpu
  t.like(to('batch down'), { batch: 3 })
  t.is(to('batch up'), undefined)
  t.true((to('rate up')?.rate as number) > 1 && (to('rate down')?.rate as number) < 1)
})

test('every neighbour of every configuration is one move', t => {
  const rng = makeRng(2)
  const { from } = movesOf(space)
  for (let n = 0; n < 100; n++) {
    const config = space.sample(rng)
    const neighbours = space.neighbours(config, 'adjacent').map(neighbour => space.fingerprint(neighbour))
    const moves = from(config).flatMap(neighbour => (neighbour ? [space.fingerprint(neighbour)] : []))
    t.deepEqual([...moves].sort(), [...neighbours].sort())
  }
})
