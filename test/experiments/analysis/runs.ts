import type { Problem } from '#src/experiments/index.js'
import type { ResultLine } from '#src/experiments/runs/results-file.js'
import { defineSpace, integer, minimize, profiler } from '#src/index.js'

/** A run that has found losses after so many evaluations, a second each. */
export const lineOf = (
  steps: readonly (readonly [evaluations: number, ...losses: number[]])[],
  more: Partial<ResultLine> = {},
): ResultLine => {
  const evaluations = more.evaluations ?? 10
  return {
    id: '',
    problem: 'made',
    agent: 'random',
    seed: 0,
    evaluations,
    seconds: evaluations,
    failed: 0,
    stopped: 'budget',
    advances: steps.map(([at, ...losses]) => [at, at, ...losses] as const),
    lastAdvance: (steps.at(-1)?.[0] ?? 0) - 1,
    proposals: Array.from({ length: evaluations }, (_, i) => [i]),
    agentMs: [],
    ...more,
  }
}

/** A problem of which nothing is known but what is given. */
export const problemOf = (known: Partial<Problem> = {}): Problem => {
  const { space, profiler: made } = {
    space: defineSpace({ x: integer(0, 99) }),
    profiler: profiler({
      name: 'made',
      metrics: { y: { unit: '', better: 'lower' } },
      measureSync: ({ x }: { x: number }) => ({ y: x }),
    }),
  }
  return { name: 'made', space: space as never, profiler: made as never, objectives: { y: minimize('y') }, ...known }
}
