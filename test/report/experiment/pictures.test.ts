import test from 'ava'
import type { ExperimentSummary } from '#src/experiments/summary.js'
import { experimentPictures } from '#src/report/index.js'
import { large, summary } from './fixtures.js'
import { textsOf, xmlFault } from './xml.js'

const HOSTILE = `<script>alert("1")</script>&amp;'a/b\\c\u0000 var(--blue) $& ünï 漢字`
const bare = (more: Partial<ExperimentSummary['overall']> = {}): ExperimentSummary => {
  const made = summary({ agents: ['only'], problems: ['one'], seeds: 1 })
  return { ...made, overall: { ...made.overall, ...more } }
}

test('a picture for each question, and one for each problem', async t => {
  t.deepEqual(Object.keys(await experimentPictures(summary())), [
    'performance.svg',
    'performance-time.svg',
    'ecdf.svg',
    'critical-difference.svg',
    'heat-map.svg',
    'pairs.svg',
    'proposal-time.svg',
    ...['convolution', 'gemm', 'hotspot', 'dedispersion', 'mobilenet'].map(name => `problems/${name}.svg`),
  ])
})

test('a picture is a file of its own: well-formed, with a title, a size, a ground and colours, and no variable', async t => {
  for (const [name, picture] of Object.entries(await experimentPictures(summary()))) {
    t.is(xmlFault(picture), undefined, name)
    t.regex(
      picture,
      /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="\d+" height="[\d.]+" .*role="img" aria-label="[^"]+"><title>[^<]+<\/title><rect [^>]*fill="#fff"/,
    )
    t.notRegex(picture, /var\(|NaN|undefined|Infinity/, name)
  }
})

test('the check of pictures finds what is not XML', t => {
  for (const wrong of [
    '<a>',
    '<a><b></a></b>',
    '<a b="1" b="2"/>',
    '<a b=1/>',
    '<a>&</a>',
    '<a>\u0000</a>',
    '<a/><a/>',
    'a',
  ])
    t.not(xmlFault(wrong), undefined, wrong)
  t.is(xmlFault('<a b="&#60;"> x &amp; <c/></a>'), undefined)
})

test('each agent is named in the legends, the leader first, and no two lines look alike', async t => {
  const made = summary()
  const order = [...made.overall.agents].sort((a, b) => b.score.value - a.score.value).map(({ agent }) => agent)
  const pictures = await experimentPictures(made)
  const [performance = '', problem = ''] = [pictures['performance.svg'], pictures['problems/gemm.svg']]
  t.deepEqual(textsOf(performance).slice(-6), order)
  t.deepEqual(textsOf(problem).slice(-8), [...order, 'random search', 'optimum'])
  t.is(textsOf(pictures['problems/mobilenet.svg'] ?? '').at(-1), 'best known')
  const looks = [...performance.matchAll(/<path d="M[\d.]+ [\d.]+h30" ([^>]*)\/>/g)].map(([, look]) => look)
  t.is(new Set(looks).size, 6)
  t.is(performance.match(/fill-opacity="0\.14"|opacity="0\.14"/g)?.length, 6, 'a band for each')
})

test('of many agents the best few stand out, and each has its panel', async t => {
  const pictures = await experimentPictures(large())
  const texts = textsOf(pictures['performance.svg'] ?? '')
  t.is(texts.at(-1), '29 other agents')
  t.is(textsOf(pictures['performance-panels.svg'] ?? '').filter(text => /^(agent|portfolio)/.test(text)).length, 35)
  t.is((pictures['performance.svg'] ?? '').match(/opacity="0\.14"/g)?.length, 6)
})

test('of many agents the best one of a problem stands out on it, too', async t => {
  const pictures = await experimentPictures(large())
  const made = large().problems[0]
  const [best] = [...(made?.agents ?? [])].sort((a, b) => b.score.value - a.score.value)
  const texts = textsOf(pictures['problems/kernel-0-device-0.svg'] ?? '')
  t.true(texts.includes(best?.agent ?? '-'))
  t.false(textsOf(pictures['performance.svg'] ?? '').includes(best?.agent ?? '-'))
  t.is(texts.at(-1), '28 other agents')
})

test('values that spread far have a logarithmic axis', async t => {
  const pictures = await experimentPictures(summary())
  t.true(textsOf(pictures['problems/gemm.svg'] ?? '').includes('energy (J), lower is better, log scale'))
  t.true(textsOf(pictures['problems/hotspot.svg'] ?? '').includes('time (ms), lower is better'))
})

test('the critical-difference diagram names each agent with its rank, the better half to the right', async t => {
  const made = summary()
  const drawn = (await experimentPictures(made))['critical-difference.svg'] ?? ''
  const ranked = [...made.overall.agents].sort((a, b) => a.meanRank - b.meanRank)
  const named = ranked.map(({ agent, meanRank }, i) =>
    i < 3 ? `${agent} ${meanRank.toFixed(2)}` : `${meanRank.toFixed(2)} ${agent}`,
  )
  t.deepEqual(textsOf(drawn).slice(-6), named)
  t.true(textsOf(drawn).includes(`CD ${made.overall.friedman?.criticalDifference.toFixed(2)}`))
  const bars = drawn.match(/stroke-width="3\.6"[^>]*>(.*?)<\/g>/)?.[1] ?? ''
  t.is(bars.match(/<path/g)?.length, made.overall.friedman?.groups.length)
})

test('the heat map has the score of each agent on each problem, and the mean', async t => {
  const made = summary()
  const texts = textsOf((await experimentPictures(made))['heat-map.svg'] ?? '')
  const rows = [...made.overall.agents]
    .sort((a, b) => b.score.value - a.score.value)
    .map(({ agent, score }) => [
      ...made.problems.map(problem => problem.agents.find(each => each.agent === agent)?.score.value ?? 0),
      score.value,
    ])
  t.deepEqual(
    texts.slice(12, 48),
    rows.flat().map(value => value.toFixed(2)),
  )
})

test('what was not found out has no picture', async t => {
  t.deepEqual(
    Object.keys(
      await experimentPictures(bare({ agents: bare().overall.agents.map(agent => ({ ...agent, timeCurve: null })) })),
    ),
    ['performance.svg', 'ecdf.svg', 'heat-map.svg', 'proposal-time.svg', 'problems/one.svg'],
  )
})

test('figures that do not exist leave a gap, in pictures that stay whole', async t => {
  const made = large()
  const empty = { mean: [], low: [], high: [] }
  const gaps = { mean: [null, 0.5], low: [null, 0.4], high: [null, 0.6] } as unknown as typeof empty
  const curveOf = (i: number) => (i % 2 === 0 ? empty : gaps)
  const pictures = await experimentPictures({
    ...made,
    overall: {
      ...made.overall,
      agents: made.overall.agents.map((agent, i) => ({ ...agent, curve: curveOf(i), hits: [], timeCurve: [] })),
    },
    problems: made.problems.slice(0, 2).map(problem => ({
      ...problem,
      random: 'unknown',
      randomCurve: [],
      optimum: 0,
      agents: problem.agents.map((agent, i) => ({
        ...agent,
        curve: curveOf(i),
        proposalMs: i === 0 ? [] : [0, 0],
        best: null,
      })),
    })),
  })
  for (const [name, picture] of Object.entries(pictures)) {
    t.is(xmlFault(picture), undefined, name)
    t.notRegex(picture, /NaN|undefined|Infinity/, name)
  }
})

test('a curve that begins far below random search is cut off at the axis', async t => {
  const made = summary()
  const sink = (values: readonly number[]) => values.map((value, i) => value - 20 * Math.exp(-i / 3))
  const curveOf = ({
    mean,
    low,
    high,
  }: {
    mean: readonly number[]
    low: readonly number[]
    high: readonly number[]
  }) => ({
    mean: sink(mean),
    low: sink(low),
    high: sink(high),
  })
  const agents = made.overall.agents.map(agent => ({ ...agent, curve: curveOf(agent.curve) }))
  const { 'performance.svg': drawn = '' } = await experimentPictures({ ...made, overall: { ...made.overall, agents } })
  t.true(textsOf(drawn).includes('-1'))
  const shapes = [...drawn.matchAll(/ (?:points|d)="([^"h]*)"/g)].map(([, shape = '']) => shape)
  const points = shapes.flatMap(shape => [...shape.matchAll(/[\d.-]+ ([\d.-]+)/g)].map(([, y]) => Number(y)))
  t.true(points.length > 12 * 40)
  t.true(Math.max(...points) <= 310 - 38)
})

test('names are shown and never obeyed, and are cut where they are too long', async t => {
  const made = summary({ agents: [HOSTILE, `${HOSTILE}${'long '.repeat(40)}`, 'plain'], problems: [HOSTILE, 'x'] })
  const pictures = await experimentPictures({
    ...made,
    title: HOSTILE,
    problems: made.problems.map(problem => ({ ...problem, objectives: [{ name: HOSTILE, direction: 'maximize' }] })),
  })
  for (const [name, picture] of Object.entries(pictures)) {
    t.is(xmlFault(picture), undefined, name)
    t.notRegex(picture, /<script/, name)
  }
  t.regex(pictures['performance.svg'] ?? '', /…/)
  t.true((pictures['critical-difference.svg'] ?? '').includes('&#60;script&#62;alert('))
  t.regex(pictures['performance.svg'] ?? '', /var\(--blue\)/, 'a name that looks like a colour stays a name')
})

test('files of problems have names that any system takes, each once', async t => {
  const problems = ['a/b', 'a\\b', '../a b', 'A-B', 'Ünï', '漢字', '']
  const names = Object.keys(await experimentPictures(summary({ problems }))).filter(name =>
    name.startsWith('problems/'),
  )
  t.deepEqual(
    names,
    ['a-b', 'a-b-2', 'a-b-3', 'A-B-4', 'Uni', 'problem', 'problem-2'].map(name => `problems/${name}.svg`),
  )
})
