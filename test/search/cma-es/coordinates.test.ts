import test from 'ava'
import { makeRng } from '#src/core/index.js'
import { coordinatesOf, fold, unfold } from '#src/search/cma-es/coordinates.js'
import { choice, defineSpace, flag, integer, ordinal, real } from '#src/space/index.js'

test('folding is the identity well inside, touches the bounds at its turning points and is smooth between', t => {
  for (const x of [0.05, 0.3, 0.95]) t.is(fold(x), x)
  t.is(fold(-0.05), 0)
  t.is(fold(1.05), 1)
  // Values of pycma 4.5's BoxConstraintsLinQuadTransformation([[0, 1]]), whose bends are both 0.05 wide.
  for (const [x, y] of [
    [-0.02, 0.0045],
    [0.02, 0.0245],
    [0.98, 0.9755],
    [1.2, 0.9],
    [-0.3, 0.2],
    [2.3, 0.1],
  ] as const) {
    t.true(Math.abs(fold(x) - y) < 1e-12, `${x}: ${fold(x)}`)
  }
  const h = 1e-6
  for (let x = -3; x < 3; x += 0.01) {
    t.true(fold(x) >= 0 && fold(x) <= 1)
    t.true(Math.abs(fold(x + h) - fold(x)) <= h * (1 + 1e-6), 'never steeper than 1')
  }
})

test('unfolding undoes folding', t => {
  for (let p = 0; p <= 1; p += 1 / 64) t.true(Math.abs(fold(unfold(p)) - p) < 1e-15)
})

const space = defineSpace(
  {
    rate: real(1e-4, 1, { scale: 'log' }),
    width: integer(1, 256, { scale: 'log' }),
    tile: ordinal(8, 16, 32, 64),
    mode: choice('a', 'b', 'c'),
    fast: flag(),
    depth: integer(1, 4),
  },
  { when: { depth: c => c.fast === true } },
)

test('a point made for a configuration stands for it, and differs from the one near by only where it must', t => {
  const { decode, encode, dimension } = coordinatesOf(space)
  t.is(dimension, 8)
  const rng = makeRng(1)
  for (let i = 0; i < 300; i++) {
    const near = Float64Array.from({ length: dimension }, () => rng.normal(0.5, 1))
    const config = space.sample(rng)
    const point = encode(config, near)
    const back = decode(point)
    t.deepEqual({ ...back, rate: 0 }, { ...config, rate: 0 })
    t.true(Math.abs((back.rate as number) / (config.rate as number) - 1) < 1e-12)
    t.deepEqual(encode(decode(near), near), near)
  }
})

test('rounding goes over to the next value at the threshold, on every scale', t => {
  const { steps } = coordinatesOf(space)
  t.deepEqual(
    steps.map(({ slot, size }) => [slot, size]),
    [
      [1, 256],
      [2, 4],
      [6, 2],
      [7, 4],
    ],
  )
  for (const { size, threshold, indexAt } of steps) {
    for (let index = 0; index < size - 1; index++) {
      t.is(indexAt(threshold(index) - 1e-9), index)
      t.is(indexAt(threshold(index) + 1e-9), index + 1)
    }
  }
})
