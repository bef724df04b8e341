/** Ranks rewards among those before, so that neither their scale nor their outliers count. */
export class Ranks {
  /** In ascending order. */
  readonly #sorted: number[]

  constructor(saved?: readonly number[]) {
    this.#sorted = saved?.slice() ?? []
  }

  /** Takes in a reward; answers the part of all so far, it included, that are not better, ties counting half: in (0, 1). */
  add(reward: number): number {
    const [first, last] = [this.#place(reward, false), this.#place(reward, true)]
    this.#sorted.splice(last, 0, reward)
    return ((first + last) / 2 + 0.5) / this.#sorted.length
  }

  /** How many are below the reward, or not above it. */
  #place(reward: number, orEqual: boolean): number {
    let [low, high] = [0, this.#sorted.length]
    while (low < high) {
      const middle = (low + high) >> 1
      const other = this.#sorted[middle] as number
      if (other < reward || (orEqual && other === reward)) low = middle + 1
      else high = middle
    }
    return low
  }

  save(): readonly number[] {
    return [...this.#sorted]
  }
}
