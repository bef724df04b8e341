import test from 'ava'
import { isLeft } from '#src/core/fp.js'
import { type Problem, syntheticProblem } from '#src/experiments/index.js'
import type { Config } from '#src/index.js'
import { contextOf } from '../../../profilers/context.js'

const nk = (options: { seed: number; parameters?: number; ruggedness?: number; failing?: number }) =>
  syntheticProblem({ synthetic: 'nk', ...options })

const timeOf = (problem: Problem, config: Config): number | undefined => {
  const result = problem.profiler.profileSync?.(config, contextOf())
  if (result === undefined || isLeft(result)) return undefined
  return result.right.metrics.timeMs as number
}

/** Correlation of the logarithms of the times of neighbours. */
const correlation = (problem: Problem): number => {
  const pairs: [number, number][] = []
  for (const config of problem.space.enumerate()) {
    for (const neighbour of problem.space.neighbours(config, 'adjacent')) {
      const [a, b] = [timeOf(problem, config), timeOf(problem, neighbour)]
      if (a !== undefined && b !== undefined) pairs.push([Math.log(a), Math.log(b)])
    }
  }
  const mean = (of: (pair: [number, number]) => number): number =>
    pairs.reduce((sum, pair) => sum + of(pair) / pairs.length, 0)
  const [x, y] = [mean(([a]) => a), mean(([, b]) => b)]
  return mean(([a, b]) => (a - x) * (b - y)) / Math.sqrt(mean(([a]) => (a - x) ** 2) * mean(([, b]) => (b - y) ** 2))
}

test('neighbours are alike in a smooth landscape and strangers in a rugged one', t => {
  const of = (ruggedness: number): number => correlation(nk({ seed: 1, parameters: 5, ruggedness, failing: 0 }))
  // Kauffman: a step changes K + 1 of N parts, so that the correlation is 1 - (K + 1) / N.
  for (const k of [0, 1, 2, 4]) t.true(Math.abs(of(k) - (1 - (k + 1) / 5)) < 0.15, `K = ${k}: ${of(k)}`)
})

test('the optimum and the failures are what the profiler says', t => {
  const problem = nk({ seed: 4, parameters: 4, ruggedness: 2, failing: 0.3 })
  const times = [...problem.space.enumerate()].map(config => timeOf(problem, config))
  const measured = times.filter(time => time !== undefined) as number[]
  t.is(times.length, 5 ** 4)
  t.is(problem.optimum, Math.min(...measured))
  const failing = 1 - measured.length / times.length
  t.true(failing > 0.05 && failing < 0.6, `${failing}`)
})

test('the same seed makes the same problem', t => {
  const of = (seed: number) => nk({ seed }).optimum
  t.is(of(1), of(1))
  t.not(of(1), of(2))
})

test('options out of range are named', t => {
  t.throws(() => nk({ seed: 1, parameters: 3, ruggedness: 3 }), {
    code: 'InvalidStudy',
    message: 'nk: expected a whole number in [0, 2] for `ruggedness`, got 3',
  })
  t.throws(() => nk({ seed: 1, parameters: 9 }), { code: 'InvalidStudy' })
  t.throws(() => nk({ seed: 1, failing: 1 }), { code: 'InvalidStudy' })
})
