import test from 'ava'
import { makeRng, restoreRng } from '#src/core/index.js'

test('the same seed gives the same numbers', t => {
  const [a, b] = [makeRng(7), makeRng(7)]
  t.deepEqual([a.next(), a.integer(1, 6), a.normal()], [b.next(), b.integer(1, 6), b.normal()])
})

test('a fork depends on its name alone, not on what was drawn before', t => {
  const [fresh, used] = [makeRng(7), makeRng(7)]
  used.next()
  t.is(fresh.fork('agent').next(), used.fork('agent').next())
  t.not(fresh.fork('agent').next(), fresh.fork('trial').next())
})

test('a stream restored from its state goes on where it stopped', t => {
  const rng = makeRng('seed')
  rng.normal()
  const copy = restoreRng(JSON.parse(JSON.stringify(rng.state())))
  t.deepEqual([rng.next(), rng.normal(), rng.fork('x').next()], [copy.next(), copy.normal(), copy.fork('x').next()])
})

test('numbers are uniform: each face of a die within five standard errors', t => {
  const rng = makeRng(1)
  const counts = new Array<number>(6).fill(0)
  const rolls = 60_000
  for (let i = 0; i < rolls; i++) {
    const face = rng.integer(0, 5)
    counts[face] = (counts[face] ?? 0) + 1
  }
  const standardError = Math.sqrt(rolls * (1 / 6) * (5 / 6))
  for (const count of counts) t.true(Math.abs(count - rolls / 6) < 5 * standardError)
})
