import { canonicalJson, type Json, orThrow, VERSION } from '../../core/index.js'
import { type Budget, parseBudget } from '../../goals/index.js'
import { configurationsIn } from '../../space/index.js'
import type { AgentSource } from '../agents.js'
import { openCell } from '../cells/cell.js'
import { digestOf } from '../digest.js'
import { at, invalid } from '../invalid.js'
import type { Problem } from '../problems/problem.js'
import type { ProblemSource } from '../problems/sources.js'
import { budgetOn, type ExperimentBudget } from './budget.js'

/** A study that an experiment asks for. */
export interface Cell {
  /** Of all that its result depends on: what was found under it is not run again. */
  readonly id: string
  /** Positions in the plan. */
  readonly problem: number
  readonly agent: number
  readonly seed: number
  readonly budget: Budget
}

/** Everything an experiment runs, checked. */
export interface Plan {
  readonly title: string
  readonly problems: readonly ProblemSource[]
  readonly agents: readonly AgentSource[]
  readonly seeds: readonly number[]
  /** By problem. */
  readonly budgets: readonly Budget[]
  /** Problem by problem, seed by seed. */
  readonly cells: readonly Cell[]
}

/** Throws InvalidExperiment: names that come twice, more evaluations than a problem has configurations, an agent that is not for a problem. */
export const planOf = async ({
  title,
  problems,
  agents,
  seeds,
  budget,
}: Omit<Plan, 'cells' | 'budgets'> & { readonly budget: ExperimentBudget }): Promise<Plan> => {
  expectSome('problems', problems.length)
  expectSome('agents', agents.length)
  expectSome('seeds', seeds.length)
  expectDistinct(
    'problems',
    problems.map(({ problem }) => problem.name),
  )
  expectDistinct(
    'agents',
    agents.map(({ name }) => name),
  )
  expectDistinct('seeds', seeds.map(String))
  const budgets = problems.map(({ problem }) => {
    const given = orThrow(parseBudget(budgetOn(problem, budget)))
    if (given.fullTrials !== undefined && problem.population)
      throw invalid('budget', `trials or distinct for ${problem.name}, of which no part can be measured`, 'fullTrials')
    const count = configurationsIn(problem.space)
    if (given.distinct !== undefined && given.distinct > count)
      throw invalid('budget', `at most the ${count} configurations of ${problem.name}`, `distinct: ${given.distinct}`)
    return given
  })
  for (const [p, { problem }] of problems.entries())
    for (const agent of agents) await expectFit(problem, agent, budgets[p] as Budget)
  return {
    title,
    problems,
    agents,
    seeds,
    budgets,
    cells: problems.flatMap((source, problem) =>
      seeds.flatMap(seed =>
        agents.map(({ digest }, agent) => {
          const budget = budgets[problem] as Budget
          const id = digestOf([source.digest, digest, `${seed}`, canonicalJson(budget as Json), VERSION])
          return { id, problem, agent, seed, budget }
        }),
      ),
    ),
  }
}

const expectSome = (what: string, count: number): void => {
  if (count === 0) throw invalid(what, 'at least one', 'none')
}

const expectDistinct = (what: string, names: readonly string[]): void => {
  const twice = names.find((name, i) => names.indexOf(name) < i)
  if (twice !== undefined) throw invalid(what, 'each once', `${twice} twice`)
}

/** An agent refuses a problem that is not for it when it is made, which costs little: better now than hours later. */
const expectFit = (problem: Problem, { name, agent }: AgentSource, budget: Budget): Promise<void> =>
  at(
    `${name} on ${problem.name}`,
    async () => (await openCell(problem, agent, { budget, seed: 0 })).close(),
    'InvalidAgent',
  )
