import { hypervolumeContributions, nonDominatedSort, type Point } from '../../pareto/index.js'
import { beats, type Individual } from '../nsga2/individual.js'

/** Individuals of which the least can be dropped. */
export class Crowd {
  readonly #individuals: Individual[] = []
  /** How many others beat each of them: kept up to date, because most newcomers change little. */
  readonly #beatenBy: number[] = []

  constructor(individuals: readonly Individual[]) {
    for (const individual of individuals) this.add(individual)
  }

  /** The oldest first. */
  get individuals(): readonly Individual[] {
    return this.#individuals
  }

  add(newcomer: Individual): void {
    let beatenBy = 0
    this.#individuals.forEach((other, i) => {
      if (beats(other, newcomer)) beatenBy++
      else if (beats(newcomer, other)) (this.#beatenBy[i] as number)++
    })
    this.#individuals.push(newcomer)
    this.#beatenBy.push(beatenBy)
  }

  /** Takes the least one out. */
  drop(): void {
    const least = this.#least()
    const [gone] = this.#individuals.splice(least, 1) as [Individual]
    this.#beatenBy.splice(least, 1)
    this.#individuals.forEach((other, i) => {
      if (beats(gone, other)) (this.#beatenBy[i] as number)--
    })
  }

  /**
   * The last one without losses, where there is one; else the most infeasible one; else, where there are several fronts, of the last of
   * them the one that most others beat; else the one that adds least to the hypervolume. Of equals it is the youngest.
   * @see Beume et al. 2007, the variant that counts dominating points where there are several fronts
   */
  #least(): number {
    const unmeasured = this.#individuals.findLastIndex(({ losses }) => losses === null)
    if (unmeasured !== -1) return unmeasured
    const infeasible = lastOfLeast(this.#individuals.map(({ violation }) => -violation))
    if ((this.#individuals[infeasible] as Individual).violation > 0) return infeasible
    const points = this.#individuals.map(({ losses }) => losses as Point)
    const beaten = [...points.keys()].filter(i => (this.#beatenBy[i] as number) > 0)
    if (beaten.length === 0) return lastOfLeast(contributionsOf(points))
    const fronts = nonDominatedSort(beaten.map(i => points[i] as Point))
    const last = (fronts.at(-1) as number[]).map(k => beaten[k] as number).sort((a, b) => a - b)
    return last[lastOfLeast(last.map(i => -(this.#beatenBy[i] as number)))] as number
  }
}

/**
 * What each point of a front adds to the hypervolume. The reference lies as far behind the worst losses as these lie behind the best:
 * losses have units, in which the paper's distance of 1 would mean little. Of two objectives the ends are always kept.
 * @see Beume et al. 2007
 */
const contributionsOf = (front: readonly Point[]): number[] => {
  const objectives = [...(front[0] as Point).keys()]
  const columns = objectives.map(m => front.map(point => point[m] as number))
  const reference = columns.map(losses => {
    const [low, high] = [Math.min(...losses), Math.max(...losses)]
    return high + (high - low || 1)
  })
  const contributions = hypervolumeContributions(front, reference)
  if (objectives.length === 2) {
    for (const losses of columns) contributions[losses.indexOf(Math.min(...losses))] = Number.POSITIVE_INFINITY
  }
  return contributions
}

const lastOfLeast = (values: readonly number[]): number => {
  let least = 0
  for (let i = 1; i < values.length; i++) if ((values[i] as number) <= (values[least] as number)) least = i
  return least
}
