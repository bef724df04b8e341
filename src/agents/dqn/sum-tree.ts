/**
 * Priorities of which one can be drawn in proportion in O(log n): each inner node has the sum of its two children.
 * @see Schaul et al. 2016, "Prioritized experience replay", appendix B.2.1
 */
export class SumTree {
  readonly #leaves: number
  readonly #sums: Float64Array

  constructor(capacity: number) {
    this.#leaves = 2 ** Math.ceil(Math.log2(Math.max(2, capacity)))
    this.#sums = new Float64Array(2 * this.#leaves)
  }

  get total(): number {
    return this.#sums[1] as number
  }

  at(index: number): number {
    return this.#sums[this.#leaves + index] as number
  }

  set(index: number, priority: number): void {
    let node = this.#leaves + index
    this.#sums[node] = priority
    // Summed up anew, not by differences, whose rounding would add up.
    for (node >>= 1; node >= 1; node >>= 1)
      this.#sums[node] = (this.#sums[2 * node] as number) + (this.#sums[2 * node + 1] as number)
  }

  /** The leaf in which a point of [0, total) lies, its leaves laid end to end. */
  find(point: number): number {
    let node = 1
    let left = point
    while (node < this.#leaves) {
      const [first, second] = [this.#sums[2 * node] as number, this.#sums[2 * node + 1] as number]
      const goesFirst = left < first || second === 0
      if (!goesFirst) left -= first
      node = goesFirst ? 2 * node : 2 * node + 1
    }
    return node - this.#leaves
  }
}
