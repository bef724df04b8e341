import test from 'ava'
import { isLeft } from '#src/core/fp.js'
import { type Config, profileFailure, type Trial } from '#src/core/index.js'
import {
  choice,
  createStudy,
  defineSpace,
  integer,
  makeRng,
  minimize,
  ProfileError,
  profiler,
  random,
  real,
} from '#src/index.js'
import { recorded, recordedTrials, summarize } from '#src/profilers/index.js'
import type { Space } from '#src/space/space.js'
import { checkProfiler } from '#src/testing/index.js'

const space = defineSpace(
  { backend: choice('cpu', 'wasm', 'gpu'), batch: integer(1, 1000), rate: real(0, 1), threads: integer(1, 8) },
  { when: { threads: c => c.backend === 'wasm' } },
)
type Mine = { backend: string; batch: number; rate: number; threads?: number }

const live = profiler({
  name: 'live',
  metrics: { latencyMs: { unit: 'ms', better: 'lower' } },
  measure: ({ backend, batch, threads = 1 }: Mine) => {
    if (backend === 'gpu' && batch > 500) throw new ProfileError('OutOfMemory', 'too large')
    return {
      latencyMs: summarize(
        [1, 2, 6].map(part => (part * batch) / threads),
        'ms',
      ),
    }
  },
})

const recordingOf = (...args: Parameters<typeof recordedTrials>) => {
  const made = recordedTrials(...args)
  if (isLeft(made)) throw new Error(made.left.message)
  return made.right
}

test('the trials of a study answer as they did, in a space of just these, real and conditional parameters included', async t => {
  const study = await createStudy({
    space,
    profiler: live,
    objectives: { latency: minimize('latencyMs') },
    agent: random(),
    budget: { trials: 60 },
    seed: 3,
  })
  const { trials, best } = await study.run()
  const recording = recordingOf(space as unknown as Space, trials, { metrics: live.metrics })
  t.is(recording.length, 60)
  const again = recorded(recording)
  const rng = makeRng(1)
  for (const { config, outcome } of trials) {
    const answer = again.profileSync(config)
    t.is(
      answer._tag === 'Left' ? answer.left._tag : 'measured',
      outcome._tag === 'Failed' ? outcome.failure._tag : 'measured',
    )
    if (answer._tag === 'Right' && outcome._tag === 'Measured') {
      t.deepEqual(answer.right.metrics, outcome.profile.metrics)
      t.is(answer.right.costMs, outcome.profile.costMs)
    }
    t.true(recording.rowOf(again.space.sample(rng)) >= 0)
  }
  t.deepEqual(recording.optimum.config, best?.config as Config)
  t.is(recording.optimum.value, best?.objectives.latency as number)
  t.deepEqual(
    await checkProfiler(again, {
      configs: trials.filter(trial => trial.outcome._tag === 'Measured').map(trial => trial.config),
    }),
    [],
  )
})

const small = defineSpace({ tile: integer(1, 4) }) as unknown as Space
const trial = (
  number: number,
  tile: number,
  told: number | 'failed' | 'cancelled' | 'pruned',
  fidelity = 1,
): Trial => ({
  number,
  slot: 0,
  config: { tile },
  fingerprint: String(tile),
  fidelity,
  origin: 'agent',
  repeat: false,
  reward: 0,
  finishedMs: 0,
  outcome:
    typeof told === 'number'
      ? {
          _tag: 'Measured',
          profile: { metrics: { latencyMs: told }, costMs: 10 * told, phases: {}, machine: 'here' },
          objectives: {},
          losses: [],
          violations: {},
          violation: 0,
          feasible: true,
        }
      : told === 'pruned'
        ? { _tag: 'Pruned', step: 1, costMs: 1 }
        : {
            _tag: 'Failed',
            failure: profileFailure(told === 'failed' ? 'Crashed' : 'Cancelled', 'gone'),
            costMs: 100,
          },
})

test('trials of one configuration are pooled; it failed where it failed more often than not', t => {
  const trials = [
    trial(0, 1, 3),
    trial(1, 1, 5),
    trial(2, 1, 'failed'),
    trial(3, 2, 7),
    trial(4, 3, 'failed'),
    trial(5, 3, 1),
    trial(6, 3, 'failed'),
    trial(7, 4, 'cancelled'),
    trial(8, 4, 'pruned'),
    trial(9, 4, 2, 0.5),
  ]
  const recording = recordingOf(small, trials, { better: 'lower' })
  const { profileSync } = recorded(recording)
  t.is(recording.length, 3)
  t.like(profileSync({ tile: 1 }), {
    right: { metrics: { latencyMs: { n: 2, median: 4 } }, costMs: (30 + 50 + 100) / 3 },
  })
  t.like(profileSync({ tile: 2 }), { right: { metrics: { latencyMs: 7 }, costMs: 70, machine: 'here' } })
  t.like(profileSync({ tile: 3 }), { left: { _tag: 'Crashed', message: 'recorded as gone' } })
  t.deepEqual(recording.optimum, { row: 0, config: { tile: 1 }, value: 4 })
})

test('trials that measured nothing, or whose direction nobody knows, are refused', t => {
  const message = (...args: Parameters<typeof recordedTrials>): string => {
    const made = recordedTrials(...args)
    return isLeft(made) ? `${made.left._tag} ${made.left.message}` : ''
  }
  t.regex(message(small, [trial(0, 1, 'failed')]), /^InvalidRecording the trials: expected a measured trial/)
  t.regex(message(small, [trial(0, 1, 2)]), /expected `better` .* for the metric `latencyMs`/)
})
