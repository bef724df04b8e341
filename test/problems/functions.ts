import type { Config } from '#src/core/index.js'
import { type SyntheticSpec, syntheticProblem } from '#src/experiments/index.js'
import { trueLosses } from '#src/experiments/problems/losses.js'
import type { Space } from '#src/space/index.js'

/** A synthetic problem with one objective, as tests and benches ask it. */
export interface TestFunction {
  readonly space: Space
  readonly optimum: number
  loss(config: Config): number
}

/** By a name such as `sphere 20 integer`: the function, its dimensions, and what every second coordinate is. */
export const testFunction = (name: string): TestFunction => {
  const [kind = '', dimensions, variant] = name.split(' ')
  const fixed = { branin: 'branin', hartmann: 'hartmann6' }[kind]
  const options = fixed === undefined ? { synthetic: kind, dimensions: Number(dimensions) } : { synthetic: fixed }
  const problem = syntheticProblem({ ...options, variant } as SyntheticSpec)
  const losses = trueLosses(problem)
  return { space: problem.space, optimum: problem.optimum as number, loss: config => losses(config)[0] as number }
}

/** In 2, 5 and 20 dimensions (Branin 2, Hartmann 6), all real and mixed. */
export const testFunctions = (): ReadonlyMap<string, TestFunction> => {
  const names = ['branin 2', 'hartmann 6']
  for (const kind of ['sphere', 'rosenbrock', 'rastrigin', 'ackley'])
    for (const dimensions of [2, 5, 20]) names.push(`${kind} ${dimensions}`)
  return new Map(
    names
      .flatMap(name => ['real', 'integer', 'categorical'].map(variant => `${name} ${variant}`))
      .map(name => [name, testFunction(name)]),
  )
}
