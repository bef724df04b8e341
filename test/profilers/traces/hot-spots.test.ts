import { pbkdf2Sync } from 'node:crypto'
import test, { type ExecutionContext } from 'ava'
import { isRight } from '#src/core/fp.js'
import type { HotSpot, Profile } from '#src/core/index.js'
import { hotSpots, type Profiler, profiler, timed, withHotSpots } from '#src/profilers/index.js'
import { spotsOf } from '#src/profilers/traces/cpu-profile.js'
import { checkProfiler } from '#src/testing/index.js'
import { contextOf } from '../context.js'

/** Functions of this file in which time was spent. The compiler may make one of two of them. */
const ours = (spots: readonly HotSpot[] | undefined): readonly HotSpot[] =>
  spots?.filter(({ place, selfMs }) => place.includes('hot-spots.test.js') && selfMs > 0) ?? []

/** Takes this much of the processor's time, however little of it others leave. */
function spin(forMs: number): void {
  const { user, system } = process.cpuUsage()
  const until = user + system + 1000 * forMs
  const used = (): number => process.cpuUsage().user + process.cpuUsage().system
  let sum = 0
  while (used() < until) for (let i = 0; i < 300_000; i++) sum += Math.sqrt(i)
  if (sum < 0) throw new Error('never')
}
function caller(): void {
  spin(200)
}

const named = (spots: readonly HotSpot[] | undefined, name: string): HotSpot | undefined =>
  spots?.find(spot => spot.name === name)

test.serial('the function that the time goes to is at the top, those that call it have it in total', async t => {
  const spots = await hotSpots(caller)
  const [first] = spots
  t.is(first?.name, 'spin')
  t.regex(first?.place ?? '', /^build\/test\/profilers\/traces\/hot-spots\.test\.js:\d+:\d+$/)
  t.true((first?.share ?? 0) > 0.5)
  const outer = named(spots, 'caller')
  t.true((outer?.totalMs ?? 0) >= (first?.totalMs ?? 0))
  t.true((outer?.selfMs ?? 0) < (first?.selfMs ?? 0))
  t.true(Math.abs(spots.reduce((sum, { share }) => sum + share, 0) - 1) < 1e-9)
})

test.serial("Node's own functions count for the one that called them, or are shown", async t => {
  const encrypts = (): void => void pbkdf2Sync('password', 'salt', 50_000, 64, 'sha512')
  const [first] = await hotSpots(encrypts)
  t.is(first?.name, 'encrypts')
  const shown = await hotSpots(encrypts, { internals: true })
  t.true(shown.some(({ place }) => place.startsWith('node:internal/crypto/pbkdf2:')))
})

test.serial('a function that waits is waited for, and idle time is no spot', async t => {
  const spots = await hotSpots(async () => {
    await new Promise(resolve => setTimeout(resolve, 30))
    spin(60)
  })
  // The compiler may have made one function of it and its caller.
  t.true(
    spots.some(({ place, selfMs }) => place.includes('hot-spots.test.js') && selfMs > 0),
    JSON.stringify(spots),
  )
  t.is(named(spots, '(idle)'), undefined)
})

test.serial('what the function throws is thrown, and one may go on', async t => {
  const failing = (): never => {
    throw new Error('no luck')
  }
  await t.throwsAsync(hotSpots(failing), { message: 'no luck' })
  await t.notThrowsAsync(hotSpots(() => {}))
  await t.throwsAsync(
    hotSpots(() => {}, { intervalMs: 0 }),
    { message: 'expected an interval above 0 ms, got 0' },
  )
})

test('times and shares follow from the samples; a function that calls itself counts once', t => {
  const frame = (functionName: string, url = 'file:///a.js') => ({
    functionName,
    url,
    scriptId: '1',
    lineNumber: 4,
    columnNumber: 2,
  })
  const node = (id: number, name: string, children: number[], url?: string) => ({
    id,
    callFrame: frame(name, url),
    children,
  })
  const profile = {
    nodes: [
      node(1, '(root)', [2, 6, 7], ''),
      node(2, 'f', [3, 5]),
      node(3, 'f', [4]),
      node(4, '', []),
      node(5, 'readSync', [], 'node:fs'),
      node(6, '(idle)', [], ''),
      node(7, '(garbage collector)', [], ''),
    ],
    startTime: 1000,
    endTime: 12_000,
    // Each lasts until the next one, the last one until the end.
    samples: [2, 3, 4, 5, 6, 7],
    timeDeltas: [1000, 1000, 2000, 3000, 1000, 2000],
  }
  // f: 1 + 2 ms and 1 ms of readSync, 3 ms in what it called; idle 2 ms; garbage collector 1 ms, the last.
  t.deepEqual(spotsOf(profile), [
    { name: 'f', place: '/a.js:5:3', selfMs: 4, totalMs: 7, samples: 3, share: 4 / 8 },
    { name: '(anonymous)', place: '/a.js:5:3', selfMs: 3, totalMs: 3, samples: 1, share: 3 / 8 },
    { name: '(garbage collector)', place: '', selfMs: 1, totalMs: 1, samples: 1, share: 1 / 8 },
  ])
  t.is(spotsOf(profile, { top: 1 }).length, 1)
  t.is(named(spotsOf(profile, { internals: true }), 'readSync')?.selfMs, 1)
})

const spun = timed({
  name: 'spun',
  setup: function prepare() {
    spin(60)
    return 40
  },
  run: spin,
  limits: { timeMs: 1000, warmupMs: 0, relativeWidth: 0 },
})

const profileOf = async (t: ExecutionContext, measured: Profiler): Promise<Profile> => {
  const answer = await measured.profile({}, contextOf())()
  return isRight(answer) ? answer.right : t.fail(answer.left.message)
}

test.serial('a profiler with hot spots keeps the contract', async t => {
  const failing = profiler({
    name: 'failing',
    metrics: ['latencyMs'],
    measure: ({ fails }: { fails: boolean }) => {
      if (fails) throw new Error('no luck')
      return { latencyMs: 1 }
    },
  })
  t.deepEqual(
    await checkProfiler(withHotSpots(failing), { configs: [{ fails: false }], invalidConfig: { fails: true } }),
    [],
  )
  t.deepEqual(await checkProfiler(withHotSpots(spun), { configs: [{}] }), [])
})

test.serial('of a profiler that tells what counts, only that is sampled', async t => {
  const { hotSpots: spots, phases, costMs } = await profileOf(t, withHotSpots(spun))
  // The compiler may make one of `run` and the harness's function that calls it.
  const caller = named(spots, 'measure')
  t.true(ours(spots).length > 0 || (caller?.selfMs ?? 0) > 0, JSON.stringify(spots))
  t.is(named(spots, 'prepare'), undefined)
  t.true((phases.hotSpots ?? 0) > 0 && costMs > (phases.hotSpots ?? 0))
})

test.serial('any other is sampled from first to last, on a run of its own that logs and reports to nobody', async t => {
  const fidelities: number[] = []
  const logged: number[] = []
  const measured = profiler({
    name: 'plain',
    metrics: ['latencyMs'],
    measure: function work(_config, context) {
      fidelities.push(context.fidelity)
      context.log('runs', fidelities.length)
      spin(60)
      return { latencyMs: fidelities.length }
    },
  })
  const context = contextOf({ log: (_metric, value) => logged.push(value) })
  const answer = await withHotSpots(measured).profile({}, context)()
  if (!isRight(answer)) return t.fail(answer.left.message)
  const { metrics, hotSpots: spots } = answer.right
  t.deepEqual(metrics, { runs: 1, latencyMs: 1 } as typeof metrics)
  t.deepEqual([fidelities, logged], [[1, 0.25], [1]])
  t.true((named(spots, 'work')?.totalMs ?? 0) > 0)
})

test.serial('where the sampled run fails, the measurement stands and a note says so', async t => {
  let calls = 0
  const measured = profiler({
    name: 'once',
    metrics: ['latencyMs'],
    measure: () => {
      if (++calls > 1) throw new Error('no second time')
      return { latencyMs: 3 }
    },
  })
  const profile = await profileOf(t, withHotSpots(measured))
  t.is(profile.metrics.latencyMs, 3)
  t.is(profile.hotSpots, undefined)
  t.deepEqual(profile.notes, ['no hot spots: no second time'])
})
