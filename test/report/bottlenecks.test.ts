import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import type { HotSpot, OpProfile, Trial } from '#src/core/index.js'
import { createStudy, defineSpace, integer, minimize, random } from '#src/index.js'
import type { Profiler } from '#src/profilers/index.js'
import { report, reportStudy } from '#src/report/index.js'
import { sqlite } from '#src/storage/sqlite.js'
import { measured, study } from './fixtures.js'

const op = (name: string, share: number, bytes?: number): OpProfile => ({
  name,
  timeMs: 10 * share,
  count: 2,
  share,
  ...(bytes !== undefined && { bytes }),
})
const spot: HotSpot = { name: 'decode', place: 'src/decode.js:7:3', selfMs: 30, totalMs: 50, share: 0.6, samples: 12 }

const withProfile = (
  trial: Trial,
  more: { ops?: readonly OpProfile[]; hotSpots?: readonly HotSpot[]; machine?: string },
): Trial =>
  trial.outcome._tag === 'Measured'
    ? { ...trial, outcome: { ...trial.outcome, profile: { ...trial.outcome.profile, ...more } } }
    : trial

/** The cells of each table of bottlenecks, heads first. */
const tablesOf = (page: string): readonly (readonly string[])[][] =>
  [...page.matchAll(/<table class="bottlenecks">([\s\S]*?)<\/table>/g)].map(([, table = '']) =>
    [...table.matchAll(/<tr[^>]*>([\s\S]*?)<\/tr>/g)].map(([, row = '']) =>
      [...row.matchAll(/<t[hd][^>]*>([\s\S]*?)<\/t[hd]>/g)].map(([, cell = '']) => cell.replace(/<[^>]*>/g, '').trim()),
    ),
  )

const first = measured(0, { tile: 8 }, { latency: 1, size: 900 })
const second = measured(1, { tile: 16 }, { latency: 2, size: 300 })

test('the best trial has its operators by share, adding up, and its hot spots', async t => {
  const ops = [op('Relu', 0.25), op('Conv', 0.75, 2048)]
  const page = await report(
    study({ trials: [withProfile(first, { ops, hotSpots: [spot] }), second], front: [0, 1], best: 0 }),
  )
  t.deepEqual(tablesOf(page), [
    [
      ['operator', 'share', 'adds up to', 'time', 'calls', 'bytes'],
      ['Conv', '75.0%', '75.0%', '7.5 ms', '2', '2 KiB'],
      ['Relu', '25.0%', '100.0%', '2.5 ms', '2', ''],
    ],
    [
      ['JavaScript function', 'share', 'adds up to', 'own time', 'with calls', 'samples'],
      ['decode src/decode.js:7:3', '60.0%', '60.0%', '30 ms', '50 ms', '12'],
    ],
  ])
  t.regex(page, /Where the time of the best trial \(0\) goes/)
})

test('many operators are the longest, and the rest in one row', async t => {
  const ops = Array.from({ length: 20 }, (_, i) => op(`op${i}`, 1 / 20))
  const [rows = []] = tablesOf(await report(study({ trials: [withProfile(first, { ops })], front: [0], best: 0 })))
  t.is(rows.length, 1 + 12 + 1)
  t.deepEqual(rows.at(-1), ['8 more', '40.0%', ''])
})

test('other trials of the front are folded away, with what they reached', async t => {
  const ops = [op('Conv', 1)]
  const trials = [first, second].map(trial => withProfile(trial, { ops }))
  const page = await report(study({ trials, front: [0, 1], best: 0 }))
  t.regex(page, /<details><summary>Trial 1 of the front: latency 2 ms, size 300 bytes<\/summary>/)
  t.is(tablesOf(page).length, 2)
})

test('names of operators and functions are shown and never obeyed', async t => {
  const hostile = `<img src=x onerror='alert(2)'>`
  const hotSpots = [{ ...spot, name: hostile, place: hostile }]
  const page = await report(
    study({ trials: [withProfile(first, { ops: [op(hostile, 1)], hotSpots })], front: [0], best: 0 }),
  )
  t.false(page.includes('<img'))
  t.is(page.match(/&#60;img src=x/g)?.length, 3)
})

test('a study whose profiles tell no bottlenecks has no such heading', async t => {
  t.notRegex(await report(study()), /Bottlenecks/)
})

test('what the trials ran on is told beside the machine, as far as it says more', async t => {
  const header = { ...study().header, machine: 'cpu: A; node: v20' }
  const on = (trial: Trial, more: string) => withProfile(trial, { machine: `cpu: A; node: v20${more}` })
  const ranOn = async (...trials: Trial[]) =>
    [...(await report(study({ header, trials }))).matchAll(/<dt>ran on<\/dt><dd>(.*?)<\/dd>/g)].map(([, text]) => text)
  t.deepEqual(await ranOn(on(first, ''), on(second, '')), [])
  t.deepEqual(await ranOn(on(first, '; tfjs: 4'), on(second, '; tfjs: 4')), ['tfjs: 4'])
  t.deepEqual(await ranOn(on(first, ''), on(second, '; tfjs: 4; adapter: B')), ['tfjs: 4; adapter: B (1 trial)'])
})

test('operators and hot spots survive a store and a resumed study', async t => {
  const folder = await mkdtemp(join(tmpdir(), 'paretune-report-'))
  t.teardown(() => rm(folder, { recursive: true }))
  const ops = [op('Conv', 0.75, 2048), op('Relu', 0.25)]
  const profiler: Profiler<{ batch: number }, 'latencyMs'> = {
    name: 'model',
    metrics: [{ name: 'latencyMs', unit: 'ms' }],
    profile:
      ({ batch }) =>
      async () => ({
        _tag: 'Right',
        right: {
          metrics: { latencyMs: batch },
          ops,
          hotSpots: [spot],
          costMs: 1,
          phases: {},
          machine: 'cpu: B; tfjs: 4',
        },
      }),
  }
  const open = (trials: number) => {
    const store = sqlite(join(folder, 'study.db'))
    return createStudy({
      space: defineSpace({ batch: integer(1, 10) }),
      profiler,
      objectives: { latency: minimize('latencyMs') },
      agent: random(),
      budget: { trials },
      store,
    }).then(opened => ({ opened, store }))
  }
  const begun = await open(3)
  await begun.opened.run()
  await begun.store.close()
  const resumed = await open(5)
  t.is(resumed.opened.trials.length, 3)
  await resumed.opened.run()
  t.is(resumed.opened.trials.length, 5)
  for (const { outcome } of resumed.opened.trials) t.like(outcome, { profile: { ops, hotSpots: [spot] } })
  const page = await report(reportStudy(resumed.opened))
  t.is(tablesOf(page).length, 2)
  await resumed.store.close()
})
