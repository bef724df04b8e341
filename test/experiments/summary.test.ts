import { readFileSync } from 'node:fs'
import test from 'ava'
import { type Plan, type ResultLine, summarise } from '#src/experiments/index.js'
import { bowls } from './bowl.js'

// Runs, and what SciPy, scikit-posthocs and NumPy make of them (bench/peers/experiment.py): the fixture names the command.

interface Figures {
  readonly problems: readonly {
    readonly name: string
    readonly optimum: number
    readonly random: readonly number[]
    readonly agents: readonly {
      readonly agent: string
      readonly score: number
      readonly scores: readonly number[]
      readonly milestones: readonly { readonly evaluations: number; readonly mean: number; readonly median: number }[]
      readonly targets: readonly object[]
    }[]
  }[]
  readonly agents: readonly {
    readonly agent: string
    readonly score: number
    readonly interquartileMean: number
    readonly meanRank: number
    readonly curve: readonly number[]
    readonly hits: readonly number[]
  }[]
  readonly friedman: object
  readonly pairs: readonly {
    readonly a: string
    readonly b: string
    readonly improvement: number
    readonly pValue: number
  }[]
}
const url = new URL('../../../test/fixtures/experiment-summary.json', import.meta.url)
const { runs, figures }: { readonly runs: readonly ResultLine[]; readonly figures: Figures } = JSON.parse(
  readFileSync(url, 'utf8'),
)
const lines = runs.map(run => ({ ...run, id: '', agentMs: [1, 2] }))
const all = figures.agents.map(({ agent }) => agent)

const summaryOf = (agents: readonly string[] = all, problems = bowls(), cells: readonly ResultLine[] = lines) => {
  const plan = {
    title: 'bowls',
    problems: problems.map(problem => ({ problem, digest: '' })),
    agents: agents.map(name => ({ name })),
    seeds: [0, 1, 2, 3],
    budgets: problems.map(() => ({ trials: 50 })),
    cells: [],
  } as unknown as Plan
  return summarise(plan, cells)
}
const summary = summaryOf()

/** Six digits are told. */
const near = (a: unknown, b: number): boolean =>
  typeof a === 'number' && Math.abs(a - b) <= 5.1e-6 * Math.max(Math.abs(b), 1e-9)
/** A mean of gains of either sign may be nearly 0: what is rounded is above that. */
const nearly = (a: unknown, b: number): boolean => near(a, b) || Math.abs((a as number) - b) <= 5e-7

const expectAll = (
  t: { true(value: boolean, message: string): unknown },
  told: object,
  wanted: object,
  what: string,
) => {
  for (const [key, value] of Object.entries(wanted)) {
    const got = (told as Record<string, unknown>)[key]
    t.true(value === null ? got === null : near(got, value), `${what}, ${key}: ${got}, not ${value}`)
  }
}

test('optima, random search, scores, milestones and targets are those of the peers', t => {
  for (const [p, wanted] of figures.problems.entries()) {
    const told = summary.problems[p]
    if (!told) return t.fail(wanted.name)
    t.is(told.name, wanted.name)
    expectAll(t, told, { optimum: wanted.optimum }, wanted.name)
    expectAll(t, told.randomCurve, wanted.random, wanted.name)
    for (const [a, { agent, score, scores, milestones, targets }] of wanted.agents.entries()) {
      const own = told.agents[a]
      if (!own) return t.fail(agent)
      t.is(own.agent, agent)
      t.true(nearly(own.score.value, score))
      t.is(own.scores.length, 4)
      for (const [i, each] of scores.entries()) t.true(nearly(own.scores[i], each), `${agent}, seed ${i}`)
      for (const [i, { evaluations, mean, median }] of milestones.entries()) {
        const got = own.milestones[i]
        expectAll(
          t,
          { evaluations: got?.evaluations, mean: got?.mean.value, median: got?.median.value },
          { evaluations, mean, median },
          `${agent}, milestone ${i}`,
        )
      }
      for (const [i, target] of targets.entries()) expectAll(t, own.targets[i] ?? {}, target, `${agent}, target ${i}`)
    }
  }
})

test('what is said over problems is what the peers say', t => {
  for (const [a, { agent, score, interquartileMean, meanRank, curve, hits }] of figures.agents.entries()) {
    const own = summary.overall.agents[a]
    if (!own) return t.fail(agent)
    t.is(own.agent, agent)
    t.true(nearly(own.score.value, score) && nearly(own.interquartileMean.value, interquartileMean), agent)
    expectAll(t, own, { meanRank }, agent)
    for (const [i, gain] of curve.entries()) t.true(nearly(own.curve.mean[i], gain), `${agent}, part ${i}: ${gain}`)
    expectAll(t, own.hits, hits, agent)
  }
  expectAll(t, summary.overall.friedman ?? {}, figures.friedman, 'friedman')
  t.is(summary.overall.pairs.length, 3)
  for (const [i, { a, b, improvement, ...tests }] of figures.pairs.entries()) {
    const own = summary.overall.pairs[i]
    t.deepEqual([own?.a, own?.b], [a, b])
    expectAll(t, { ...own, improvement: own?.improvement.value }, { ...tests, improvement }, `${a}, ${b}`)
  }
})

test('agents are told in the order of the experiment, by name, whatever the order of the runs', t => {
  const reversed = summaryOf([...all].reverse())
  for (const { agent, score, meanRank } of summary.overall.agents) {
    const own = reversed.overall.agents.find(each => each.agent === agent)
    t.deepEqual([own?.score.value, own?.meanRank], [score.value, meanRank])
  }
  const [a, b] = [summary.overall.pairs[0], reversed.overall.pairs.at(-1)]
  t.deepEqual([b?.a, b?.b], [a?.b, a?.a])
  t.is(b?.difference, -(a?.difference as number))
  t.is(b?.effect, -(a?.effect as number))
  t.true(Math.abs((b?.improvement.value as number) + (a?.improvement.value as number) - 1) < 1e-5)
})

test('one agent, one problem and one seed make a summary without comparisons', t => {
  const [problem] = bowls()
  const only = summaryOf(
    ['random'],
    problem ? [problem] : [],
    lines.filter(({ seed }) => seed === 2),
  )
  const { agents, friedman, pairs } = only.overall
  t.deepEqual([friedman, pairs, agents[0]?.meanRank], [null, [], 1])
  const { value, low, high } = agents[0]?.score ?? {}
  t.is(value, summary.problems[0]?.agents[0]?.scores[2])
  t.deepEqual([low, high], [value, value])
})

test('one problem says nothing of ranks, and pairs that were compared once do not differ', t => {
  const { friedman, pairs } = summaryOf(all, bowls().slice(0, 1)).overall
  t.is(friedman, null)
  for (const { pValue, adjustedPValue } of pairs) t.deepEqual([pValue, adjustedPValue], [1, 1])
})

test('a summary has no number that JSON cannot hold', t => {
  const walk = (value: unknown, path: string): void => {
    if (typeof value === 'number') t.true(Number.isFinite(value), path)
    else if (typeof value === 'object' && value !== null)
      for (const [key, each] of Object.entries(value)) walk(each, `${path}.${key}`)
  }
  walk(summary, '')
  // Nothing ever succeeded, and nothing was timed.
  const none = lines.map(line => ({ ...line, advances: [], lastAdvance: -1 }))
  walk({ ...summaryOf(all, bowls(), none), overall: [] }, 'none')
  walk(
    summaryOf(all, bowls(), none).overall.agents.map(({ score, curve, hits }) => [score, curve, hits]),
    'none',
  )
})
