import test from 'ava'
import type { Suggestion } from '#src/agents/index.js'
import { moead } from '#src/search/index.js'
import { defineSpace, real } from '#src/space/index.js'
import { byCaller, contextFor, failed, loop, measured, request, transition } from '../../agents/loop.js'

const line = defineSpace({ x: real(0, 1), y: real(0, 1) })

interface Memo {
  readonly subproblem: number
  readonly near: boolean
  readonly parents: readonly number[]
}
const memoOf = ({ memo }: Suggestion): Memo => memo as unknown as Memo

interface Saved {
  readonly individuals: readonly ({ readonly trial: number; readonly losses: readonly number[] | null } | null)[]
}
const individualsOf = async (agent: { save(): unknown }): Promise<Saved['individuals']> =>
  ((await agent.save()) as { json: { strategy: Saved } }).json.strategy.individuals

test('the first outcomes fill the subproblems, then each has its turn before one has a second', async t => {
  const { trials } = await loop(moead({ weights: 6, neighbours: 3 }), contextFor(line), 18, ({ x, y }) => ({
    outcome: measured([x as number, 1 - (x as number) + (y as number)]),
  }))
  t.true(trials.slice(0, 6).every(({ suggestion }) => suggestion.memo === undefined))
  for (const round of [trials.slice(6, 12), trials.slice(12)]) {
    const turns = round.map(({ suggestion }) => memoOf(suggestion).subproblem)
    t.deepEqual(
      turns.sort((a, b) => a - b),
      [0, 1, 2, 3, 4, 5],
    )
  }
})

test('with delta 1 parents are individuals of neighbours, with delta 0 of any subproblem', async t => {
  // No child is better, so that the first individuals stay: trial n is that of subproblem n.
  const outcome = (_: unknown, trial: number) => ({ outcome: trial < 10 ? measured([0, 0]) : measured([1, 1]) })
  const near = await loop(moead({ weights: 10, neighbours: 3, delta: 1 }), contextFor(line), 60, outcome)
  for (const { suggestion } of near.trials.slice(10)) {
    const { subproblem, parents } = memoOf(suggestion)
    t.true(parents.every(parent => Math.abs(parent - subproblem) <= 2))
  }
  const far = await loop(moead({ weights: 10, neighbours: 3, delta: 0 }), contextFor(line), 60, outcome)
  t.true(
    far.trials
      .slice(10)
      .some(({ suggestion }) =>
        memoOf(suggestion).parents.some(parent => Math.abs(parent - memoOf(suggestion).subproblem) > 2),
      ),
  )
})

test('a child replaces as many as it may, and no more', async t => {
  for (const replacements of [1, 3, 8]) {
    const factory = moead({ weights: 8, neighbours: 8, replacements })
    const { agent } = await loop(factory, contextFor(line), 9, (_, trial) => ({
      outcome: measured(trial < 8 ? [9, 9] : [0, 0]),
    }))
    const replaced = (await individualsOf(agent)).filter(individual => individual?.trial === 8)
    t.is(replaced.length, replacements)
  }
})

test('a failure replaces nothing, and is replaced by whatever was measured, trials of the caller too', async t => {
  const factory = moead({ weights: 4, neighbours: 4, replacements: 4 })
  const { agent } = await loop(factory, contextFor(line), 6, () => ({ outcome: failed }))
  t.deepEqual(
    (await individualsOf(agent)).map(individual => individual?.losses),
    [null, null, null, null],
  )
  await agent.tell([byCaller(6, { x: 0.5, y: 0.5 }, measured([3, 3], 2))])
  t.true((await individualsOf(agent)).every(individual => individual?.trial === 6))
  const [suggestion] = await agent.ask([request(7)])
  await agent.tell([transition(7, suggestion as Suggestion, failed)])
  t.true((await individualsOf(agent)).every(individual => individual?.trial === 6))
})

test('options out of range are refused by name', async t => {
  const refused = (options: Parameters<typeof moead>[0], message: string): void => {
    t.throws(() => moead(options), { code: 'InvalidAgent', message })
  }
  refused({ method: 'asf' as never }, 'moead: expected one of tchebycheff, pbi, weightedSum for `method`, got "asf"')
  refused({ theta: -1 }, 'moead: expected a number of at least 0 for `theta`, got -1')
  refused({ neighbours: 1 }, 'moead: expected a whole number of at least 2 for `neighbours`, got 1')
  refused({ delta: 1.1 }, 'moead: expected a number in [0, 1] for `delta`, got 1.1')
  refused({ replacements: 0 }, 'moead: expected a whole number of at least 1 for `replacements`, got 0')
  await t.throwsAsync(async () => moead({ weights: 1 })(contextFor(line)), {
    code: 'InvalidAgent',
    message: 'moead: expected a whole number of at least 2 (objectives) for `weights`, got 1',
  })
})
