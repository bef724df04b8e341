import test from 'ava'
import { right } from '#src/core/fp.js'
import { fault } from '#src/core/index.js'
import { configure } from '#src/env/index.js'
import {
  agentFactory,
  atMost,
  createStudy,
  defineSpace,
  integer,
  local,
  memory,
  minimize,
  ParetuneError,
  type Profiler,
  profiler,
  random,
  ucb1,
  weightedSum,
} from '#src/index.js'

const space = defineSpace({ tile: integer(1, 8) })
const fast = profiler({
  name: 'fast',
  metrics: ['latencyMs'],
  measure: (config: { tile: number }) => ({ latencyMs: config.tile }),
})
const options = {
  space,
  profiler: fast,
  objectives: { latency: minimize('latencyMs') },
  agent: random(),
  budget: { trials: 4 },
} as const

test('a budget of zero, or none at all, is one clear error', async t => {
  await t.throwsAsync(() => createStudy({ ...options, budget: { trials: 0 } }), {
    code: 'InvalidBudget',
    message: 'expected a whole number of at least 1 for budget.trials, got 0',
  })
  await t.throwsAsync(() => createStudy({ ...options, budget: { seconds: 0 } }), {
    message: /a number above 0 for budget.seconds, got 0/,
  })
  await t.throwsAsync(() => createStudy({ ...options, budget: {} }), {
    message: /a budget of trials, fullTrials, distinct or seconds, got \{\}/,
  })
})

test('an objective that no metric stands for is refused before anything runs, with the metrics there are', async t => {
  const objectives = { speed: minimize('imagesPerSecond') } as unknown as typeof options.objectives
  await t.throwsAsync(() => createStudy({ ...options, objectives }), {
    code: 'InvalidGoal',
    message: 'expected objective `speed` to name a metric of the profiler (latencyMs), got "imagesPerSecond"',
  })
  await t.throwsAsync(() => createStudy({ ...options, objectives: {} }), {
    message: /at least one objective, got none/,
  })
})

test('a baseline outside the space, a parallelism of zero and an unknown target are refused', async t => {
  await t.throwsAsync(() => createStudy({ ...options, baseline: { tile: 99 } }), {
    code: 'InvalidConfig',
    message: /tile/,
  })
  await t.throwsAsync(() => createStudy({ ...options, executor: local({ parallel: 0 }) }), {
    message: /executor.parallel, got 0/,
  })
  await t.throwsAsync(() => createStudy({ ...options, target: { speed: 1 } }), {
    message: /target to name objectives \(latency\), got "speed"/,
  })
})

for (const [what, reward, message] of [
  ['returns NaN', () => Number.NaN, /expected a finite number from the reward function.* of trial 0, got NaN/],
  [
    'throws',
    () => {
      throw new Error('oops')
    },
    /the reward function.* of trial 0, but it threw: oops/,
  ],
] as const) {
  test(`a reward that ${what} ends in an error that names it; the trial is kept and a mended reward goes on`, async t => {
    const store = memory()
    const broken = await createStudy({ ...options, store, reward: reward as () => number })
    await t.throwsAsync(() => broken.run(), { code: 'InvalidReward', message })
    await t.throwsAsync(() => broken.run(), { code: 'InvalidStudy', message: /Open it again from its store/ })
    const mended = await createStudy({ ...options, store, reward: ({ objectives }) => -(objectives.latency ?? 0) })
    t.is(mended.trials.length, 1)
    const { trials } = await mended.run()
    t.deepEqual(
      trials.map(trial => trial.number),
      [0, 1, 2, 3],
    )
    for (const trial of trials) t.is(trial.reward, -trial.config.tile)
  })
}

test('a weighted sum over an objective that does not exist says which ones do', async t => {
  const study = await createStudy({ ...options, reward: weightedSum({ speed: 1 }) })
  await t.throwsAsync(() => study.run(), {
    code: 'InvalidReward',
    message: /weightedSum to name objectives \(latency\), got "speed"/,
  })
})

test('a profiler that throws, returns NaN, a negative time or misses a metric gives failed outcomes, and the study goes on', async t => {
  const shows: Record<number, () => Record<string, number>> = {
    1: () => {
      throw new Error('broken')
    },
    2: () => ({ latencyMs: Number.NaN }),
    3: () => ({ latencyMs: -1 }),
    4: () => ({ speed: 1 }),
  }
  const bad = profiler({
    name: 'bad',
    metrics: ['latencyMs'],
    measure: async ({ tile }: { tile: number }) => (shows[tile]?.() ?? { latencyMs: tile }) as { latencyMs: number },
  })
  const { trials, best } = await (await createStudy({ ...options, profiler: bad, budget: { trials: 8 } })).run()
  const failures = new Map(
    trials.map(({ config, outcome }) => [
      config.tile,
      outcome._tag === 'Failed' ? `${outcome.failure._tag}: ${outcome.failure.message}` : '',
    ]),
  )
  t.regex(failures.get(1) ?? '', /RunFailed: broken/)
  t.regex(failures.get(2) ?? '', /InvalidMetric: .*latencyMs.*NaN/)
  t.regex(failures.get(3) ?? '', /InvalidMetric: .*latencyMs.*-1/)
  t.regex(failures.get(4) ?? '', /InvalidMetric: .*latencyMs/)
  t.is(trials.filter(trial => trial.outcome._tag === 'Measured').length, 4)
  t.deepEqual(best?.config, { tile: 5 })
})

test('a profiler that hangs is given up after its time, and the study goes on', async t => {
  const hanging = profiler({
    name: 'hanging',
    metrics: ['latencyMs'],
    measure: ({ tile }: { tile: number }) => (tile === 3 ? new Promise<never>(() => {}) : { latencyMs: tile }),
  })
  const study = await createStudy({ ...options, profiler: hanging, budget: { trials: 8 }, timeoutMs: 50 })
  const { trials } = await study.run()
  t.is(trials.length, 8)
  const hung = trials.find(trial => trial.config.tile === 3)?.outcome
  t.like(hung, { _tag: 'Failed', failure: { _tag: 'TimedOut' } })
  // Node counts timers in whole milliseconds and may fire one up to a millisecond early.
  t.true(hung?._tag === 'Failed' && hung.costMs >= 50 - 1)
})

test('an agent that proposes nonsense, repeats itself or throws ends in an error that names it, and nothing told is lost', async t => {
  const rogue = (propose: (n: number) => unknown) =>
    agentFactory('rogue', () => {
      let n = 0
      return {
        name: 'rogue',
        ask: () => [{ action: configure(propose(n++) as { tile: number }) }],
        tell: () => {},
        save: () => ({ kind: 'rogue', version: 1, json: null, buffers: {} }),
      }
    })
  for (const [propose, message] of [
    [() => ({ tile: 1 }), /agent `rogue`: expected a new configuration \(or repeat: true\), got \{"tile":1\} again/],
    [
      (n: number) => ({ tile: n === 0 ? 1 : 77 }),
      /agent `rogue`: expected a valid configuration from ask, got \{"tile":77\}/,
    ],
    [
      (n: number) => {
        if (n > 0) throw new Error('bug')
        return { tile: 1 }
      },
      /agent `rogue`: ask threw: bug/,
    ],
  ] as const) {
    const store = memory()
    const study = await createStudy({ ...options, store, agent: rogue(propose) })
    await t.throwsAsync(() => study.run(), { code: 'AgentFailed', message })
    t.is((await createStudy({ ...options, store, agent: rogue(propose) })).trials.length, 1)
  }
})

test('what is no agent, and what is no list of suggestions, is refused by name', async t => {
  const save = () => Promise.reject(new Error('not asked for'))
  const made = (agent: unknown) => createStudy({ ...options, agent: agentFactory('rogue', () => agent as never) })
  for (const none of [null, { name: 'rogue' }, { ask: () => [] }])
    await t.throwsAsync(made(none), {
      code: 'InvalidAgent',
      message: /^expected an agent with `ask` and `tell` of the factory `rogue`, got /,
    })
  for (const [suggested, message] of [
    [undefined, /agent `rogue`: expected a list of suggestions from ask, got undefined/],
    [[{}], /agent `rogue`: expected a valid configuration from ask, got undefined/],
  ] as const) {
    const study = await made({ name: 'rogue', ask: () => suggested, tell: () => {}, save })
    await t.throwsAsync(() => study.run(), { code: 'AgentFailed', message })
  }
})

test('a study of the same name made for another space names the parameter that differs', async t => {
  const store = memory()
  await (await createStudy({ ...options, store })).run()
  const other = defineSpace({ tile: integer(1, 16) })
  await t.throwsAsync(() => createStudy({ ...options, store, space: other }), {
    code: 'StudyMismatch',
    message: /`?tile`?.*(8|16)/,
  })
  await t.throwsAsync(() => createStudy({ ...options, store, resume: false }), { code: 'StudyExists' })
})

test("a failure of the user's own onTrial comes out as it is, after the trial was stored", async t => {
  const store = memory()
  const study = await createStudy({
    ...options,
    store,
    onTrial: () => {
      throw new Error('mine')
    },
  })
  await t.throwsAsync(() => study.run(), { message: 'mine' })
  t.is((await createStudy({ ...options, store })).trials.length, 1)
})

test('a profiler that lacks a package ends the run with the line that installs it, and no trial is blamed', async t => {
  const lacking = profiler({
    name: 'lacking',
    metrics: ['latencyMs'],
    measure: () => {
      throw new ParetuneError(fault('MissingPackage', 'npm install gpu.js'))
    },
  })
  for (const parallel of [1, 3]) {
    const study = await createStudy({ ...options, profiler: lacking, executor: local({ parallel }) })
    await t.throwsAsync(() => study.run(), { code: 'MissingPackage', message: 'npm install gpu.js' })
    t.is(study.trials.length, 0)
  }
})

test.serial(
  'a metric that the machine lacks ends the run with its reason and no trial is blamed; one that a trial lacks costs the trial',
  async t => {
    const metered = (lacks: (tile: number) => boolean): Profiler<{ tile: number }, 'latencyMs' | 'energyJ'> => ({
      name: 'metered',
      metrics: [
        { name: 'latencyMs', unit: 'ms' },
        { name: 'energyJ', unit: 'J', optional: true },
      ],
      profile:
        ({ tile }) =>
        async () => {
          const common = { costMs: 1, phases: {}, machine: 'here' }
          const metrics = { latencyMs: tile, energyJ: tile }
          if (!lacks(tile)) return right({ ...common, metrics })
          const { energyJ, ...others } = metrics
          return right({
            ...common,
            metrics: { ...others } as typeof metrics,
            absent: { energyJ: 'no counter is readable' },
          })
        },
    })
    const goals = [
      [{ objectives: { energy: minimize('energyJ') } }, /objective `energy`/],
      [{ objectives: options.objectives, constraints: { cheap: atMost('energyJ', 5) } }, /constraint `cheap`/],
    ] as const
    for (const [goal, place] of goals) {
      const study = await createStudy({ ...options, ...goal, profiler: metered(() => true) })
      const error = await t.throwsAsync(() => study.run(), { instanceOf: ParetuneError, code: 'InvalidGoal' })
      t.regex(error.message, place)
      t.regex(error.message, /got `energyJ`: no counter is readable$/)
      t.is(study.trials.length, 0)
    }
    const unneeded = await createStudy({ ...options, profiler: metered(() => true) })
    t.is((await unneeded.run()).trials.filter(trial => trial.outcome._tag === 'Measured').length, 4)

    const at = { ...options, objectives: { energy: minimize('energyJ') }, baseline: { tile: 1 }, budget: { trials: 8 } }
    const { trials } = await (await createStudy({ ...at, profiler: metered(tile => tile === 3) })).run()
    const failed = trials.filter(trial => trial.outcome._tag === 'Failed')
    t.deepEqual(
      failed.map(trial => trial.config.tile),
      [3],
    )
    t.like(failed[0]?.outcome, { failure: { _tag: 'InvalidMetric' } })
  },
)

test('an agent that refuses the space leaves no study behind, so that another one may be tried', async t => {
  const store = memory()
  const large = { ...options, store, space: defineSpace({ tile: integer(1, 100) }) }
  await t.throwsAsync(() => createStudy({ ...large, agent: ucb1() }), { code: 'InvalidAgent', message: /at most 24/ })
  t.is((await (await createStudy(large)).run()).trials.length, 4)
})
