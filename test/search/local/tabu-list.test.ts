import test from 'ava'
import { tabuListOf } from '#src/search/local/tabu-list.js'
import { choice, defineSpace, domainsOf, integer, real } from '#src/space/index.js'

const space = defineSpace(
  { n: integer(0, 20), mode: choice('a', 'b', 'c'), rate: real(0, 1), depth: integer(1, 4) },
  { when: { depth: c => c.mode === 'b' } },
)
const domains = domainsOf(space)

test('a value that was left is tabu for the tenure, and nothing else is', t => {
  const list = tabuListOf(domains)
  const [from, to] = [
    { n: 5, mode: 'a', rate: 0.5 },
    { n: 6, mode: 'a', rate: 0.5 },
  ]
  list.add(from, to, 10, 3)
  // The steps after it are 11, 12, 13.
  t.deepEqual(
    [11, 12, 13, 14].map(step => list.remaining(to, from, step)),
    [3, 2, 1, 0],
  )
  // From anywhere, whatever else moves; but where the value is kept nothing moves.
  t.is(list.remaining({ ...to, mode: 'c' }, { ...from, mode: 'b', depth: 2 }, 11), 3)
  t.is(list.remaining(to, { ...to, n: 7 }, 11), 0)
  t.is(list.remaining(from, { ...from, mode: 'b', depth: 2 }, 11), 0)
})

test('of a real parameter what is nearer than half the way back is tabu', t => {
  const list = tabuListOf(domains)
  const at = (rate: number) => ({ n: 5, mode: 'a', rate })
  list.add(at(0.5), at(0.6), 0, 9)
  t.deepEqual(
    [0.4, 0.46, 0.5, 0.54, 0.56].map(rate => list.remaining(at(0.6), at(rate), 1) > 0),
    [false, true, true, true, false],
  )
})

test('a parameter that a move has switched off may not come back with its value', t => {
  const list = tabuListOf(domains)
  const [deep, plain] = [
    { n: 5, mode: 'b', rate: 0.5, depth: 3 },
    { n: 5, mode: 'c', rate: 0.5 },
  ]
  list.add(deep, plain, 0, 5)
  t.is(list.remaining(plain, { ...deep, mode: 'b' }, 1), 5)
  t.is(list.remaining({ ...deep, depth: 1 }, deep, 1), 5)
  t.is(list.remaining({ ...deep, depth: 1 }, { ...deep, depth: 2 }, 1), 0)
})

test('a list that was saved goes on', t => {
  const list = tabuListOf(domains)
  list.add({ n: 5, mode: 'a', rate: 0.5 }, { n: 6, mode: 'a', rate: 0.5 }, 10, 3)
  const again = tabuListOf(domains, JSON.parse(JSON.stringify(list.save())))
  t.is(again.remaining({ n: 4 }, { n: 5 }, 12), 2)
})
