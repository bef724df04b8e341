import { sobolSequence } from '../../../numeric/index.js'
import type { Point } from '../../../pareto/index.js'
import type { Problem } from '../problem.js'
import { box, formulaProblem } from './formula.js'
import { type FrontOptions, POINTS, spaced, sphereFront } from './fronts.js'
import { insist } from './options.js'
import {
  bFlat,
  bParam,
  bPoly,
  concave,
  disconnected,
  disconnectedLast,
  linear,
  mean,
  mixed,
  nonSeparable,
  type Reduction,
  type Shape,
  sDecept,
  sLinear,
  sMulti,
  weighted,
} from './wfg-transformations.js'

export interface WfgOptions extends FrontOptions {
  /** M, 2 to 20. Default: 2. */
  readonly objectives?: number
  /** k: parameters that say where on the front, a multiple of M - 1. Default: 2 (M - 1), and 4 for two objectives. */
  readonly position?: number
  /** l: parameters that make distance; even for wfg2 and wfg3. Default: 20. */
  readonly distance?: number
}

interface Wfg {
  /** What is done to y in [0, 1]^n, of which the first k make position. */
  readonly steps: readonly ((y: Float64Array, k: number) => void)[]
  /** How a group of parameters becomes one number. */
  readonly reduction: Reduction
  /** The distance parameters are first made one in pairs. */
  readonly isPaired?: true
  readonly shape: Shape
  /** The front is a line: all position parameters but the first group matter away from it alone. */
  readonly isDegenerate?: true
  /** Points of the front for S = 1. */
  front(M: number, points: number): readonly Point[]
}

const each =
  (change: (yi: number) => number, part: 'position' | 'distance' | 'all'): Wfg['steps'][number] =>
  (y, k) => {
    const [from, to] = [part === 'distance' ? k : 0, part === 'position' ? k : y.length]
    for (let i = from; i < to; i++) y[i] = change(y[i] as number)
  }

const shifted = each(sLinear, 'distance')

/** Each depends on those behind it: of the position parameters, or of all. */
const onLater =
  (part: 'position' | 'all'): Wfg['steps'][number] =>
  (y, k) => {
    const to = part === 'position' ? k : y.length - 1
    for (let i = 0; i < to; i++) y[i] = bParam(y[i] as number, mean(y, i + 1, y.length))
  }

/** Each distance parameter depends on all before it. */
const onEarlier: Wfg['steps'][number] = (y, k) => {
  for (let i = y.length - 1; i >= k; i--) y[i] = bParam(y[i] as number, mean(y, 0, i))
}

/** The front where x_1 to x_(M-1) run over the unit cube, the first one over `firsts`. */
const swept =
  (shape: Shape, firsts: (u: number) => number = u => u): Wfg['front'] =>
  (M, points) => {
    const [draw, h] = [sobolSequence(M - 1), new Float64Array(M)]
    return Array.from({ length: points }, (_, i) => {
      const x = draw(i)
      x[0] = firsts(x[0] as number)
      shape(x, h)
      return Array.from(h)
    })
  }

/** Where x_1 is on WFG2's front: the last loss is less than for all smaller ones. */
const records = (): number[] => {
  let least = Number.POSITIVE_INFINITY
  return spaced(0, 1, 10_001).filter(x1 => {
    const isRecord = disconnectedLast(x1) < least
    if (isRecord) least = disconnectedLast(x1)
    return isRecord
  })
}

/** With three objectives or more, there is more of the front beside this line (Ishibuchi, Masuda & Nojima 2016). */
const line: Wfg['front'] = (M, points) => {
  const [x, h] = [new Float64Array(M - 1).fill(0.5), new Float64Array(M)]
  return spaced(0, 1, points).map(x1 => {
    x[0] = x1
    linear(x, h)
    return Array.from(h)
  })
}

const sphere = { shape: concave, front: sphereFront }

const definitions = {
  wfg1: {
    steps: [shifted, each(y => bFlat(y, 0.8, 0.75, 0.85), 'distance'), each(y => bPoly(y, 0.02), 'all')],
    reduction: weighted,
    shape: mixed,
    front: swept(mixed),
  },
  wfg2: {
    steps: [shifted],
    reduction: mean,
    isPaired: true,
    shape: disconnected,
    front: (M, points) => {
      const firsts = records()
      return swept(disconnected, u => firsts[Math.floor(u * firsts.length)] as number)(M, points)
    },
  },
  wfg3: { steps: [shifted], reduction: mean, isPaired: true, shape: linear, isDegenerate: true, front: line },
  wfg4: { ...sphere, steps: [each(y => sMulti(y, 30, 10), 'all')], reduction: mean },
  wfg5: { ...sphere, steps: [each(sDecept, 'all')], reduction: mean },
  wfg6: { ...sphere, steps: [shifted], reduction: nonSeparable },
  wfg7: { ...sphere, steps: [onLater('position'), shifted], reduction: mean },
  wfg8: { ...sphere, steps: [onEarlier, shifted], reduction: mean },
  wfg9: {
    ...sphere,
    steps: [onLater('all'), each(sDecept, 'position'), each(y => sMulti(y, 30, 95), 'distance')],
    reduction: nonSeparable,
  },
} as const satisfies Readonly<Record<string, Wfg>>

/**
 * WFG1 to WFG9: reals in [0, 2 i], any number of losses, of which the m-th is at most 2 m on the front.
 *
 * @see Huband, Hingston, Barone & While 2006, "A review of multiobjective test problems and a scalable test problem toolkit"
 */
export const wfg =
  (name: keyof typeof definitions) =>
  (options: WfgOptions): Problem => {
    const { objectives: M = 2, points = POINTS } = options
    const { position: k = M === 2 ? 4 : 2 * (M - 1), distance: l = 20 } = options
    const { steps, reduction, isPaired, shape, isDegenerate, front }: Wfg = definitions[name]
    insist(k % (M - 1) === 0, name, 'position', `a multiple of ${M - 1}, one less than the objectives`, k)
    insist(!isPaired || l % 2 === 0, name, 'distance', 'an even number', l)
    const [y, x, h] = [new Float64Array(k + l), new Float64Array(M), new Float64Array(M)]
    const [gap, end] = [k / (M - 1), isPaired ? k + l / 2 : k + l]

    const evaluate = (z: Float64Array, losses: Float64Array): void => {
      for (let i = 0; i < y.length; i++) y[i] = (z[i] as number) / (2 * (i + 1))
      for (const step of steps) step(y, k)
      if (isPaired) for (let i = k; i < end; i++) y[i] = nonSeparable(y, 2 * i - k, 2 * i - k + 2)
      const distance = reduction(y, k, end)
      for (let m = 0; m < M - 1; m++) {
        const t = reduction(y, m * gap, (m + 1) * gap)
        // A_m of the paper is 1, and 0 for all but the first of a degenerate front.
        x[m] = isDegenerate && m > 0 ? distance * (t - 0.5) + 0.5 : t
      }
      shape(x, h)
      for (let m = 0; m < M; m++) losses[m] = distance + 2 * (m + 1) * (h[m] as number)
    }
    const space = box(Array.from(y, (_, i) => [0, 2 * (i + 1)] as const))
    return formulaProblem(
      { name: `${name} objectives=${M} position=${k} distance=${l}`, space, objectives: M, evaluate },
      {
        reference: Array.from(h, (_, m) => 1.1 * 2 * (m + 1)),
        front: front(M, points).map(point => point.map((hm, m) => 2 * (m + 1) * hm)),
      },
    )
  }
