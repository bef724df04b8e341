import test from 'ava'
import { type Config, makeRng } from '#src/core/index.js'
import { axesOf } from '#src/search/tpe/axis.js'
import { neighbourhood } from '#src/search/tpe/normal-kernels.js'
import { Observations } from '#src/search/tpe/observations.js'
import { type ParzenEstimator, parzenEstimator } from '#src/search/tpe/parzen.js'
import { choice, defineSpace, flag, integer, ordinal, real, type Space } from '#src/space/index.js'

const observationsOf = (space: Space, configs: readonly Config[]): Observations => {
  const observations = new Observations(axesOf(space))
  for (const config of configs) observations.add(config, { losses: [0], violation: 0 })
  return observations
}

/** Around all observations. */
const estimatorOf = (observations: Observations, weights?: readonly number[]): ParzenEstimator => {
  const rows = Array.from({ length: observations.length }, (_, row) => row)
  const axes = observations.axes.map((_, a) => a)
  return parzenEstimator(observations, axes, rows, weights ?? rows.map(() => 1), 1)
}

const logDensitiesOf = (estimator: ParzenEstimator, points: readonly Float64Array[]): Float64Array => {
  const sums = new Float64Array(points.length)
  estimator.addLogDensities(points, sums, 1)
  return sums
}

test('densities are those of Optuna 5, whose kernels they are where no width is at its least', t => {
  const space = defineSpace({
    x: real(0, 1),
    r: real(1e-3, 1, { scale: 'log' }),
    k: integer(1, 8),
    c: choice('a', 'b', 'd'),
  })
  const observations = observationsOf(space, [
    { x: 0.1, r: 0.001, k: 1, c: 'a' },
    { x: 0.9, r: 0.1, k: 8, c: 'd' },
    { x: 0.35, r: 0.01, k: 3, c: 'd' },
    { x: 0.6, r: 1, k: 5, c: 'b' },
  ])
  const points = [
    { x: 0.1, r: 0.002, k: 1, c: 'a' },
    { x: 0.5, r: 0.1, k: 4, c: 'b' },
    { x: 1, r: 0.5, k: 8, c: 'd' },
  ].map(config => observations.pointOf(config))
  const found = logDensitiesOf(estimatorOf(observations, [2, 1, 0.5, 0.5]), points)
  // `_ParzenEstimator.log_pdf` of Optuna 5.0.0 with these weights, plus log(log(1000)): its density of r is per unit of its logarithm.
  for (const [i, expected] of [-0.5761827464181515, -3.201993484107841, -2.408757697475445].entries()) {
    t.true(Math.abs((found[i] as number) - expected) < 1e-4, `${found[i]}`)
  }
})

test('widths are the larger gap to a neighbour, at least the share of two trials or of a kernel, and a thousandth', t => {
  /** Kernels around these places, among so many trials in all: from the left. */
  const widthsOf = (places: readonly number[], trials: number): number[] => {
    const column = Float64Array.from({ length: trials }, (_, row) => places[row] ?? Number.NaN)
    const kernelOfRow = Int32Array.from({ length: trials }, (_, row) => (row < places.length ? row : -1))
    return [...neighbourhood(column, Int32Array.from(places.keys()), kernelOfRow, places.length).widths]
  }
  // The last one is the prior's. Equal places count once, the ends of the range not at all.
  t.deepEqual(widthsOf([0.125, 0.25, 0.25, 0.75], 64), [0.125, 0.5, 0.5, 1])
  t.deepEqual(widthsOf([0.25], 64), [0.75, 1])
  // 2 / 16 before 1 / 3 kernels; 1 / 4 kernels before 2 / 4 trials; a thousandth before 2 / 4096.
  t.deepEqual(widthsOf([0.5, 0.5625], 16), [0.125, 0.125, 1])
  t.deepEqual(widthsOf([0.5, 0.5, 0.5625], 4), [0.25, 0.25, 1])
  t.deepEqual(widthsOf([0.5, 0.500244140625], 4096), [0.001, 0.001, 1])
})

test('over all configurations of a discrete space the densities sum to 1, and draws come as often as they say', t => {
  const space = defineSpace({
    log: integer(1, 9, { scale: 'log' }),
    tile: ordinal(8, 16, 32),
    layout: choice('row', 'column', 'blocked'),
    simd: flag(),
  })
  const rng = makeRng(1)
  const observations = observationsOf(
    space,
    Array.from({ length: 12 }, () => space.sample(rng)),
  )
  const estimator = estimatorOf(observations)
  const points = [...space.enumerate()].map(config => observations.pointOf(config))
  const densities = logDensitiesOf(estimator, points).map(Math.exp)
  t.true(Math.abs(densities.reduce((sum, density) => sum + density, 0) - 1) < 1e-3)

  const draws = 50_000
  const counts = new Map<string, number>()
  const drawn = new Float64Array(4)
  for (let i = 0; i < draws; i++) {
    estimator.draw(rng, drawn)
    counts.set(drawn.join(), (counts.get(drawn.join()) ?? 0) + 1)
  }
  let distance = 0
  for (const [i, point] of points.entries()) {
    distance += Math.abs((densities[i] as number) - (counts.get(point.join()) ?? 0) / draws) / 2
  }
  // Total variation: sampling alone is expected to make it about sqrt(162 / (2 pi 50000)) = 0.023.
  t.true(distance < 0.035, `${distance}`)
})

test('the density of a real parameter integrates to 1 within its range', t => {
  const space = defineSpace({ x: real(2, 6) })
  const observations = observationsOf(
    space,
    [2, 2.1, 2.2, 5.9, 6, 6].map(x => ({ x })),
  )
  const steps = 10_000
  const points = Array.from({ length: steps }, (_, i) => Float64Array.of((i + 0.5) / steps))
  const mass = logDensitiesOf(estimatorOf(observations), points).reduce((sum, log) => sum + Math.exp(log) / steps, 0)
  t.true(Math.abs(mass - 1) < 1e-4, `${mass}`)
})

test('many dimensions far from all observations leave a finite density, the one of the prior', t => {
  const names = Array.from({ length: 200 }, (_, i) => `x${i}`)
  const space = defineSpace(Object.fromEntries(names.map(name => [name, real(0, 1)])))
  const at = (place: number): Config => Object.fromEntries(names.map(name => [name, place]))
  const observations = observationsOf(space, [at(0), at(0.001)])
  const [density] = logDensitiesOf(estimatorOf(observations), [new Float64Array(200).fill(1)])
  // The prior at its edge: a normal of width 1 around the middle, with the mass 0.3829 inside.
  const prior = -0.125 - Math.log(2 * Math.PI) / 2 - Math.log(0.3829249225480262)
  // 200 times the error of `normalTail`, which is 1.3e-7.
  t.true(Math.abs((density as number) - (200 * prior - Math.log(3))) < 1e-4, `${density}`)
})

test('parameters that are active in the same trials make a group', t => {
  const space = defineSpace(
    { kind: choice('a', 'b'), deep: flag(), depth: integer(1, 9), width: integer(1, 9), rate: real(0, 1) },
    { when: { depth: c => c.deep === true, width: c => c.deep === true } },
  )
  const observations = observationsOf(space, [{ kind: 'a', deep: true, depth: 1, width: 2, rate: 0.5 }])
  t.deepEqual(observations.groups, [[0, 1, 2, 3, 4]])
  observations.add({ kind: 'a', deep: false, rate: 0.5 }, { losses: null, violation: 0 })
  t.deepEqual(observations.groups, [
    [0, 1, 4],
    [2, 3],
  ])
})

test('a parameter of one value is in no group', t => {
  const observations = new Observations(axesOf(defineSpace({ fixed: choice('a'), n: integer(3, 3), free: flag() })))
  t.deepEqual(observations.groups, [[2]])
  t.deepEqual(new Observations(axesOf(defineSpace({ fixed: choice('a') }))).groups, [])
})
