import { exclusiveHypervolume, type Point } from '../../pareto/index.js'

/** A point that all given ones dominate, a tenth beyond the worst of them. @see Optuna 5, `_get_reference_point` */
export const referenceOf = (points: readonly Point[]): number[] =>
  (points[0] as Point).map((_, m) => {
    const worst = points.reduce((most, point) => Math.max(most, point[m] as number), Number.NEGATIVE_INFINITY)
    return Math.max(1.1 * worst, 0.9 * worst) || Number.EPSILON
  })

/**
 * Indices of `size` points of large hypervolume out of one front, chosen one after the other by what each adds.
 * @see Guerreiro, Fonseca & Paquete 2016, "Greedy hypervolume subset selection in low dimensions"
 */
export const hypervolumeSubset = (front: readonly Point[], size: number, reference: Point): number[] => {
  const wanted = Math.min(size, front.length)
  return reference.length === 2 ? subsetOfTwo(front, wanted, reference) : subsetOfMany(front, wanted, reference)
}

/**
 * With two losses a point of a front adds the rectangle between itself and its neighbours among the chosen: no hypervolume needs to be
 * computed.
 */
const subsetOfTwo = (front: readonly Point[], size: number, [referenceX, referenceY]: Point): number[] => {
  const isOpen = new Uint8Array(front.length).fill(1)
  const right = new Float64Array(front.length).fill(referenceX as number)
  const upper = new Float64Array(front.length).fill(referenceY as number)
  const gains = front.map(
    ([x, y], i) => ((right[i] as number) - (x as number)) * ((upper[i] as number) - (y as number)),
  )
  return Array.from({ length: size }, () => {
    const best = indexOfLargest(gains, isOpen)
    const [bestX, bestY] = front[best] as readonly [number, number]
    isOpen[best] = 0
    for (const [i, [x, y]] of (front as readonly (readonly [number, number])[]).entries()) {
      if (bestX >= x) right[i] = Math.min(right[i] as number, bestX)
      if (bestY >= y) upper[i] = Math.min(upper[i] as number, bestY)
      gains[i] = ((right[i] as number) - x) * ((upper[i] as number) - y)
    }
    return best
  })
}

/**
 * What a point adds never grows as others are chosen, nor is it more than what any one of these leaves of it: few need to be
 * computed again. @see Minoux 1978, "Accelerated greedy algorithms for maximizing submodular set functions"
 */
const subsetOfMany = (front: readonly Point[], size: number, reference: Point): number[] => {
  const isOpen = new Uint8Array(front.length).fill(1)
  const alone = front.map(point => boxOf(point, point, reference))
  const bounds = [...alone]
  /** How many were chosen when a bound was what the point adds. */
  const exactAt = new Int32Array(front.length)
  const chosen: number[] = []
  while (chosen.length < size) {
    const best = indexOfLargest(bounds, isOpen)
    const point = front[best] as Point
    if (exactAt[best] !== chosen.length) {
      const taken = chosen.map(i => front[i] as Point)
      bounds[best] = Math.min(bounds[best] as number, exclusiveHypervolume(point, taken, reference))
      exactAt[best] = chosen.length
      continue
    }
    isOpen[best] = 0
    chosen.push(best)
    for (let i = 0; i < front.length; i++) {
      const left = (alone[i] as number) - boxOf(front[i] as Point, point, reference)
      if (left < (bounds[i] as number)) bounds[i] = left
    }
  }
  return chosen
}

const indexOfLargest = (values: readonly number[], isOpen: Uint8Array): number => {
  let best = -1
  for (let i = 0; i < values.length; i++) {
    if (isOpen[i] === 1 && (best === -1 || (values[i] as number) > (values[best] as number))) best = i
  }
  return best
}

/** Volume of what both of two points dominate. */
const boxOf = (a: Point, b: Point, reference: Point): number => {
  let volume = 1
  for (let m = 0; m < reference.length; m++) {
    volume *= Math.max(0, (reference[m] as number) - Math.max(a[m] as number, b[m] as number))
  }
  return volume
}
