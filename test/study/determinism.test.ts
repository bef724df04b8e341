import test from 'ava'
import { local, memory, type Pruner } from '#src/index.js'
import { essence, openProblem, variants } from './problem.js'

test('one seed and one degree of parallelism give one sequence of trials, whatever finishes first', async t => {
  const run = async (delaySeed: number, seed = 11) => {
    const order: number[] = []
    const study = await openProblem({ executor: local({ parallel: 4 }), delaySeed, seed, delayMs: 8 })
    const { trials } = await study.run()
    order.push(...trials.map(trial => trial.number))
    await study.close()
    return essence(trials)
  }
  const [first, second, other] = await Promise.all([run(1), run(2), run(1, 12)])
  t.is(first.length, 60)
  t.deepEqual(first, second)
  t.notDeepEqual(first, other)
})

test('what is promoted and what is pruned does not depend on what finishes first either', async t => {
  const run = async (delaySeed: number) => {
    const study = await openProblem({
      executor: local({ parallel: 4 }),
      delaySeed,
      delayMs: 8,
      ...variants['Hyperband and a pruner'],
    })
    const { trials } = await study.run()
    await study.close()
    return trials
  }
  const [first, second] = await Promise.all([run(1), run(2)])
  t.deepEqual(essence(first), essence(second))
  t.true(first.some(({ outcome }) => outcome._tag === 'Pruned'))
  t.true(first.some(({ resumeFrom }) => resumeFrom !== undefined))
})

test('a pruner is told of the trials up to n - parallel, however many have ended by the time of a report', async t => {
  const lengths = new Map<number, Set<number>>()
  const pruner: Pruner = {
    shouldStop: ({ number }, _step, _metrics, told) => {
      lengths.set(number, (lengths.get(number) ?? new Set()).add(told.length))
      return false
    },
  }
  const study = await openProblem({ executor: local({ parallel: 4 }), delayMs: 10, pruner, budget: { trials: 30 } })
  await study.run()
  await study.close()
  t.is(lengths.size, 30)
  for (const [number, seen] of lengths) t.deepEqual([...seen], [Math.max(0, number - 3)])
})

test('fixed lag asks for trial n when exactly the trials up to n - parallel have been told', async t => {
  const store = memory()
  const study = await openProblem({ store, executor: local({ parallel: 3 }), budget: { trials: 20 } })
  await study.run()
  const stored = await store.load('problem')()
  const log = stored._tag === 'Right' ? (stored.right?.log ?? []) : []
  let told = 0
  for (const entry of log) {
    if (entry._tag === 'Told') t.is(entry.trial, told++)
    else t.is(told, Math.max(0, entry.trial.number - 2))
  }
  t.is(told, 20)
  await study.close()
})

test('asap tells in the order of completion', async t => {
  const orders = await Promise.all(
    [1, 2, 3].map(async delaySeed => {
      const study = await openProblem({
        executor: local({ parallel: 4, schedule: 'asap' }),
        delaySeed,
        delayMs: 10,
        budget: { trials: 30 },
      })
      const { trials } = await study.run()
      await study.close()
      return trials.map(trial => trial.number)
    }),
  )
  for (const order of orders)
    t.deepEqual(
      [...order].sort((a, b) => a - b),
      Array.from({ length: 30 }, (_, i) => i),
    )
  t.true(orders.some(order => order.some((number, i) => number !== i)))
})
