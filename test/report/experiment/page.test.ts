import test from 'ava'
import type { AgentPair, ExperimentSummary } from '#src/experiments/summary.js'
import { experimentPage } from '#src/report/index.js'
import { large, summary } from './fixtures.js'

const answerOf = (page: string): string =>
  /<p class="answer">(.*?)<\/p>/s.exec(page)?.[1]?.replaceAll('&#39;', "'") ?? ''
const titlesOf = (page: string): readonly string[] =>
  [...page.matchAll(/<h[23]>(.*?)<\/h[23]>/g)].map(([, title = '']) => title)
const withPair = (made: ExperimentSummary, more: Partial<AgentPair>): ExperimentSummary => ({
  ...made,
  overall: { ...made.overall, pairs: made.overall.pairs.map(pair => ({ ...pair, ...more })) },
})

test('the answer comes first: who leads, by how much, and whether that is more than chance', async t => {
  const made = summary({ agents: ['weak', 'strong'] })
  const { value, low, high } = made.overall.agents[1]?.score ?? { value: 0, low: 0, high: 0 }
  const ahead = value - (made.overall.agents[0]?.score.value ?? 0)
  const improvement = { value: 0.2, low: 0.1, high: 0.3 }
  t.is(
    answerOf(await experimentPage(withPair(made, { adjustedPValue: 0.0625, improvement }))),
    `strong leads with a mean score of ${value.toFixed(3)} (95% interval ${low.toFixed(3)} to ${high.toFixed(3)}) over 5 problems and 10 seeds, ${ahead.toFixed(3)} ahead of weak. ` +
      "The difference is not significant (p = 0.063, Wilcoxon's signed-rank test over problems with Holm's correction): a run of strong scores higher than one of weak with probability 0.80 (0.70 to 0.90).",
  )
  t.regex(
    answerOf(await experimentPage(withPair(made, { adjustedPValue: 0.0001 }))),
    /is significant \(p &#60; 0\.001,/,
  )
})

test('where so few problems cannot show a difference, the page says so', async t => {
  t.regex(
    await experimentPage(summary()),
    /with 5 problems and 15 pairs it could not be, as no adjusted p-value is lower than 0\.938/,
  )
  t.notRegex(
    await experimentPage(summary({ problems: Array.from({ length: 12 }, (_, i) => `p${i}`) })),
    /it could not be/,
  )
})

test('the page has its table, its pictures, its pairs and a section for each problem', async t => {
  const page = await experimentPage(summary())
  t.deepEqual(titlesOf(page), [
    'Over all problems',
    'Agents',
    'Remarks',
    'Performance',
    'Curves',
    'Scores by problem',
    'Differences',
    'Mean ranks: between agents under one bar no difference was found',
    'Probability of improvement',
    'Agents on recorded kernels: pairs of agents',
    'Problem by problem',
    'Curves, milestones and targets',
    'How to read this',
    'Words',
  ])
  t.is(page.match(/<details class="problem">/g)?.length, 5)
  t.is(page.match(/<svg viewBox/g)?.length, 4 + 1 + 2 + 5)
  t.regex(page, /3 of 10 hit/)
  t.regex(page, /<dt>configurations<\/dt><dd>not counted<\/dd>/)
  t.regex(page, /<dt>best that any run found<\/dt>/)
  t.regex(page, /<dt>layout<\/dt><dd>nchw<\/dd>/)
})

test('the page names nothing outside of itself and runs no script but its own', async t => {
  const hostile = `</script><script>alert("1")</script><img src=x onerror='alert(2)'>`
  const made = summary({ agents: [hostile, 'b'], problems: [hostile, 'p'] })
  const page = await experimentPage({
    ...made,
    title: hostile,
    remarks: [hostile],
    problems: made.problems.map(problem => ({
      ...problem,
      objectives: [{ name: hostile, direction: 'minimize' }],
      budget: { [hostile]: 3 },
      agents: problem.agents.map(agent => ({ ...agent, best: { value: 1, config: { [hostile]: hostile } } })),
    })),
  })
  t.is(page.match(/<script/g)?.length, 1)
  t.notRegex(page, /<img|https?:|url\(|@import|\ssrc="|<link/)
  t.regex(page, /script-src &#39;sha256-[\w+/=]+&#39;"/)
})

test('several objectives are a hypervolume with a reference and IGD+', async t => {
  const made = summary({ problems: ['front'] })
  const page = await experimentPage({
    ...made,
    problems: made.problems.map(problem => ({
      ...problem,
      objectives: ['time', 'energy'].map(name => ({ name, direction: 'minimize' })),
      reference: [10, 20],
      agents: problem.agents.map(agent => ({ ...agent, igdPlus: { value: 0.125, low: 0.1, high: 0.15 }, best: null })),
    })),
  })
  t.regex(page, /<dt>reference<\/dt><dd>10, 20<\/dd>/)
  t.regex(page, />IGD\+</)
  t.regex(page, /0\.125 \[0\.1, 0\.15\]/)
  t.regex(page, /hypervolume, higher is better/)
  t.notRegex(page, /Best configuration/)
})

test('one agent, one problem, one seed still have their page', async t => {
  const page = await experimentPage(summary({ agents: ['only'], problems: ['one'], seeds: 1 }))
  t.regex(answerOf(page), /^only ran alone: a mean score of .* over 1 problem and 1 seed\.$/)
  t.regex(page, /There is no test of all agents together/)
  t.regex(page, /<details class="problem" open>/)
  t.false(titlesOf(page).includes('Probability of improvement'))
  t.notRegex(page, /NaN|undefined|Infinity/)
  const nobody = summary({ agents: [], problems: [] })
  t.is(answerOf(await experimentPage(nobody)), 'No agent has run.')
})

test('35 agents on 25 problems are a page of less than 3 MB in a few seconds', async t => {
  const started = performance.now()
  const page = await experimentPage(large())
  t.true(performance.now() - started < 20_000)
  t.true(Buffer.byteLength(page) < 3_000_000)
  t.regex(page, /agent-34 against the others/)
  t.is(await experimentPage(large()), page, 'the same summary gives the same page')
})
