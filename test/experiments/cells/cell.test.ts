import test from 'ava'
import { runCell } from '#src/experiments/cells/cell.js'
import { noisy, type Problem, syntheticProblem } from '#src/experiments/index.js'
import { createStudy, defineSpace, integer, minimize, profileFailure, profiler } from '#src/index.js'
import { random } from '#src/search/index.js'

test('where measuring is noisy the last advance is about the best of the study, by its true value', async t => {
  const arms = syntheticProblem({ synthetic: 'arms', arms: 8, rewards: 'gaussian' })
  const { space, profiler, objectives, truth } = arms
  const budget = { trials: 60 }
  let changes = 0
  for (let seed = 0; seed < 5; seed++) {
    const agent = random({ repeat: true })
    const { advances, lastAdvance, proposals } = await runCell(arms, agent, { budget, seed })
    const study = await createStudy({ space, profiler, objectives, agent, budget, seed })
    const { best, trials } = await study.run()
    await study.close()
    if (!best) throw new Error('expected a best')
    t.deepEqual(advances.at(-1)?.slice(2), truth?.(best.config) as number[])
    t.is(proposals[lastAdvance], best.config.arm as never)
    // A single lucky draw is not the best of the study.
    const losses = trials.map(({ outcome }) => (outcome._tag === 'Measured' ? (outcome.losses[0] as number) : 0))
    changes += Number(trials[losses.indexOf(Math.min(...losses))]?.config.arm !== best.config.arm)
  }
  t.true(changes > 0)
})

const parabola = (failing: (x: number) => boolean = () => false): Problem => ({
  name: 'parabola',
  space: defineSpace({ x: integer(0, 5) }) as never,
  profiler: profiler({
    name: 'parabola',
    metrics: { y: { unit: '', better: 'lower' } },
    measureSync: ({ x }: { x: number }) => {
      if (failing(x)) throw profileFailure('RunFailed', 'no')
      return { y: (x - 3) ** 2 }
    },
  }) as never,
  objectives: { y: minimize('y') },
})

test('repeats are evaluations of a budget of trials, and none of one of configurations', async t => {
  for (const problem of [parabola(), noisy(parabola(), { sigma: 0.1 })]) {
    const agent = random({ repeat: true })
    const byTrials = await runCell(problem, agent, { budget: { trials: 30 }, seed: 1 })
    t.deepEqual([byTrials.evaluations, byTrials.proposals.length], [30, 30])
    const byConfigurations = await runCell(problem, agent, { budget: { distinct: 6 }, seed: 1 })
    t.is(byConfigurations.evaluations, 6)
    t.true(byConfigurations.proposals.length > 6)
    t.is(byConfigurations.advances.at(-1)?.[2], 0)
  }
})

test('failures are evaluations, and a first one is no advance', async t => {
  const { evaluations, failed, advances, lastAdvance } = await runCell(
    parabola(x => x !== 4),
    random(),
    {
      budget: { distinct: 6 },
      seed: 1,
    },
  )
  t.deepEqual([evaluations, failed, advances.length], [6, 5, 1])
  t.is(advances[0]?.[0], lastAdvance + 1)
  const none = await runCell(
    parabola(() => true),
    random(),
    { budget: { distinct: 6 }, seed: 1 },
  )
  t.deepEqual([none.failed, none.advances, none.lastAdvance], [6, [], -1])
})
