import test from 'ava'
import {
  adaptiveCoefficients,
  built,
  CLASSIC,
  type Coefficients,
  iterate,
  type Vertex,
} from '#src/search/nelder-mead/simplex.js'

type Point = readonly number[]

/** Runs from some points until `isDone`: all evaluations in order, and the simplex after each iteration. */
const run = (
  f: (x: Point) => number,
  points: readonly Point[],
  coefficients: Coefficients,
  isDone: (simplex: readonly Vertex[], iterations: number) => boolean,
) => {
  const evaluated: { readonly point: Point; readonly value: number }[] = []
  const known = new Map<string, Vertex>()
  const evaluate = (point: Point): void => {
    const value = f(point)
    evaluated.push({ point, value })
    known.set(String(point), { point, losses: [value], violation: 0 })
  }
  const find = (point: Point) => known.get(String(point))
  const simplices: (readonly Vertex[])[] = []
  for (;;) {
    const simplex = simplices.at(-1)
    if (simplex !== undefined && isDone(simplex, simplices.length - 1)) return { evaluated, simplices }
    const next = simplex === undefined ? built(points, find) : iterate(simplex, coefficients, find)
    if (next._tag === 'Moved') simplices.push(next.simplex)
    else evaluate(next.points[0] as Point)
  }
}

const rosenbrock = ([x = 0, y = 0]: Point): number => 100 * (y - x ** 2) ** 2 + (1 - x) ** 2

test("the first evaluations on Rosenbrock's function are those of SciPy", t => {
  // scipy.optimize.minimize(method='Nelder-Mead') 1.17.1 from (-1.2, 1), whose first simplex is 5% of each coordinate wide.
  const expected = [
    [-1.2, 1],
    [-1.26, 1],
    [-1.2, 1.05],
    [-1.14, 1.05],
    [-1.08, 1.075],
    [-1.08, 1.125],
    [-1.02, 1.1875],
    [-0.96, 1.15],
    [-1.02, 1.125],
    [-1.02, 1.175],
    [-1.065, 1.1],
    [-1.125, 1.1],
    [-1.04625, 1.11875],
    [-1.03125, 1.09375],
    [-1.006875, 1.078125],
    [-1.0125, 1.1125],
    [-1.051875, 1.103125],
    [-1.036875, 1.078125],
    [-1.0321875, 1.0578125],
    [-1.0528125, 1.0671875],
    [-1.036640625, 1.087109375],
    [-1.016953125, 1.041796875],
    [-0.9994921875, 1.0111328125],
    [-0.9950390625, 0.9818359375],
    [-0.97423828125, 0.92919921875],
  ]
  const { evaluated } = run(rosenbrock, expected.slice(0, 3), CLASSIC, (_, iterations) => iterations === 20)
  for (const [i, point] of expected.entries())
    for (const [j, x] of point.entries()) t.true(Math.abs((evaluated[i]?.point[j] as number) - x) < 1e-12, `${i}`)
})

test('to the tolerances of SciPy it takes as many evaluations and iterations as SciPy, to the same point', t => {
  const start = [
    [-1.2, 1],
    [-1.26, 1],
    [-1.2, 1.05],
  ]
  const isDone = (simplex: readonly Vertex[]): boolean => {
    const [best, ...others] = simplex as readonly [Vertex, ...Vertex[]]
    return others.every(
      ({ point, losses }) =>
        point.every((x, j) => Math.abs(x - (best.point[j] as number)) <= 1e-4) &&
        Math.abs((losses?.[0] as number) - (best.losses?.[0] as number)) <= 1e-4,
    )
  }
  const { evaluated, simplices } = run(rosenbrock, start, CLASSIC, isDone)
  t.is(evaluated.length, 159)
  // SciPy counts its first look at the tolerances too.
  t.is(simplices.length, 85)
  t.deepEqual(
    simplices.at(-1)?.[0]?.point.map(x => x.toFixed(8)),
    ['1.00002202', '1.00004222'],
  )
})

test("the simplices of Mathews and Fink's example", t => {
  // Numerical Methods Using MATLAB, 4th edition 2004, chapter 8: f = x^2 - 4x + y^2 - y - xy; their table up to two vertices that tie.
  const f = ([x = 0, y = 0]: Point): number => x ** 2 - 4 * x + y ** 2 - y - x * y
  const start = [
    [0, 0],
    [1.2, 0],
    [0, 0.8],
  ]
  const { simplices } = run(f, start, CLASSIC, (_, iterations) => iterations === 4)
  const rounded = simplices.map(simplex =>
    simplex.map(({ point }) => point.map(x => Number(x.toFixed(9))).join(' ')).sort(),
  )
  t.deepEqual(rounded, [
    ['0 0', '0 0.8', '1.2 0'],
    ['0 0.8', '1.2 0', '1.8 1.2'],
    ['1.2 0', '1.8 1.2', '3 0.4'],
    ['1.8 1.2', '3 0.4', '3.6 1.6'],
    ['1.8 1.2', '2.4 2.4', '3.6 1.6'],
  ])
})

test('coefficients for more dimensions are those of Gao and Han, for one and two the classic ones', t => {
  t.deepEqual(adaptiveCoefficients(10), { reflection: 1, expansion: 1.2, contraction: 0.7, shrink: 0.9 })
  t.is(adaptiveCoefficients(2), CLASSIC)
  t.is(adaptiveCoefficients(1), CLASSIC)
})

test('a point without losses ranks last, and an infeasible one before it by its violation', t => {
  const points: Vertex[] = [
    { point: [0, 0], losses: [5], violation: 0 },
    { point: [1, 0], losses: [1], violation: 2 },
    { point: [0, 1], losses: null, violation: 0 },
  ]
  const first = built(
    points.map(({ point }) => point),
    point => points.find(vertex => vertex.point === point),
  )
  t.deepEqual(first, { _tag: 'Moved', simplex: points })
  // The reflection of the failed vertex fails too: the contraction towards it is what is needed, then the simplex shrunk.
  const next = iterate(points, CLASSIC, ([x = 0, y = 0]) =>
    x === 1 && y === -1 ? { point: [1, -1], losses: null, violation: 0 } : undefined,
  )
  t.deepEqual(next, {
    _tag: 'Needs',
    points: [
      [0.25, 0.5],
      [0.5, 0],
      [0, 0.5],
    ],
  })
})
