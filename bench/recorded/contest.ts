// Agents against each other on recorded problems: the score of src/experiments/score.ts for each problem and agent, the mean over
// problems, and the paired difference from one of them over seeds with its 95% interval (Student's t).
import { existsSync, readdirSync } from 'node:fs'
import type { AgentFactory } from '#src/agents/index.js'
import type { ObservationPart } from '#src/env/index.js'
import { areaScore, bestSoFar, type KnownProblem } from '#src/experiments/index.js'
import { createStudy, simulatedClock } from '#src/index.js'
import { mean, std, studentQuantile } from '#src/numeric/index.js'

interface Entrant {
  readonly agent: AgentFactory
  readonly observe?: readonly ObservationPart[]
}

export interface Contest {
  /** In the order of the table. */
  readonly entrants: readonly string[]
  readonly enter: (entrant: string, problem: KnownProblem) => Entrant
  /** Those that the others are compared with. */
  readonly references: readonly string[]
  readonly seeds: number
  readonly trials: number
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

/** Prints a line for each problem, and one for each entrant (or all as JSON). */
export const hold = async (
  { entrants, enter, references, seeds, trials, json }: Contest,
  problems: Iterable<readonly [label: string, problem: KnownProblem]>,
): Promise<readonly Standing[]> => {
  const scores = new Map<string, number[]>(entrants.map(name => [name, []]))
  /** By entrant and seed, the score of that seed alone on each problem. */
  const bySeed = new Map<string, number[][]>(entrants.map(name => [name, Array.from({ length: seeds }, () => [])]))
  if (!json) console.log(['problem'.padEnd(30), ...entrants.map(name => name.padStart(16))].join(''))
  for (const [label, problem] of problems) {
    const line: string[] = []
    for (const name of entrants) {
      const runs: Float64Array[] = []
      for (let seed = 0; seed < seeds; seed++) runs.push(await run(problem, enter(name, problem), seed, trials))
      const score = areaScore(runs, problem.yardstick)
      scores.get(name)?.push(score)
      for (const [seed, best] of runs.entries()) bySeed.get(name)?.[seed]?.push(areaScore([best], problem.yardstick))
      line.push(score.toFixed(3).padStart(16))
    }
    if (!json) console.log(label.padEnd(30) + line.join(''))
  }
  const standingOf = (name: string, reference: string): Standing => {
    const differences = Array.from(
      { length: seeds },
      (_, seed) => mean(bySeed.get(name)?.[seed] ?? []) - mean(bySeed.get(reference)?.[seed] ?? []),
    )
    const difference = mean(differences)
    const half = (studentQuantile(0.975, seeds - 1) * std(differences)) / Math.sqrt(seeds)
    const score = mean(scores.get(name) ?? [])
    return { name, score, reference, difference, low: difference - half, high: difference + half }
  }
  const standings = references.flatMap(reference =>
    entrants.filter(name => name !== reference).map(name => standingOf(name, reference)),
  )
  if (json) console.log(JSON.stringify({ seeds, trials, scores: Object.fromEntries(scores), standings }))
  else
    for (const { name, score, reference, difference, low, high } of standings)
      console.log(
        `${name}: mean score ${score.toFixed(3)}; over ${reference}, by seed ${difference.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`,
      )
  return standings
}

const run = async (
  { space, profiler, objectives, yardstick }: KnownProblem,
  { agent, observe }: Entrant,
  seed: number,
  trials: number,
): Promise<Float64Array> => {
  const study = await createStudy({
    space,
    profiler,
    objectives,
    agent,
    budget: { trials },
    clock: simulatedClock(),
    seed,
    ...(observe && { observe }),
  })
  const { trials: told } = await study.run()
  await study.close()
  const times = told.map(({ outcome }) => (outcome._tag === 'Measured' ? Number(outcome.objectives.time) : undefined))
  return bestSoFar(times, yardstick)
}
