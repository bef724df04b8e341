/** A problem of Zitzler, Deb & Thiele 2000: reals, two losses. */
export type Zdt = (x: readonly number[]) => readonly [number, number]

const sum = (terms: readonly number[]): number => terms.reduce((total, term) => total + term, 0)

/** The first loss, how far the other variables are from their best, and the shape of the front. */
const problem =
  (first: (x1: number) => number, g: (rest: readonly number[]) => number, h: (f1: number, g: number) => number): Zdt =>
  ([x1, ...rest]) => {
    const [f1, scale] = [first(x1 as number), g(rest)]
    return [f1, scale * h(f1, scale)]
  }

const identity = (x1: number): number => x1
const mean = (rest: readonly number[]): number => 1 + (9 * sum(rest)) / rest.length
const convex = (f1: number, g: number): number => 1 - Math.sqrt(f1 / g)
const concave = (f1: number, g: number): number => 1 - (f1 / g) ** 2

/** Convex; 30 variables in [0, 1]. */
export const zdt1 = problem(identity, mean, convex)
/** Concave; 30 variables in [0, 1]. */
export const zdt2 = problem(identity, mean, concave)
/** In five pieces; 30 variables in [0, 1]. */
export const zdt3 = problem(identity, mean, (f1, g) => convex(f1, g) - (f1 / g) * Math.sin(10 * Math.PI * f1))
/** 21^9 local fronts; 10 variables, the first in [0, 1] and the others in [-5, 5]. */
export const zdt4 = problem(
  identity,
  rest => 1 + 10 * rest.length + sum(rest.map(x => x ** 2 - 10 * Math.cos(4 * Math.PI * x))),
  convex,
)
/** Crowded at one end, and thin near the front; 10 variables in [0, 1]. */
export const zdt6 = problem(
  x1 => 1 - Math.exp(-4 * x1) * Math.sin(6 * Math.PI * x1) ** 6,
  rest => 1 + 9 * (sum(rest) / rest.length) ** 0.25,
  concave,
)
