import test from 'ava'
import { left, right } from '#src/core/fp.js'
import { type Config, type Profile, profileFailure } from '#src/core/index.js'
import { type ProfileContext, type Profiler, summarize } from '#src/profilers/index.js'
import { checkProfiler } from '#src/testing/index.js'

const good: Profile = {
  metrics: { latencyMs: summarize([1, 2, 3], 'ms') },
  costMs: 10,
  phases: { run: 9 },
  machine: 'test',
}
const cancelled = left(profileFailure('Cancelled', 'cancelled'))

/** A profiler that keeps the contract, but for the parts given. */
const planted = (parts: Partial<Profiler>): Profiler => ({
  name: 'planted',
  metrics: [{ name: 'latencyMs', unit: 'ms' }],
  profile:
    (_config, { signal }) =>
    async () =>
      signal.aborted ? cancelled : right(good),
  ...parts,
})

const answering = (answer: (config: Config, context: ProfileContext) => unknown): Profiler =>
  planted({ profile: (config, context) => async () => answer(config, context) as ReturnType<typeof right<Profile>> })

const breachesOf = (profiler: Profiler): Promise<readonly string[]> =>
  checkProfiler(profiler, {
    configs: [{ batch: 1 }, { batch: 2 }],
    invalidConfig: { batch: -1 },
    abortWithinMs: 50,
    timeoutMs: 100,
  })

/** The parts of the good profile replaced, where not aborted. */
const profiling = (parts: Partial<Profile>): Profiler =>
  answering(({ batch }, { signal }) => {
    if (signal.aborted) return cancelled
    return Number(batch) < 0 ? left(profileFailure('RunFailed', 'negative')) : right({ ...good, ...parts })
  })

test('a profiler that keeps the contract passes', async t => {
  t.deepEqual(await breachesOf(profiling({})), [])
})

const cases: [string, Profiler, RegExp][] = [
  [
    'an exception',
    planted({
      profile: () => {
        throw new Error('thrown')
      },
    }),
    /expected a failure as a value, got an exception: thrown/,
  ],
  [
    'a rejection',
    answering(() => Promise.reject(new Error('no'))),
    /expected a failure as a value, got a rejection: no/,
  ],
  [
    'a task that is none',
    planted({ profile: () => 7 as never }),
    /expected profile\(\) to return a TaskEither, got number/,
  ],
  [
    'an answer that is none',
    answering(() => right({ metrics: {} })),
    /expected an Either of a failure and a profile, got/,
  ],
  ['silence', answering(() => new Promise(() => {})), /expected an answer within 100 ms, got none/],
  ['a missing metric', profiling({ metrics: {} }), /expected the promised metric `latencyMs`, got nothing/],
  ['NaN', profiling({ metrics: { latencyMs: Number.NaN } }), /`latencyMs` to be a finite number, 0 or more, got NaN/],
  [
    'a negative time',
    profiling({ metrics: { latencyMs: summarize([-1, 1], 'ms') } }),
    /every figure of `latencyMs` .* got -1/,
  ],
  ['another unit', profiling({ metrics: { latencyMs: summarize([1], 's') } }), /expected `latencyMs` in ms, got s/],
  ['a cost below its phases', profiling({ costMs: 8 }), /no less than its phases \(9 ms\), got 8/],
  ['what cannot be cloned', profiling({ notes: [(() => {}) as never] }), /expected a profile that can be cloned/],
  [
    'a configuration changed',
    answering(config => Object.assign(config, { batch: 3 })),
    /got a rejection: Cannot assign/,
  ],
  ['success where it should fail', planted({}), /an invalid configuration: expected a failure, got a profile/],
  ['an abort not heard', answering(() => right(good)), /aborted before it began: expected Cancelled, got a profile/],
  [
    'an abort not heard in time',
    answering((_config, { signal }) =>
      signal.aborted ? cancelled : new Promise(resolve => setTimeout(resolve, 90, right(good))),
    ),
    /aborted after 5 ms: expected an answer within 50 ms, got none/,
  ],
  [
    'a second close that throws',
    (() => {
      let closed = 0
      return planted({
        close: async () => {
          if (closed++ > 0) throw new Error('twice')
        },
      })
    })(),
    /closed twice without harm, got: twice/,
  ],
  [
    'profileSync unlike profile',
    planted({ profileSync: () => right({ ...good, metrics: {} }) }),
    /without promises, .*expected the promised metric/,
  ],
  [
    'a metric promised twice',
    planted({
      metrics: [
        { name: 'latencyMs', unit: 'ms' },
        { name: 'latencyMs', unit: 'ms' },
      ],
    }),
    /got `latencyMs` twice/,
  ],
]

for (const [what, profiler, expected] of cases) {
  test(`finds ${what}`, async t => {
    const breaches = await breachesOf(profiler)
    t.true(
      breaches.some(breach => expected.test(breach)),
      breaches.join('\n'),
    )
  })
}

test('a profiler that breaks after a failure is found', async t => {
  let isBroken = false
  const profiler = answering(({ batch }, { signal }) => {
    if (signal.aborted || Number(batch) < 0) isBroken = true
    return isBroken ? left(profileFailure(signal.aborted ? 'Cancelled' : 'RunFailed', 'broken')) : right(good)
  })
  t.deepEqual(
    (await breachesOf(profiler)).map(breach => breach.split(',')[0]),
    [
      'after an invalid configuration',
      'aborted after 5 ms: expected Cancelled (or a profile that was done by then)',
      'after an abort',
    ],
  )
})
