import {
  lossDistribution,
  methodologyScore,
  type Population,
  performanceCurve,
  randomOverEvaluations,
  randomOverTime,
  strategyCurve,
  type TuningRun,
  tuningBudget,
} from '#src/experiments/index.js'

/** Configurations or evaluations in columns; null is a failure. */
export interface Columns {
  readonly losses: readonly (number | null)[]
  readonly costsMs: readonly number[]
}

/** A population, and runs of strategies on it. */
export interface Played extends Columns {
  readonly runs: Readonly<Record<string, readonly Columns[]>>
}

export interface Task {
  readonly cutoff: number
  readonly start: number
  readonly points: number
  readonly problems: readonly Played[]
}

/** Of one problem; by strategy where they are of a strategy. */
export interface Answers {
  readonly target: number
  readonly startEvaluations: number
  readonly evaluations: number
  readonly startMs: number
  readonly ms: number
  readonly randomOverEvaluations: ArrayLike<number>
  readonly randomOverTime: ArrayLike<number>
  readonly curves: Readonly<Record<string, ArrayLike<number>>>
  readonly performance: Readonly<Record<string, ArrayLike<number>>>
}

/** Ours, or what bench/peers/methodology.py prints. */
export interface AllAnswers {
  readonly problems: readonly Answers[]
  readonly scores: Readonly<Record<string, number>>
}

export const answersTo = (task: Task): AllAnswers => {
  const { problems, ...options } = task
  const strategies = Object.keys(problems[0]?.runs ?? {})
  const each = <T>(of: (strategy: string) => T): Record<string, T> =>
    Object.fromEntries(strategies.map(strategy => [strategy, of(strategy)]))
  return {
    problems: problems.map(played => {
      const population = populationOf(played)
      const distribution = lossDistribution(population)
      const budget = tuningBudget(distribution, options)
      const { startEvaluations, evaluations, startMs, ms } = budget
      const steps = Array.from({ length: evaluations - startEvaluations + 1 }, (_, i) => startEvaluations + i)
      const timesMs = Float64Array.from(
        { length: task.points },
        (_, i) => startMs + ((ms - startMs) * i) / (task.points - 1),
      )
      return {
        ...budget,
        randomOverEvaluations: randomOverEvaluations(distribution, steps),
        randomOverTime: randomOverTime(distribution, timesMs),
        curves: each(strategy => strategyCurve(distribution, runsOf(played, strategy), timesMs)),
        performance: each(strategy => performanceCurve({ population, runs: runsOf(played, strategy) }, options)),
      }
    }),
    scores: each(strategy => {
      const tuned = problems.map(played => ({ population: populationOf(played), runs: runsOf(played, strategy) }))
      return methodologyScore(tuned, options).score
    }),
  }
}

const populationOf = ({ losses, costsMs }: Columns): Population => ({
  losses: Float64Array.from(losses, loss => loss ?? Number.NaN),
  costsMs: Float64Array.from(costsMs),
})

const runsOf = (played: Played, strategy: string): TuningRun[] =>
  (played.runs[strategy] ?? []).map(({ losses, costsMs }) => {
    let passedMs = 0
    const finishedMs = costsMs.map(costMs => {
      passedMs += costMs
      return passedMs
    })
    return { losses: losses.map(loss => loss ?? Number.NaN), finishedMs }
  })

/** The largest difference of each figure over all problems and strategies, relative where the figure is above 1. */
export const differences = (ours: AllAnswers, theirs: AllAnswers): Readonly<Record<string, number>> => {
  const largest: Record<string, number> = {}
  const compare = (name: string, a: number | ArrayLike<number>, b: number | ArrayLike<number>): void => {
    const [first, second] = [typeof a === 'number' ? [a] : a, typeof b === 'number' ? [b] : b]
    const off = Array.from(
      second,
      (expected, i) => Math.abs((first[i] ?? Number.NaN) - expected) / Math.max(1, Math.abs(expected)),
    )
    const most = first.length === second.length ? off.reduce((most, each) => Math.max(most, each), 0) : Number.NaN
    largest[name] = Math.max(largest[name] ?? 0, most)
  }
  for (const [i, peer] of theirs.problems.entries()) {
    const own = ours.problems[i] as Answers
    for (const name of [
      'target',
      'startEvaluations',
      'evaluations',
      'startMs',
      'ms',
      'randomOverEvaluations',
      'randomOverTime',
    ] as const)
      compare(name, own[name], peer[name])
    for (const name of ['curves', 'performance'] as const)
      for (const [strategy, curve] of Object.entries(peer[name])) compare(name, own[name][strategy] ?? [], curve)
  }
  for (const [strategy, score] of Object.entries(theirs.scores))
    compare('scores', ours.scores[strategy] ?? Number.NaN, score)
  return largest
}
