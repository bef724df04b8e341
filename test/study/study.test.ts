import test from 'ava'
import { agentFactory } from '#src/agents/agent.js'
import {
  createStudy,
  defineSpace,
  integer,
  maximize,
  memory,
  minimize,
  nowhere,
  type Pruner,
  profiler,
  random,
  simulatedClock,
  speedup,
} from '#src/index.js'
import type { Store } from '#src/storage/store.js'

const space = defineSpace({ tile: integer(1, 40) })
const paraboloid = profiler({
  name: 'paraboloid',
  metrics: { latencyMs: { unit: 'ms' }, accuracy: { unit: '' } },
  measureSync: ({ tile }: { tile: number }) => ({ latencyMs: 1 + (tile - 30) ** 2, accuracy: tile / 40 }),
})

test('a synchronous profiler runs through the same loop and finds the same trials as an asynchronous one', async t => {
  const { profileSync, ...asynchronous } = paraboloid
  t.truthy(profileSync)
  const run = async (profiler: typeof asynchronous) =>
    (
      await (
        await createStudy({
          space,
          profiler,
          objectives: { latency: minimize('latencyMs') },
          agent: random(),
          budget: { trials: 30 },
          seed: 3,
        })
      ).run()
    ).trials
  const essence = (trials: Awaited<ReturnType<typeof run>>) =>
    trials.map(({ number, config, reward }) => ({ number, config, reward }))
  t.deepEqual(essence(await run(paraboloid)), essence(await run(asynchronous)))
})

test('the baseline is the first trial, and the speed-up compares with it', async t => {
  const study = await createStudy({
    space,
    profiler: paraboloid,
    objectives: { latency: minimize('latencyMs') },
    agent: random(),
    budget: { trials: 40 },
    baseline: { tile: 20 },
    reward: speedup(),
  })
  const { trials, best, baseline, speedup: ratio } = await study.run()
  t.is(trials[0]?.config.tile, 20)
  t.is(trials[0]?.origin, 'caller')
  t.is(trials[0]?.reward, 1)
  t.is(trials.length, 40)
  t.deepEqual(best?.config, { tile: 30 })
  t.is(baseline?.objectives.latency, 101)
  t.is(ratio, 101)
})

test('a space that is used up ends the study by itself', async t => {
  const { stopped, trials } = await (
    await createStudy({
      space,
      profiler: paraboloid,
      objectives: { latency: minimize('latencyMs') },
      agent: random(),
      budget: { trials: 100 },
    })
  ).run()
  t.is(stopped, 'exhausted')
  t.is(trials.length, 40)
})

test('a target ends the study early', async t => {
  const { stopped, trials, best } = await (
    await createStudy({
      space,
      profiler: paraboloid,
      objectives: { latency: minimize('latencyMs') },
      agent: random(),
      budget: { trials: 40 },
      target: { latency: 10 },
    })
  ).run()
  t.is(stopped, 'target')
  t.true((best?.objectives.latency ?? Infinity) <= 10)
  t.true(
    trials
      .slice(0, -1)
      .every(trial => trial.outcome._tag === 'Measured' && (trial.outcome.objectives.latency as number) > 10),
  )
})

test('several objectives give a front without dominated points, and the hypervolume of a known front', async t => {
  const study = await createStudy({
    space,
    profiler: paraboloid,
    objectives: { latency: minimize('latencyMs'), accuracy: maximize('accuracy') },
    agent: random(),
    budget: { trials: 40 },
  })
  const result = await study.run()
  // Latency is least at tile 30; from there on accuracy is bought with latency: tiles 30 to 40.
  t.deepEqual(
    result.front.map(finding => finding.config.tile).sort((a, b) => a - b),
    Array.from({ length: 11 }, (_, i) => 30 + i),
  )
  // Columns of width 1 + (i + 1)^2 - (1 + i^2) = 2i + 1 below accuracy (30 + i) / 40, i = 0 .. 9, measured from (101, 0); the last has no width.
  const expected = Array.from({ length: 10 }, (_, i) => (2 * i + 1) * ((30 + i) / 40)).reduce((a, b) => a + b)
  t.true(Math.abs(result.hypervolume({ latency: 101, accuracy: 0 }) - expected) < 1e-9)
})

test('a budget of seconds counts the time of the clock: simulated time passes by what trials cost', async t => {
  const priced = {
    ...paraboloid,
    profileSync: undefined,
    profile: (config: { tile: number }, context: Parameters<typeof paraboloid.profile>[1]) => async () => {
      const result = await paraboloid.profile(config, context)()
      return result._tag === 'Right' ? { ...result, right: { ...result.right, costMs: 250 } } : result
    },
  }
  const { profileSync: _, ...profilerWithCost } = priced
  const { trials, elapsedMs } = await (
    await createStudy({
      space,
      profiler: profilerWithCost,
      objectives: { latency: minimize('latencyMs') },
      agent: random(),
      budget: { seconds: 2 },
      clock: simulatedClock(),
    })
  ).run()
  t.is(trials.length, 8)
  t.is(elapsedMs, 2000)
})

test('a pruner ends a trial at a step; a pruned trial is an outcome of its own and never the best', async t => {
  const stepwise = profiler({
    name: 'stepwise',
    metrics: ['latencyMs'],
    measure: async ({ tile }: { tile: number }, context) => {
      for (let step = 1; step <= 3; step++) if (context.report(step, { latencyMs: tile }) === 'stop') break
      return { latencyMs: tile }
    },
  })
  const pruner: Pruner = { shouldStop: (_, step, metrics) => step === 2 && (metrics.latencyMs ?? 0) < 10 }
  const { trials, best } = await (
    await createStudy({
      space,
      profiler: stepwise,
      objectives: { latency: minimize('latencyMs') },
      agent: random(),
      budget: { trials: 40 },
      pruner,
    })
  ).run()
  const pruned = trials.filter(trial => trial.outcome._tag === 'Pruned')
  t.is(pruned.length, 9)
  t.true(pruned.every(trial => trial.outcome._tag === 'Pruned' && trial.outcome.step === 2))
  t.is(best?.config.tile, 10)
})

test('a budget of distinct configurations does not count repeats', async t => {
  const { ucb1 } = await import('#src/index.js')
  const small = defineSpace({ tile: integer(1, 5) })
  const { trials } = await (
    await createStudy({
      space: small,
      profiler: paraboloid,
      objectives: { latency: minimize('latencyMs') },
      agent: ucb1(),
      budget: { distinct: 6, maxAsks: 25 },
    })
  ).run()
  t.is(trials.length, 25)
  t.is(new Set(trials.map(trial => trial.fingerprint)).size, 5)
})

test('progress is told after each trial, in order', async t => {
  const seen: number[] = []
  const study = await createStudy({
    space,
    profiler: paraboloid,
    objectives: { latency: minimize('latencyMs') },
    agent: random(),
    budget: { trials: 10 },
    store: memory(),
    onTrial: (trial, progress) => {
      t.is(progress.trials, trial.number + 1)
      t.is(progress.feasible, trial.number + 1)
      seen.push(trial.number)
    },
  })
  await study.run()
  t.deepEqual(seen, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
})

test('a study that is kept nowhere finds the same trials, and neither writes a log nor saves its agent', async t => {
  const saved: number[] = []
  const watched = agentFactory('watched', async context => {
    const agent = await random()(context)
    const save = async () => {
      saved.push(1)
      return agent.save()
    }
    return { name: 'watched', ask: requests => agent.ask(requests), tell: told => agent.tell(told), save }
  })
  const run = async (store: Store) => {
    const study = await createStudy({
      space,
      profiler: paraboloid,
      objectives: { latency: minimize('latencyMs') },
      agent: watched,
      budget: { trials: 30 },
      checkpointEvery: 10,
      store,
    })
    return (await study.run()).trials.map(({ config, reward }) => ({ config, reward }))
  }
  const kept = await run(memory())
  t.is(saved.length, 3)
  t.deepEqual(await run(nowhere()), kept)
  t.is(saved.length, 3)
})

test('an agent that is blind is handed empty observations, another one sees the search', async t => {
  const seen: number[] = []
  const looking = (isBlind: boolean) =>
    agentFactory('looking', async context => {
      const agent = await random()(context)
      return {
        name: 'looking',
        ...(isBlind && { isBlind: true as const }),
        ask: requests => {
          seen.push(...requests.map(({ observation }) => observation.length))
          return agent.ask(requests)
        },
        tell: told => {
          seen.push(...told.map(({ observation, nextObservation }) => observation.length + nextObservation.length))
          return agent.tell(told)
        },
        save: () => agent.save(),
      }
    })
  for (const isBlind of [true, false]) {
    const objectives = { latency: minimize('latencyMs') }
    await (
      await createStudy({ space, profiler: paraboloid, objectives, agent: looking(isBlind), budget: { trials: 2 } })
    ).run()
  }
  // Budget, stagnation, the last profile in three numbers, the best, and the last configuration.
  t.deepEqual(seen, [0, 0, 0, 0, 7, 14, 7, 14])
})
