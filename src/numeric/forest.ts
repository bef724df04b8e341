import type { Rng } from '../core/index.js'

export interface ForestOptions {
  readonly trees: number
  /** Part of the features that each split chooses among, in (0, 1]. */
  readonly features: number
  /** Rows that a leaf holds at least. */
  readonly leaf: number
}

/** Regression trees over points of one length, each grown from a bootstrap sample. */
export interface Forest {
  /** Of the target at a point: the mean, and the variance over trees and within their leaves. `into` is [mean, variance]. */
  predict(point: ArrayLike<number>, into: Float64Array): void
}

/**
 * Grows a random forest: every tree sees as many rows as there are, drawn with replacement, and splits where the sum of squares falls most.
 * A feature of more than 64 values is cut into 64 parts of about as many rows each.
 *
 * @param points Row-major, `targets.length` rows of `dimension` features.
 * @see Breiman 2001, "Random forests"; for the variance Hutter, Xu, Hoos & Leyton-Brown 2014, "Algorithm runtime prediction"
 */
export const growForest = (
  points: Float64Array,
  targets: ArrayLike<number>,
  dimension: number,
  { trees, features, leaf }: ForestOptions,
  rng: Rng,
): Forest => {
  const bins = Array.from({ length: dimension }, (_, f) => binned(points, f, dimension))
  const grown = Array.from({ length: trees }, () => growTree(bins, targets, Math.ceil(features * dimension), leaf, rng))
  return {
    predict: (point, into) => {
      let [sum, squares, within] = [0, 0, 0]
      for (let t = 0; t < grown.length; t++) {
        const { feature, threshold, left, mean, variance } = grown[t] as Tree
        let node = 0
        for (let f = feature[0] as number; f >= 0; f = feature[node] as number)
          node = (left[node] as number) + Number((point[f] as number) > (threshold[node] as number))
        const value = mean[node] as number
        sum += value
        squares += value * value
        within += variance[node] as number
      }
      const middle = sum / trees
      into[0] = middle
      into[1] = Math.max(0, squares / trees - middle * middle) + within / trees
    },
  }
}

/** Parts that a feature is cut into at most. */
const maxBins = 64

/** One feature of all rows: which part each row is in, and the least and greatest value of each part. */
interface Bins {
  readonly codes: Uint8Array
  readonly low: Float64Array
  readonly high: Float64Array
}

const binned = (points: Float64Array, feature: number, dimension: number): Bins => {
  const rows = points.length / dimension
  const column = Float64Array.from({ length: rows }, (_, row) => points[row * dimension + feature] as number)
  const ordered = column.slice().sort()
  const distinct = ordered.filter((value, i) => i === 0 || value !== ordered[i - 1])
  const low =
    distinct.length <= maxBins
      ? distinct
      : Float64Array.from(
          new Set(Array.from({ length: maxBins }, (_, b) => ordered[Math.floor((b * rows) / maxBins)] as number)),
        )
  const high = low.slice()
  const codes = Uint8Array.from(column, value => {
    let [first, last] = [0, low.length - 1]
    while (first < last) {
      const middle = (first + last + 1) >> 1
      if ((low[middle] as number) <= value) first = middle
      else last = middle - 1
    }
    if (value > (high[first] as number)) high[first] = value
    return first
  })
  return { codes, low, high }
}

/** Nodes in the order of their making: the children of a node are `left` and the one after it; a leaf has feature -1. */
interface Tree {
  readonly feature: Int32Array
  readonly threshold: Float64Array
  readonly left: Int32Array
  readonly mean: Float64Array
  readonly variance: Float64Array
}

const growTree = (bins: readonly Bins[], targets: ArrayLike<number>, tried: number, leaf: number, rng: Rng): Tree => {
  const rows = targets.length
  const members = Int32Array.from({ length: rows }, () => rng.integer(0, rows - 1))
  const most = 2 * rows
  const [feature, left] = [new Int32Array(most).fill(-1), new Int32Array(most)]
  const [threshold, mean, variance] = [new Float64Array(most), new Float64Array(most), new Float64Array(most)]
  /** Each open node and its part of `members`: node, begin, end. */
  const open = [0, 0, rows]
  let nodes = 1
  const features = Int32Array.from(bins, (_, f) => f)
  while (open.length > 0) {
    const [end, begin, node] = [open.pop() as number, open.pop() as number, open.pop() as number]
    let [sum, squares] = [0, 0]
    for (let i = begin; i < end; i++) {
      const target = targets[members[i] as number] as number
      sum += target
      squares += target * target
    }
    const count = end - begin
    mean[node] = sum / count
    const spread = squares / count - (sum / count) ** 2
    // What rounding leaves of equal targets is nothing.
    variance[node] = spread > 1e-12 * (squares / count) ? spread : 0
    if (count < 2 * leaf || variance[node] === 0) continue
    const split = bestSplit(bins, targets, members.subarray(begin, end), features, tried, leaf, rng)
    if (split === undefined) continue
    const { codes, low, high } = bins[split.feature] as Bins
    feature[node] = split.feature
    threshold[node] = ((high[split.bin] as number) + (low[split.next] as number)) / 2
    left[node] = nodes
    let [first, last] = [begin, end - 1]
    while (first <= last) {
      const member = members[first] as number
      if ((codes[member] as number) <= split.bin) first++
      else {
        members[first] = members[last] as number
        members[last--] = member
      }
    }
    open.push(nodes, begin, first, nodes + 1, first, end)
    nodes += 2
  }
  return { feature, threshold, left, mean, variance }
}

/** Rows of the parts up to `bin` go left; `next` is the first part with rows beyond it. */
interface Split {
  readonly feature: number
  readonly bin: number
  readonly next: number
}

const counts = new Int32Array(maxBins)
const sums = new Float64Array(maxBins)

/** The best split over `tried` random features that differ within the node; undefined where none separates `leaf` rows. */
const bestSplit = (
  bins: readonly Bins[],
  targets: ArrayLike<number>,
  members: Int32Array,
  features: Int32Array,
  tried: number,
  leaf: number,
  rng: Rng,
): Split | undefined => {
  let best: Split | undefined
  let bestScore = Number.NEGATIVE_INFINITY
  let total = 0
  for (const member of members) total += targets[member] as number
  for (let drawn = 0, used = 0; drawn < features.length && used < tried; drawn++) {
    const place = rng.integer(drawn, features.length - 1)
    const feature = features[place] as number
    features[place] = features[drawn] as number
    features[drawn] = feature
    const { codes } = bins[feature] as Bins
    // Both arrays are empty here: the scan below leaves them so.
    let [first, last] = [maxBins, -1]
    for (let i = 0; i < members.length; i++) {
      const member = members[i] as number
      const code = codes[member] as number
      if (code < first) first = code
      if (code > last) last = code
      counts[code] = (counts[code] as number) + 1
      sums[code] = (sums[code] as number) + (targets[member] as number)
    }
    if (first < last) used++
    let [before, sum, previous] = [0, 0, first]
    for (let bin = first; bin <= last; bin++) {
      const here = counts[bin] as number
      if (here === 0) continue
      const after = members.length - before
      if (before >= leaf && after >= leaf) {
        const score = (sum * sum) / before + ((total - sum) * (total - sum)) / after
        if (score > bestScore) {
          bestScore = score
          best = { feature, bin: previous, next: bin }
        }
      }
      before += here
      sum += sums[bin] as number
      previous = bin
      counts[bin] = 0
      sums[bin] = 0
    }
  }
  return best
}
