import { compareEvaluations, type Verdict } from '../evaluation.js'

/** A corner of a simplex, and what was found there. */
export interface Vertex extends Verdict {
  readonly point: readonly number[]
}

export interface Coefficients {
  /** rho: how far beyond the centroid the worst vertex is reflected, as a multiple of its distance. */
  readonly reflection: number
  /** chi: how much further an expansion goes. */
  readonly expansion: number
  /** gamma: how far from the centroid a contraction ends. */
  readonly contraction: number
  /** sigma: what is left of each edge at the best vertex. */
  readonly shrink: number
}

/** @see Nelder & Mead 1965, "A simplex method for function minimization" */
export const CLASSIC: Coefficients = { reflection: 1, expansion: 2, contraction: 0.5, shrink: 0.5 }

/**
 * Coefficients that shrink a simplex less in higher dimensions; the classic ones up to two.
 * @see Gao & Han 2012, "Implementing the Nelder-Mead simplex algorithm with adaptive parameters", equation 4.1
 */
export const adaptiveCoefficients = (n: number): Coefficients =>
  n <= 2 ? CLASSIC : { reflection: 1, expansion: 1 + 2 / n, contraction: 0.75 - 1 / (2 * n), shrink: 1 - 1 / n }

/** What an iteration comes to: another simplex, or points to evaluate first. */
export type Iteration =
  | { readonly _tag: 'Moved'; readonly simplex: readonly Vertex[] }
  /** `points`: the one that it needs, then those that it may need next. */
  | { readonly _tag: 'Needs'; readonly points: readonly (readonly number[])[] }

/** What is known of a point: where it is (moved into the bounds, perhaps) and what was found there; undefined where nothing is yet. */
export type Find = (point: readonly number[]) => Vertex | undefined

/**
 * One iteration, by what is known now. Nothing is remembered between two calls: once a point that was needed is known, the same
 * simplex leads to the same points, and on from there.
 *
 * @param simplex n + 1 vertices, the best first.
 * @see Lagarias, Reeds, Wright & Wright 1998, "Convergence properties of the Nelder-Mead simplex method in low dimensions", section 2, for the order of ties
 */
export const iterate = (simplex: readonly Vertex[], coefficients: Coefficients, find: Find): Iteration => {
  const { reflection, expansion, contraction, shrink } = coefficients
  const n = simplex.length - 1
  const [best, second, worst] = [simplex[0], simplex[n - 1], simplex[n]] as [Vertex, Vertex, Vertex]
  const centroid = best.point.map(
    (_, j) => simplex.slice(0, n).reduce((sum, { point }) => sum + (point[j] as number), 0) / n,
  )
  /** On the line from the worst vertex through the centroid, so many of their distances beyond it. */
  const beyond = (t: number): number[] => centroid.map((c, j) => (1 + t) * c - t * (worst.point[j] as number))
  const [reflected, expanded] = [beyond(reflection), beyond(reflection * expansion)]
  const [outside, inside] = [beyond(reflection * contraction), beyond(-contraction)]
  const shrunk = (): number[][] =>
    simplex
      .slice(1)
      .map(({ point }) => point.map((x, j) => (best.point[j] as number) + shrink * (x - (best.point[j] as number))))

  const r = find(reflected)
  if (r === undefined) return { _tag: 'Needs', points: [reflected, expanded, inside, outside] }
  if (compareEvaluations(r, best) < 0) {
    const e = find(expanded)
    if (e === undefined) return { _tag: 'Needs', points: [expanded] }
    return moved(replaced(simplex, compareEvaluations(e, r) < 0 ? e : r))
  }
  if (compareEvaluations(r, second) < 0) return moved(replaced(simplex, r))
  const isOutside = compareEvaluations(r, worst) < 0
  const c = find(isOutside ? outside : inside)
  if (c === undefined) return { _tag: 'Needs', points: [isOutside ? outside : inside, ...shrunk()] }
  if (isOutside ? compareEvaluations(c, r) <= 0 : compareEvaluations(c, worst) < 0) return moved(replaced(simplex, c))
  return built(shrunk(), find, [best])
}

/** The simplex of some points, once all are known. */
export const built = (
  points: readonly (readonly number[])[],
  find: Find,
  vertices: readonly Vertex[] = [],
): Iteration => {
  const found = points.map(find)
  const missing = points.filter((_, i) => found[i] === undefined)
  if (missing.length > 0) return { _tag: 'Needs', points: missing }
  return moved([...vertices, ...(found as Vertex[])].sort(compareEvaluations))
}

const moved = (simplex: readonly Vertex[]): Iteration => ({ _tag: 'Moved', simplex })

/** With another vertex in place of the worst one. */
export const replaced = (simplex: readonly Vertex[], vertex: Vertex): Vertex[] =>
  [...simplex.slice(0, -1), vertex].sort(compareEvaluations)
