import { hypervolume, type Point } from '../../pareto/index.js'

/** A point that all given ones dominate, a tenth beyond the worst of them. @see Optuna 5, `_get_reference_point` */
export const referenceOf = (points: readonly Point[]): number[] =>
  (points[0] as Point).map((_, m) => {
    const worst = Math.max(...points.map(point => point[m] as number))
    return Math.max(1.1 * worst, 0.9 * worst) || Number.EPSILON
  })

/** By how much the hypervolume of all points is larger than that of all others. */
export const contributions = (points: readonly Point[], reference: Point): number[] => {
  const all = hypervolume(points, reference)
  return points.map((_, i) => Math.max(0, all - hypervolume(points.toSpliced(i, 1), reference)))
}

/**
 * Indices of `size` points of large hypervolume, chosen one after the other by what each adds. What a point adds never grows as others
 * are chosen, so that most need not be computed again.
 * @see Guerreiro, Fonseca & Paquete 2016, "Greedy hypervolume subset selection in low dimensions"; Minoux 1978 for the lazy form
 */
export const hypervolumeSubset = (points: readonly Point[], size: number, reference: Point): number[] => {
  const bounds = points.map(point => ({ gain: hypervolume([point], reference), at: 0 }))
  const chosen: number[] = []
  let volume = 0
  while (chosen.length < Math.min(size, points.length)) {
    for (;;) {
      let best = -1
      for (let i = 0; i < points.length; i++) {
        const bound = bounds[i] as { gain: number; at: number }
        if (bound.at >= 0 && (best < 0 || bound.gain > (bounds[best] as { gain: number }).gain)) best = i
      }
      const bound = bounds[best] as { gain: number; at: number }
      if (bound.at === chosen.length) {
        volume += bound.gain
        bound.at = -1
        chosen.push(best)
        break
      }
      const taken = chosen.map(i => points[i] as Point)
      bound.gain = hypervolume([...taken, points[best] as Point], reference) - volume
      bound.at = chosen.length
    }
  }
  return chosen
}
