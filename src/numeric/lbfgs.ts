export interface LbfgsOptions {
  /** Steps at most. Default 100. */
  readonly iterations?: number
  /** Ends where no element of the gradient is larger. Default 1e-5. */
  readonly tolerance?: number
  /** Ends where a step lowers the value by less than this part of it (or of 1, where that is more). Default 1e-9. */
  readonly progress?: number
}

export interface Minimum {
  readonly x: Float64Array
  readonly value: number
  /** Calls of the objective. */
  readonly evaluations: number
}

/** The value at x; its gradient is written into `gradient`. May be NaN or infinite where x is out of range. */
export type Differentiable = (x: Float64Array, gradient: Float64Array) => number

/** Pairs of steps and changes of the gradient that are kept: 3 to 20 do (Nocedal & Wright 2006). */
const MEMORY = 10
/** Constants of the Wolfe conditions, as Nocedal & Wright propose for quasi-Newton methods. */
const DECREASE = 1e-4
const CURVATURE = 0.9
/** Evaluations of one line search. */
const MAX_SEARCH = 20

/**
 * A local minimum of a smooth function by L-BFGS, with a line search that brackets and bisects until the Wolfe conditions hold.
 * `start` must have a finite value; the answer is never worse than it.
 * @see Nocedal & Wright 2006, "Numerical optimization", algorithm 7.4; Lewis & Overton 2013, "Nonsmooth optimization via
 * quasi-Newton methods" (the line search)
 */
export const lbfgs = (objective: Differentiable, start: ArrayLike<number>, options: LbfgsOptions = {}): Minimum => {
  const { iterations = 100, tolerance = 1e-5, progress = 1e-9 } = options
  const n = start.length
  let x = Float64Array.from(start)
  let gradient = new Float64Array(n)
  let value = objective(x, gradient)
  let evaluations = 1
  const memory: Pair[] = []
  for (let iteration = 0; iteration < iterations && largest(gradient) > tolerance; iteration++) {
    let direction = descentDirection(gradient, memory)
    let slope = dot(gradient, direction)
    if (!(slope < 0)) {
      // Rounding has spoilt the memory.
      memory.length = 0
      direction = gradient.map(g => -g)
      slope = -dot(gradient, gradient)
    }
    // Without curvature, a first step of length at most 1.
    const first = memory.length > 0 ? 1 : Math.min(1, 1 / Math.sqrt(-slope))
    const step = wolfeStep(objective, { x, value, direction, slope }, first)
    evaluations += step.evaluations
    if (step.x === undefined) break
    const s = step.x.map((xi, i) => xi - (x[i] as number))
    const y = step.gradient.map((g, i) => g - (gradient[i] as number))
    const sy = dot(s, y)
    if (sy > Number.EPSILON * dot(y, y)) {
      memory.push({ s, y, rho: 1 / sy })
      if (memory.length > MEMORY) memory.shift()
    }
    const gain = value - step.value
    x = step.x
    value = step.value
    gradient = step.gradient
    if (gain <= progress * Math.max(1, Math.abs(value))) break
  }
  return { x, value, evaluations }
}

interface Pair {
  readonly s: Float64Array
  readonly y: Float64Array
  readonly rho: number
}

/** -H g by the two loops of algorithm 7.4. */
const descentDirection = (gradient: Float64Array, memory: readonly Pair[]): Float64Array => {
  const q = gradient.map(g => -g)
  const alphas = new Float64Array(memory.length)
  for (let i = memory.length - 1; i >= 0; i--) {
    const { s, y, rho } = memory[i] as Pair
    const alpha = rho * dot(s, q)
    alphas[i] = alpha
    add(q, -alpha, y)
  }
  const last = memory.at(-1)
  if (last !== undefined) {
    const gamma = 1 / (last.rho * dot(last.y, last.y))
    for (let i = 0; i < q.length; i++) q[i] = gamma * (q[i] as number)
  }
  for (let i = 0; i < memory.length; i++) {
    const { s, y, rho } = memory[i] as Pair
    add(q, (alphas[i] as number) - rho * dot(y, q), s)
  }
  return q
}

interface Line {
  readonly x: Float64Array
  readonly value: number
  readonly direction: Float64Array
  readonly slope: number
}

interface Step {
  /** Undefined where no step lowers the value. */
  readonly x: Float64Array<ArrayBuffer> | undefined
  readonly value: number
  readonly gradient: Float64Array<ArrayBuffer>
  readonly evaluations: number
}

/** Doubles while the slope stays steep, halves what was too far; the last step that lowered the value will do in the end. */
const wolfeStep = (objective: Differentiable, { x, value, direction, slope }: Line, first: number): Step => {
  let [low, high, t] = [0, Number.POSITIVE_INFINITY, first]
  let found: Step = { x: undefined, value, gradient: new Float64Array(x.length), evaluations: 0 }
  let evaluations = 0
  while (evaluations < MAX_SEARCH) {
    const next = x.map((xi, i) => xi + t * (direction[i] as number))
    const gradient = new Float64Array(x.length)
    const reached = objective(next, gradient)
    evaluations++
    if (!(reached <= value + DECREASE * t * slope) || !Number.isFinite(reached)) high = t
    else {
      found = { x: next, value: reached, gradient, evaluations }
      if (dot(gradient, direction) >= CURVATURE * slope) break
      low = t
    }
    t = high === Number.POSITIVE_INFINITY ? 2 * low : (low + high) / 2
  }
  return { ...found, evaluations }
}

const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number)
  return sum
}

/** a += factor b */
const add = (a: Float64Array, factor: number, b: Float64Array): void => {
  for (let i = 0; i < a.length; i++) a[i] = (a[i] as number) + factor * (b[i] as number)
}

const largest = (values: Float64Array): number => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
