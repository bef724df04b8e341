import test from 'ava'
import { comparisonBlock, htmlReport, report, studySection, tableBlock } from '#src/report/index.js'
import { failed, measured, study, TRIALS } from './fixtures.js'

/** The rows of the table of trials: number, states, and the text of the cells. */
const rowsOf = (page: string): readonly { trial: number; states: string; cells: readonly string[] }[] =>
  [...page.matchAll(/<tr data-trial="(\d+)" data-state="([^"]*)">([\s\S]*?)<\/tr>/g)].map(
    ([, trial, states = '', row = '']) => ({
      trial: Number(trial),
      states,
      cells: [...row.matchAll(/<td[^>]*>([\s\S]*?)<\/td>/g)].map(([, cell = '']) =>
        cell.replace(/<[^>]*>/g, '').trim(),
      ),
    }),
  )
const pictures = (page: string): readonly string[] => page.match(/<figure>[\s\S]*?<\/figure>/g) ?? []
/** Trials that have a mark in a picture. */
const marksOf = (picture = ''): readonly number[] =>
  [...new Set([...picture.matchAll(/data-trial="(\d+)"/g)].map(([, trial]) => Number(trial)))].sort((a, b) => a - b)

test('every trial has its row, with its state and what it showed', async t => {
  const rows = rowsOf(await report(study()))
  t.deepEqual(
    rows.map(({ trial, states }) => [trial, states]),
    [
      [0, 'feasible front best'],
      [1, 'feasible baseline'],
      [2, 'feasible front'],
      [3, 'infeasible'],
      [4, 'failed'],
      [5, 'pruned'],
    ],
  )
  t.deepEqual(rows[2]?.cells.slice(2), ['2', '300 bytes', 'cpu', '16', 'true', '-2', '0.25', ''])
  t.regex(rows[3]?.cells.at(-1) ?? '', /memory exceeded by 0.75/)
  t.is(rows[4]?.cells.at(-1), 'RunFailed: the tile does not fit')
  t.is(rows[5]?.cells.at(-1), 'pruned at step 3')
})

test('two objectives are one picture of what was measured, and a history each', async t => {
  const [front, latency, size, ...rest] = pictures(await report(study()))
  t.deepEqual(rest, [])
  t.deepEqual(marksOf(front), [0, 1, 2, 3])
  t.regex(front ?? '', /size \(bytes\)[\s\S]*latency \(ms\)|latency \(ms\)[\s\S]*size \(bytes\)/)
  t.regex(front ?? '', /2 trials without a measurement/)
  for (const history of [latency, size]) t.deepEqual(marksOf(history), [0, 1, 2, 3, 4, 5])
})

test('three objectives are pictures of each pair', async t => {
  const third = { name: 'accuracy', direction: 'maximize', unit: '' } as const
  const trials = [
    measured(0, { a: 1 }, { latency: 1, size: 2, accuracy: 0.5 }),
    measured(1, { a: 2 }, { latency: 2, size: 1, accuracy: 0.6 }),
  ]
  const page = await report(
    study({ trials, front: [0, 1], objectives: [...study().objectives, third], hypervolume: [0.5, 0.75] }),
  )
  const captions = pictures(page).map(picture => picture.match(/<figcaption>(.*?)</)?.[1])
  t.deepEqual(captions, [
    'size against latency',
    'accuracy against latency',
    'accuracy against size',
    'latency by trial',
    'size by trial',
    'accuracy by trial',
    'Hypervolume of the front',
  ])
})

test('the answer says what came out, in the units of the study', async t => {
  const answer = async (more: Parameters<typeof study>[0]) => (await studySection(study(more))).answer
  const [latency] = study().objectives
  t.is(
    await answer({}),
    '2 trials of 6 are on the Pareto front: latency from 1 ms to 2 ms, size from 300 bytes to 900 bytes.',
  )
  const one = { objectives: latency ? [latency] : [] }
  t.is(await answer(one), 'Trial 0 of 6 has the best latency, 1 ms: 4 times as good as the 4 ms of the baseline.')
  const again = {
    trial: 0,
    metric: 'latency',
    unit: 'ms',
    median: 1,
    ciLow: 0.9,
    ciHigh: 1.1,
    speedup: { value: 3, low: 2.5, high: 3.5 },
  }
  t.regex(await answer({ ...one, finalists: [again] }), /measured again, 3 times \(2.5 to 3.5\) as good/)
  t.regex(
    await answer({ ...one, verdict: 'trial 0 cannot be told apart from trial 4' }),
    /of the baseline\. Measured again in turns: trial 0 cannot be told apart from trial 4\.$/,
  )
  t.is(await answer({ answer: 'Mine.' }), 'Mine.')
})

test('a study in which everything failed, and one without a trial, still have their page', async t => {
  const { best: _, baseline: __, ...rest } = study()
  const lost = await report({ ...rest, front: [], trials: [failed(0, { a: 1 }, 'no'), failed(1, { a: 2 }, 'no')] })
  t.regex(lost, /None of 2 trials is feasible; 2 failed\./)
  t.regex(lost, /RunFailed: no <span>2 trials/)
  t.is(rowsOf(lost).length, 2)
  const empty = await report({ ...rest, front: [], trials: [] })
  t.regex(empty, /No trial has been told yet\./)
  t.deepEqual(pictures(empty), [])
})

test('notes are collected and counted, below the warnings of the study', async t => {
  t.regex(await report(study()), /<li>precision changes only the size <span>2 trials<\/span>/)
  t.regex(await report(study({ warnings: ['node was v20 and is now v22'] })), /<li>node was v20 and is now v22<\/li>/)
})

test('what comes from outside is shown and never obeyed', async t => {
  const hostile = `</script><script>alert("1")</script><img src=x onerror='alert(2)'>&amp;`
  const page = await report(
    study({
      header: { ...study().header, name: hostile, agent: hostile, machine: hostile, space: { [hostile]: hostile } },
      objectives: [
        { name: hostile, direction: 'minimize', unit: hostile },
        { name: 'size', direction: 'minimize', unit: '' },
      ],
      trials: [
        measured(0, { [hostile]: hostile }, { [hostile]: 1, size: 2 }, { notes: [hostile], violation: 0.5 }),
        failed(1, { [hostile]: hostile }, hostile),
      ],
      finalists: [{ trial: 0, metric: hostile, unit: hostile, median: 1, ciLow: 1, ciHigh: 1, verdict: hostile }],
      verdict: hostile,
      warnings: [hostile],
    }),
  )
  t.is(page.match(/<script/g)?.length, 1, 'the script of the page and no other')
  t.false(page.includes('<img'))
  // In attributes and text alike it is there, escaped.
  t.true(page.split('&#60;/script&#62;&#60;script&#62;alert(&#34;1&#34;)').length > 10)
  const curves = [{ name: hostile, values: [1, 2] }]
  const block = await comparisonBlock({ title: hostile, value: hostile, unit: hostile, curves, answer: hostile })
  const section = { title: hostile, answer: hostile, blocks: [block, tableBlock(hostile, [hostile], [[hostile, 1]])] }
  const other = htmlReport({ title: hostile, answer: hostile, sections: [section, section] })
  t.is(other.match(/<script/g)?.length, 1)
  t.false(other.includes('<img'))
})

test('the page names nothing outside of itself, and 200 trials stay under a megabyte', async t => {
  const trials = Array.from(
    { length: 200 },
    (_, i) => ({ ...(TRIALS[i % TRIALS.length] ?? TRIALS[0]), number: i }) as (typeof TRIALS)[number],
  )
  const page = await report(
    study({ trials, front: trials.filter(trial => trial.number % 6 === 0).map(trial => trial.number) }),
  )
  t.notRegex(page, /https?:|url\(|@import|\ssrc=|<link/)
  t.true(Buffer.byteLength(page) < 1_000_000)
})

test('the same study gives the same page', async t => {
  t.is(await report(study()), await report(study()))
})

test('several studies stand on one page, with a comparison of their agents', async t => {
  const comparison = await comparisonBlock({
    title: 'Bandit against random search',
    value: 'best latency',
    unit: 'ms',
    curves: [
      { name: 'ucb1', values: [undefined, 3, 2] },
      { name: 'random', values: [4, 4, 3] },
    ],
  })
  const sections = [
    await studySection(study({ title: 'Digits' })),
    await studySection(study({ title: 'Kernel' }), [comparison]),
  ]
  const page = htmlReport({ title: 'Two studies', answer: 'Both are faster.', sections })
  t.deepEqual(
    [...page.matchAll(/<h2>(.*?)</g)].map(([, title]) => title),
    ['Digits', 'Kernel'],
  )
  t.is(rowsOf(page).length, 2 * TRIALS.length)
  const picture = pictures(page).find(text => text.includes('ucb1'))
  t.regex(picture ?? '', /random/)
  t.regex(picture ?? '', /best latency \(ms\)/)
  t.deepEqual(marksOf(picture), [])
})
