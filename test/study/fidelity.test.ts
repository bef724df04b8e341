import test from 'ava'
import { type AgentFactory, agentFactory, configure, type Suggestion } from '#src/agents/index.js'
import {
  createStudy,
  defineSpace,
  hyperband,
  integer,
  memory,
  minimize,
  type ProfileContext,
  type Pruner,
  profiler,
  random,
  type StudyOptions,
  successiveHalving,
} from '#src/index.js'

const space = defineSpace({ tile: integer(1, 100) })

type Scripted = Omit<Suggestion, 'action'> & { readonly tile: number }

/** Proposes these, one after the other. */
const scripted = (...script: readonly Scripted[]): AgentFactory =>
  agentFactory('scripted', () => {
    let next = 0
    return {
      name: 'scripted',
      ask: requests =>
        requests.map(() => {
          const { tile, ...more } = script[next++] ?? { tile: -1 }
          return tile < 0 ? undefined : { action: configure({ tile }), ...more }
        }),
      tell: () => {},
      save: () => ({ kind: 'scripted', version: 1, json: next, buffers: {} }),
    }
  })

/** Runs a study of a profiler that notes what it was told; a part of the measurement looks better than the whole. */
const run = async (options: Pick<StudyOptions, 'agent' | 'budget'> & Partial<StudyOptions>) => {
  const contexts: ProfileContext[] = []
  const study = await createStudy({
    space,
    profiler: profiler({
      name: 'noting',
      metrics: ['latencyMs'],
      measure: async ({ tile }: { tile: number }, context) => {
        contexts.push(context)
        for (let step = 1; step <= 3; step++) if (context.report(step, { latencyMs: tile * step }) === 'stop') break
        return { latencyMs: tile * context.fidelity }
      },
    }),
    objectives: { latency: minimize('latencyMs') },
    ...options,
  } as StudyOptions)
  return { contexts, result: await study.run({ handleSignals: false }) }
}

test('a configuration goes on at a higher fidelity, which is no duplicate, from the trial before', async t => {
  const { contexts, result } = await run({
    agent: scripted(
      { tile: 5, fidelity: 0.25 },
      { tile: 9 },
      { tile: 5, fidelity: 0.5, resumeFrom: 0 },
      { tile: 5, resumeFrom: 2 },
    ),
    budget: { trials: 10 },
  })
  t.deepEqual(
    contexts.map(({ trial, fidelity, resumeFrom }) => [trial, fidelity, resumeFrom]),
    [
      [0, 0.25, undefined],
      [1, 1, undefined],
      [2, 0.5, 0],
      [3, 1, 2],
    ],
  )
  t.is(result.trials[3]?.resumeFrom, 2)
  t.is(result.best?.config.tile, 5)
  t.deepEqual(result.best?.trials, [3])
})

test('what is measured at a part is neither the best nor what others are compared with', async t => {
  const baselines: (number | undefined)[] = []
  const { result } = await run({
    agent: scripted({ tile: 1, fidelity: 0.1 }, { tile: 8 }, { tile: 2, fidelity: 0.1 }),
    budget: { trials: 10 },
    reward: ({ baseline, fidelity }) => {
      baselines.push(baseline?.losses[0])
      return fidelity
    },
  })
  t.is(result.best?.config.tile, 8)
  t.deepEqual(baselines, [undefined, 8, 8])
  t.deepEqual(
    result.trials.map(({ reward }) => reward),
    [0.1, 1, 0.1],
  )
})

const mistakes: readonly (readonly [string, readonly Scripted[], RegExp])[] = [
  ['a fidelity of 0', [{ tile: 1, fidelity: 0 }], /expected a fidelity in \(0, 1\] from ask, got 0/],
  ['a fidelity above 1', [{ tile: 1, fidelity: 1.5 }], /got 1.5/],
  [
    'a duplicate at a lower fidelity',
    [
      { tile: 1, fidelity: 0.5 },
      { tile: 1, fidelity: 0.5 },
    ],
    /again at fidelity 0.5/,
  ],
  ['a duplicate at full fidelity', [{ tile: 1, fidelity: 0.5 }, { tile: 1 }, { tile: 1 }], /got \{.*1.*\} again/],
  [
    'a trial that was not told',
    [
      { tile: 1, fidelity: 0.5 },
      { tile: 1, resumeFrom: 7 },
    ],
    /resumeFrom.*got 7/,
  ],
  [
    'another configuration',
    [
      { tile: 1, fidelity: 0.5 },
      { tile: 2, resumeFrom: 0 },
    ],
    /resumeFrom.*got 0/,
  ],
  ['the same fidelity', [{ tile: 1 }, { tile: 1, repeat: true, resumeFrom: 0 }], /at a lower fidelity, got 0/],
]
for (const [what, script, message] of mistakes) {
  test(`an agent that proposes ${what} is refused`, async t => {
    await t.throwsAsync(run({ agent: scripted(...script), budget: { trials: 10 } }), { code: 'AgentFailed', message })
  })
}

test('a budget of full trials counts parts as parts, without errors of rounding', async t => {
  const third = 1 / 27
  const { result } = await run({
    agent: scripted(...Array.from({ length: 100 }, (_, i) => ({ tile: i + 1, fidelity: third }))),
    budget: { fullTrials: 2 },
  })
  t.is(result.trials.length, 54)
  t.is(result.stopped, 'budget')
  t.is((await run({ agent: random(), budget: { fullTrials: 2 } })).result.trials.length, 2)
  await t.throwsAsync(run({ agent: random(), budget: { fullTrials: 0 } }), {
    code: 'InvalidBudget',
    message: /a number above 0 for budget.fullTrials, got 0/,
  })
})

test('distinct configurations are counted once, whatever their fidelities', async t => {
  const { result } = await run({ agent: successiveHalving({ minFidelity: 1 / 3 }), budget: { distinct: 6 } })
  t.is(new Set(result.trials.map(({ fingerprint }) => fingerprint)).size, 6)
  t.true(result.trials.length > 6)
})

test('intermediate results are kept with their trial, also in the store', async t => {
  const store = memory()
  const { result } = await run({ agent: random(), budget: { trials: 2 }, store })
  const [{ config, reports }] = result.trials as [(typeof result.trials)[0]]
  const tile = Number(config.tile)
  t.deepEqual(
    reports,
    [1, 2, 3].map(step => ({ step, metrics: { latencyMs: tile * step } })),
  )
  const again = await run({ agent: random(), budget: { trials: 2 }, store })
  t.deepEqual(again.result.trials, result.trials)
})

test('a profiler without promises sees the fidelity, and may be pruned', async t => {
  const pruner: Pruner = {
    shouldStop: ({ number, reports }, step) => number % 2 === 1 && step === 2 && reports.length === 2,
  }
  const seen: (readonly [number | undefined, number])[] = []
  const study = await createStudy({
    space,
    profiler: profiler({
      name: 'at once',
      metrics: ['latencyMs'],
      measureSync: ({ tile }: { tile: number }, { trial, fidelity, report }) => {
        seen.push([trial, fidelity])
        for (let step = 1; step <= 3; step++) if (report(step, { latencyMs: tile }) === 'stop') break
        return { latencyMs: tile }
      },
    }),
    objectives: { latency: minimize('latencyMs') },
    agent: hyperband({ minFidelity: 1 / 3 }),
    pruner,
    budget: { trials: 6 },
  })
  const { trials } = await study.run()
  t.deepEqual(
    trials.map(({ outcome }) => outcome._tag),
    ['Measured', 'Pruned', 'Measured', 'Pruned', 'Measured', 'Pruned'],
  )
  t.deepEqual(
    seen.slice(0, 4).map(([, fidelity]) => fidelity),
    [1 / 3, 1 / 3, 1 / 3, 1],
  )
})
