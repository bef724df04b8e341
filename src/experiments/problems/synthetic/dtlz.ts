import { sobolSequence } from '../../../numeric/index.js'
import type { Point } from '../../../pareto/index.js'
import type { Problem } from '../problem.js'
import { box, formulaProblem, repeated } from './formula.js'
import { type FrontOptions, POINTS, planeFront, referenceOf, spaced, sphereFront } from './fronts.js'
import { insist } from './options.js'

export interface DtlzOptions extends FrontOptions {
  /** M, 2 to 20. Default: 3. */
  readonly objectives?: number
  /** M - 1 that say where on the front, and at least one for the distance. Default: 5 for dtlz1, 20 for dtlz7, else 10 of the latter. */
  readonly variables?: number
}

/** The losses of a problem with M objectives, and points of its front. */
interface Dtlz {
  /** Default number of variables that make distance. */
  readonly k: number
  evaluate(M: number): (x: Float64Array, y: Float64Array) => void
  front(M: number, points: number): readonly Point[]
  /** Where the points of the front do not tell it. */
  reference?(M: number, k: number): Point | undefined
}

/** The sum over the variables that make distance, from the M-th on. */
const distance = (x: Float64Array, M: number, term: (xi: number) => number): number => {
  let sum = 0
  for (let i = M - 1; i < x.length; i++) sum += term(x[i] as number)
  return sum
}

/** 11^k - 1 local optima. */
const rugged = (x: Float64Array, M: number): number =>
  100 * (x.length - M + 1 + distance(x, M, xi => (xi - 0.5) ** 2 - Math.cos(20 * Math.PI * (xi - 0.5))))
const smooth = (x: Float64Array, M: number): number => distance(x, M, xi => (xi - 0.5) ** 2)
const biased = (x: Float64Array, M: number): number => distance(x, M, xi => xi ** 0.1)

/** A sphere of radius 1 + g around the origin, at angles that are `part` of a right angle. */
const spherical =
  (g: typeof smooth, part: (xi: number, i: number, g: number) => number = xi => xi): Dtlz['evaluate'] =>
  M => {
    const angles = new Float64Array(M - 1)
    return (x, y) => {
      const away = g(x, M)
      for (let i = 0; i < M - 1; i++) angles[i] = (part(x[i] as number, i, away) * Math.PI) / 2
      for (let m = 0; m < M; m++) {
        let loss = 1 + away
        for (let i = 0; i < M - 1 - m; i++) loss *= Math.cos(angles[i] as number)
        y[m] = m === 0 ? loss : loss * Math.sin(angles[M - 1 - m] as number)
      }
    }
  }

export const dtlz1Losses: Dtlz['evaluate'] = M => (x, y) => {
  const g = rugged(x, M)
  for (let m = 0; m < M; m++) {
    let loss = (1 + g) / 2
    for (let i = 0; i < M - 1 - m; i++) loss *= x[i] as number
    y[m] = m === 0 ? loss : loss * (1 - (x[M - 1 - m] as number))
  }
}
export const dtlz1Front: Dtlz['front'] = (M, points) =>
  planeFront(M, points).map(direction => direction.map(part => part / 2))

export const dtlz2Losses = spherical(smooth)

/** The angles but the first draw near to half a right angle with the front: (5) of the paper. */
const narrowing = (xi: number, i: number, g: number): number => (i === 0 ? xi : (1 + 2 * g * xi) / (2 * (1 + g)))

/** The curve of DTLZ5 and DTLZ6. With more than three objectives there is more of the front beside it, up to the largest losses there are. */
const curve: Dtlz['front'] = (M, points) => {
  const evaluate = spherical(() => 0, narrowing)(M)
  const [x, y] = [new Float64Array(M - 1), new Float64Array(M)]
  return spaced(0, 1, points).map(x1 => {
    x[0] = x1
    evaluate(x, y)
    return Array.from(y)
  })
}

/** Where one variable of DTLZ7 is on the front, whatever the others are. */
const PIECES = [
  [0, 0.2514118360889171],
  [0.6316265307000614, 0.8594008566447239],
] as const

const definitions = {
  /** Its front is the plane on which the losses add up to 1/2. */
  dtlz1: { k: 5, evaluate: dtlz1Losses, front: dtlz1Front },
  dtlz2: { k: 10, evaluate: dtlz2Losses, front: sphereFront },
  dtlz3: { k: 10, evaluate: spherical(rugged), front: sphereFront },
  /** Most configurations are near to the corners of the front. */
  dtlz4: { k: 10, evaluate: spherical(smooth, xi => xi ** 100), front: sphereFront },
  dtlz5: {
    k: 10,
    evaluate: spherical(smooth, narrowing),
    front: curve,
    reference: (M, k) => (M > 3 ? repeated(M, 1 + k / 4) : undefined),
  },
  dtlz6: {
    k: 10,
    evaluate: spherical(biased, narrowing),
    front: curve,
    reference: (M, k) => (M > 3 ? repeated(M, 1 + k) : undefined),
  },
  /** In 2^(M - 1) pieces. */
  dtlz7: {
    k: 20,
    evaluate: M => (x, y) => {
      const g = 1 + (9 / (x.length - M + 1)) * distance(x, M, xi => xi)
      let h = M
      for (let m = 0; m < M - 1; m++) {
        const f = x[m] as number
        y[m] = f
        h -= (f / (1 + g)) * (1 + Math.sin(3 * Math.PI * f))
      }
      y[M - 1] = (1 + g) * h
    },
    front: (M, points) => {
      const [[a, b], [c, d]] = PIECES
      const lengthOf = b - a + d - c
      const draw = sobolSequence(M - 1)
      return Array.from({ length: points }, (_, i) => {
        const f = Array.from(draw(i), u => (u * lengthOf < b - a ? a + u * lengthOf : c + u * lengthOf - (b - a)))
        return [...f, 2 * M - f.reduce((sum, fi) => sum + fi * (1 + Math.sin(3 * Math.PI * fi)), 0)]
      })
    },
    reference: M => [...repeated(M - 1, 1.1 * PIECES[1][1]), 1.1 * 2 * M],
  },
} as const satisfies Readonly<Record<string, Dtlz>>

/**
 * DTLZ1 to DTLZ7: reals in [0, 1], any number of losses.
 *
 * @see Deb, Thiele, Laumanns & Zitzler 2005, "Scalable test problems for evolutionary multiobjective optimization"
 */
export const dtlz =
  (name: keyof typeof definitions) =>
  ({ objectives: M = 3, variables, points = POINTS }: DtlzOptions): Problem => {
    const { k, evaluate, front, reference }: Dtlz = definitions[name]
    const count = variables ?? M - 1 + k
    insist(count >= M, name, 'variables', `at least as many as there are objectives (${M})`, count)
    const known = front(M, points)
    return formulaProblem(
      {
        name: `${name} objectives=${M} variables=${count}`,
        space: box(repeated(count, [0, 1] as const)),
        objectives: M,
        evaluate: evaluate(M),
      },
      { reference: reference?.(M, count - M + 1) ?? referenceOf(known), front: known },
    )
  }
