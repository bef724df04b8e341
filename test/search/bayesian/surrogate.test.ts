import test from 'ava'
import { makeRng } from '#src/core/index.js'
import { coordinatesOf } from '#src/search/bayesian/coordinates.js'
import { ofLosses } from '#src/search/bayesian/priors.js'
import { Surrogate } from '#src/search/bayesian/surrogate.js'
import { defineSpace, real } from '#src/space/index.js'

const space = defineSpace({ x: real(0, 1), y: real(0, 1) })
const coordinates = coordinatesOf(space)

const data = (count: number): { points: Float64Array[]; targets: Float64Array } => {
  const rng = makeRng(1)
  const points = Array.from({ length: count }, () => Float64Array.of(rng.next(), rng.next()))
  return { points, targets: Float64Array.from(points, ([x = 0, y = 0]) => Math.sin(5 * x) + y) }
}

const place = Float64Array.of(0.3, 0.7)

test('one that was saved and restored predicts the same to the last bit, between fits and after them', t => {
  const { points, targets } = data(80)
  const whole = new Surrogate(coordinates, 40, ofLosses)
  let saved = new Surrogate(coordinates, 40, ofLosses)
  for (let n = 10; n <= 80; n++) {
    saved = new Surrogate(coordinates, 40, ofLosses, JSON.parse(JSON.stringify(saved.save())))
    const [a, b] = [whole, saved].map(surrogate => surrogate.of(points.slice(0, n), targets.slice(0, n)))
    t.deepEqual(a?.process.predict(place), b?.process.predict(place))
    t.deepEqual(a?.rows, b?.rows)
  }
})

test('of more points than its capacity it holds half the best ones and half the latest', t => {
  const { points, targets } = data(100)
  const surrogate = new Surrogate(coordinates, 20, ofLosses)
  const { rows } = surrogate.of(points, targets)
  t.is(rows.length, 20)
  t.deepEqual(
    rows.slice(10),
    Array.from({ length: 10 }, (_, i) => 90 + i),
  )
  const worstHeld = Math.max(...rows.slice(0, 10).map(row => targets[row] as number))
  const others = Array.from({ length: 90 }, (_, i) => i).filter(row => !rows.includes(row))
  t.true(others.every(row => (targets[row] as number) >= worstHeld))
  // A twentieth of 20 is one: the next fit comes with the next point.
  const more = data(101)
  t.deepEqual(
    surrogate.of(more.points, more.targets).rows.slice(10),
    Array.from({ length: 10 }, (_, i) => 91 + i),
  )
})

test('pending points are believed for one call', t => {
  const { points, targets } = data(30)
  const surrogate = new Surrogate(coordinates, 400, ofLosses)
  const before = surrogate.of(points, targets).process.predict(place)
  const believing = surrogate.of(points, targets, [place]).process.predict(place)
  t.is(believing.mean, before.mean)
  t.true(believing.variance < before.variance)
  t.deepEqual(surrogate.of(points, targets).process.predict(place), before)
})
