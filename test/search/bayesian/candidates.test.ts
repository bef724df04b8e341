import test from 'ava'
import { type Config, makeRng } from '#src/core/index.js'
import { mostWorthy } from '#src/search/bayesian/candidates.js'
import { choice, defineSpace, integer, on, real } from '#src/space/index.js'

const space = defineSpace(
  { x: integer(1, 1_000_000), y: real(0, 1), kind: choice('a', 'b', 'c') },
  { where: [on(['x', 'y'], c => c.x * c.y <= 500_000)] },
)
const numbersOf = ({ x, y }: Config): [number, number] => [Number(x), Number(y)]
/** The most at x = 900000 and y as large as the constraint lets it be. */
const worthOf = (config: Config): number => {
  const [x, y] = numbersOf(config)
  return -Math.abs(x - 900_000) / 1e6 - (1 - y) / 10 - (config.kind === 'b' ? 0 : 1)
}

test('climbs reach what random configurations miss, and stay within the constraints', t => {
  const found = mostWorthy({ space, rng: makeRng(1), isKnown: () => false }, [], worthOf)
  if (found === undefined) return t.fail()
  const [x, y] = numbersOf(found.config)
  t.deepEqual(space.broken(found.config), [])
  t.is(found.config.kind, 'b')
  t.true(Math.abs(x - 900_000) < 2_000 && y > 0.55, `${x}, ${y}`)
  t.is(found.worth, worthOf(found.config))
})

test('what is known is climbed over, and never the answer', t => {
  const line = defineSpace({ n: integer(1, 50) })
  const isKnown = ({ n }: Config): boolean => Number(n) > 30 && Number(n) < 50
  const found = mostWorthy({ space: line, rng: makeRng(1), isKnown }, [], ({ n }) => -Math.abs(Number(n) - 40))
  t.is(found?.worth, -10)
  t.is(
    mostWorthy({ space: line, rng: makeRng(1), isKnown: () => true }, [], () => 0),
    undefined,
  )
})
