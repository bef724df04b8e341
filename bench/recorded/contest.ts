// Agents against each other on recorded problems: the score of src/experiments/score.ts for each problem and agent, the mean over
// problems, and the paired difference from one of them over seeds with its 95% interval (Student's t).
import { existsSync, readdirSync } from 'node:fs'
import { areaScore, noisy, type Problem, yardstickOf } from '#src/experiments/index.js'
import { makeRng } from '#src/index.js'
import { bootstrapInterval, mean, std, studentQuantile } from '#src/numeric/index.js'
import { bestOn, type Entrant } from '../../test/problems/recorded.js'

export interface Contest {
  /** In the order of the table. */
  readonly entrants: readonly string[]
  readonly enter: (entrant: string, problem: Problem) => Entrant
  /** Those that the others are compared with. */
  readonly references: readonly string[]
  readonly seeds: number
  readonly trials: number
  /** Standard deviation of the logarithms of measured times; the score is of the true ones. Default 0. */
  readonly noise?: number
  readonly json: boolean
}

export interface Standing {
  readonly name: string
  readonly score: number
  readonly reference: string
  /** From the reference, the mean over seeds of the mean over problems. */
  readonly difference: number
  readonly low: number
  readonly high: number
}

const shared = '../shared/recorded'
export const labelOf = (file: string): string => file.replace(`${shared}/`, '').replace('.json.gz', '')

/** The files that were named, or all that are there. */
export const filesOf = (named: readonly string[]): readonly string[] =>
  named.length > 0 || !existsSync(shared)
    ? named
    : readdirSync(shared, { recursive: true, encoding: 'utf8' })
        .filter(file => file.endsWith('.json.gz'))
        .sort()
        .map(file => `${shared}/${file}`)

/** Prints a line for each problem, with the 95% bootstrap interval of each score over seeds, and one for each entrant (or all as JSON). */
export const hold = async (
  { entrants, enter, references, seeds, trials, noise = 0, json }: Contest,
  problems: Iterable<readonly [label: string, problem: Problem]>,
): Promise<readonly Standing[]> => {
  /** By entrant and problem, the score of each seed. The score of all of them is the mean: it is linear in the times. */
  const scores = new Map<string, (readonly number[])[]>(entrants.map(name => [name, []]))
  const labels: string[] = []
  if (!json) console.log(['problem'.padEnd(30), ...entrants.map(name => ` ${name.padStart(20)}`)].join(''))
  for (const [label, problem] of problems) {
    const measure = yardstickOf(problem, trials)
    labels.push(label)
    const line: string[] = []
    for (const name of entrants) {
      const bySeed: number[] = []
      for (let seed = 0; seed < seeds; seed++) {
        const played = noise > 0 ? noisy(problem, { sigma: noise, seed }) : problem
        bySeed.push(areaScore([await bestOn(played, enter(name, problem), trials, seed)], measure))
      }
      scores.get(name)?.push(bySeed)
      const { low, high } = intervalOf(bySeed)
      line.push(` ${`${mean(bySeed).toFixed(3)} (${low.toFixed(2)} ${high.toFixed(2)})`.padStart(20)}`)
    }
    if (!json) console.log(label.padEnd(30) + line.join(''))
  }
  const scoresOf = (name: string): readonly (readonly number[])[] => scores.get(name) ?? []
  const meansOf = (name: string): readonly number[] => scoresOf(name).map(mean)
  const standingOf = (name: string, reference: string): Standing => {
    const differences = Array.from(
      { length: seeds },
      (_, seed) =>
        mean(scoresOf(name).map(bySeed => bySeed[seed] as number)) -
        mean(scoresOf(reference).map(bySeed => bySeed[seed] as number)),
    )
    const difference = mean(differences)
    const half = (studentQuantile(0.975, seeds - 1) * std(differences)) / Math.sqrt(seeds)
    return { name, score: mean(meansOf(name)), reference, difference, low: difference - half, high: difference + half }
  }
  const standings = references.flatMap(reference =>
    entrants.filter(name => name !== reference).map(name => standingOf(name, reference)),
  )
  if (json) {
    const byProblem = entrants.map(name => [
      name,
      scoresOf(name).map((bySeed, i) => ({ problem: labels[i], score: mean(bySeed), ...intervalOf(bySeed) })),
    ])
    console.log(JSON.stringify({ seeds, trials, scores: Object.fromEntries(byProblem), standings }))
    return standings
  }
  for (const name of entrants) {
    const leastHigh = Math.min(...scoresOf(name).map(bySeed => intervalOf(bySeed).high))
    const over = standings
      .filter(standing => standing.name === name)
      .map(
        ({ reference, difference, low, high }) =>
          `; over ${reference}, by seed ${difference.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`,
      )
    console.log(
      `${name}: mean score ${mean(meansOf(name)).toFixed(3)}; least upper bound ${leastHigh.toFixed(2)}${over.join('')}`,
    )
  }
  return standings
}

const intervalOf = (bySeed: readonly number[]): { readonly low: number; readonly high: number } =>
  bootstrapInterval([bySeed], ([values]) => mean(values as readonly number[]), makeRng('interval'))
