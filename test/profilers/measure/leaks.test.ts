import test from 'ava'
import { isLeft } from '#src/core/fp.js'
import { makeRng } from '#src/core/index.js'
import { checkLeaks, timed } from '#src/profilers/index.js'
import { abortedAfter, contextOf } from '../context.js'

test.serial(
  'a planted leak of a small object with each run is found in the heap, and its slope is about its size',
  async t => {
    const kept: object[] = []
    // A hundred runs between two readings: what V8 keeps and drops by itself, compiled code for one, is a few kilobytes.
    const leaks = await checkLeaks(() => void kept.push({ list: [kept.length, 1, 2, 3] }), { runs: 4000 })
    const heap = leaks.find(({ name }) => name === 'heapUsedBytes')
    t.is(heap?.unit, 'bytes')
    // An object of one field and an array of four: two headers and five or more words of 4 or 8 bytes.
    t.true(heap && heap.slopePerRun > 40 && heap.slopePerRun < 400, `${heap?.slopePerRun} bytes`)
    t.true(heap && heap.pValue < 0.005)
  },
)

test.serial('memory outside of the heap is watched as well', async t => {
  const kept: ArrayBuffer[] = []
  const leaks = await checkLeaks(async () => kept.push(new ArrayBuffer(4096)))
  t.is(Math.round((leaks.find(({ name }) => name === 'externalBytes')?.slopePerRun ?? 0) / 4096), 1)
})

test.serial('what is freed again leaks nothing', async t => {
  const run = () => JSON.parse(JSON.stringify(Array.from({ length: 300 }, (_, i) => ({ i, text: String(i) }))))
  t.deepEqual(await checkLeaks(run), [])
})

test.serial(
  'readings of your own: what grows with each run is told per run, what is noise or grows once is not',
  async t => {
    const rng = makeRng('readings')
    let runs = 0
    const readings = {
      tensors: () => 2 * runs,
      handles: () => 7,
      rssBytes: async () => 1e6 * rng.next(),
      cachedBytes: () => (runs < 60 ? 0 : 1e6),
    }
    const [leak, ...others] = await checkLeaks(() => void runs++, { runs: 80, readings })
    t.like(leak, { name: 'tensors', unit: '', slopePerRun: 2 })
    t.deepEqual(others, [])
    t.is(runs, 80 + 80 / 4)
  },
)

test.serial('any number of runs is read often enough to find a leak', async t => {
  for (const runs of [32, 41]) {
    let made = 0
    t.like(
      await checkLeaks(() => void made++, { runs, readings: { made: () => made } }),
      [{ name: 'made' }],
      String(runs),
    )
  }
})

test.serial('too few runs, a reading that is no number and a run that throws are refused', async t => {
  await t.throwsAsync(
    checkLeaks(() => {}, { runs: 31 }),
    {
      instanceOf: RangeError,
      message: /at least 32 whole runs.*got 31/,
    },
  )
  await t.throwsAsync(
    checkLeaks(() => {}, { readings: { tensors: () => Number.NaN } }),
    {
      instanceOf: TypeError,
      message: /the reading `tensors` to be a finite number, got NaN/,
    },
  )
  await t.throwsAsync(
    checkLeaks(() => {
      throw new Error('broke')
    }),
    { message: 'broke' },
  )
})

/** Keeps as much of what it makes as its configuration says. */
const keeping = (fail?: boolean) => {
  const kept: unknown[] = []
  return timed({
    name: 'keeping',
    limits: { timeMs: 5, warmupMs: 5 },
    setup: (config: { readonly keep: number }) => config,
    run: ({ keep }) => {
      for (let i = 0; i < keep; i++) kept.push(i)
    },
    leaks: { readings: { kept: () => kept.length }, ...(fail !== undefined && { fail }) },
  })
}

test.serial('a profile tells what keeps growing, in a note too, and that nothing does', async t => {
  const leaking = await keeping().profile({ keep: 3 }, contextOf())()
  if (isLeft(leaking)) return t.fail(leaking.left.message)
  t.like(leaking.right.leaks, [{ name: 'kept', unit: '', slopePerRun: 3 }])
  t.regex((leaking.right.notes ?? []).join('\n'), /kept grows by 3 with each run \(p = /)
  t.true((leaking.right.phases.leaks ?? 0) > 0)
  const clean = await keeping().profile({ keep: 0 }, contextOf())()
  t.like(clean, { right: { leaks: [] } })
})

test.serial('a leak is a failure where that is asked for, and an abort ends the look for one', async t => {
  t.like(await keeping(true).profile({ keep: 3 }, contextOf())(), {
    left: { _tag: 'RunFailed', details: { leaks: [{ name: 'kept', slopePerRun: 3 }] } },
  })
  t.is((await keeping(true).profile({ keep: 0 }, contextOf())())._tag, 'Right')
  let runs = 0
  const endless = checkLeaks(
    async () => {
      runs++
      await new Promise(resolve => setImmediate(resolve))
    },
    { runs: 1e9, signal: abortedAfter(50) },
  )
  await t.throwsAsync(endless, { name: 'ProfileError' })
  const runsThen = runs
  await new Promise(resolve => setTimeout(resolve, 20))
  t.is(runs, runsThen)
})
