import test from 'ava'
import type { ExperimentSummary } from '#src/experiments/summary.js'
import { experimentTables } from '#src/report/index.js'
import { large, summary } from './fixtures.js'

const made = summary()
const tables = experimentTables(made)
const textOf = (name: string, of = tables): string => of[name] ?? ''
const lines = (name: string, of = tables): readonly string[] => textOf(name, of).trimEnd().split('\r\n')
const markdownRows = (name: string, of = tables): readonly (readonly string[])[] =>
  textOf(name, of)
    .split('\n')
    .filter(line => line.startsWith('|') && !line.startsWith('| ---'))
    .map(line => line.slice(2, -2).split(' | '))

test('each table is there for papers, for web pages and for data frames', t => {
  const names = ['overall', 'scores', 'milestones', 'targets', 'pairs']
  t.deepEqual(
    Object.keys(tables).toSorted((a, b) => a.localeCompare(b)),
    ['curves.csv', ...names.flatMap(name => [`${name}.csv`, `${name}.md`, `${name}.tex`])].toSorted((a, b) =>
      a.localeCompare(b),
    ),
  )
})

test('CSV has every figure in full', t => {
  const [problem] = made.problems
  const agent = problem?.agents[1]
  const { score, timeScore, failedPart, scores } = agent as NonNullable<typeof agent>
  t.is(
    lines('scores.csv')[2],
    [
      problem?.name,
      agent?.agent,
      score.value,
      score.low,
      score.high,
      timeScore,
      '',
      '',
      '',
      failedPart,
      ...scores,
    ].join(','),
  )
  t.is(lines('overall.csv').length, 1 + 6)
  t.is(lines('pairs.csv').length, 1 + 15)
  t.is(lines('milestones.csv').length, 1 + 5 * 6 * 4)
  t.is(lines('targets.csv').length, 1 + 5 * 6 * 3)
  t.is(lines('curves.csv').length, 1 + 5 * 6 * 50)
  t.is(
    lines('curves.csv')[1],
    [
      problem?.name,
      'random',
      problem?.evaluations[0],
      ...(['mean', 'low', 'high'] as const).map(key => problem?.agents[0]?.curve[key][0]),
    ].join(','),
  )
})

test('agents stand by score, the best in bold, those that are significantly worse with a star', t => {
  const strong = summary({ problems: Array.from({ length: 25 }, (_, i) => `p${i}`) })
  const of = experimentTables(strong)
  const order = [...strong.overall.agents].sort((a, b) => b.score.value - a.score.value)
  const [, first, ...rest] = markdownRows('overall.md', of)
  t.deepEqual(
    [first, ...rest].map(row => row?.[0]),
    order.map(({ agent }) => agent),
  )
  t.regex(first?.[1] ?? '', /^\*\*\d\.\d{3} \\\[\d\.\d{3}, \d\.\d{3}\\\]\*\*$/)
  t.regex(rest.at(-1)?.[1] ?? '', /^-?\d\.\d{3} \\\[.*\\\]\\\*$/)
  t.regex(textOf('overall.tex', of), /\\textbf\{0\.\d{3} \{\[\}0\.\d{3}, 0\.\d{3}\{\]\}\} &/)
  t.regex(textOf('overall.tex', of), /random & (\$-\$)?0\.\d{3} .*\$\^\{\*\}\$ &/)
})

test('a median that fewer than half of the runs reached is how many did', t => {
  const targets = made.problems[0]?.agents[0]?.targets ?? []
  t.deepEqual(
    targets.map(({ hits, medianEvaluations }) => [hits, medianEvaluations === null]),
    [
      [3, true],
      [0, true],
      [0, true],
    ],
  )
  const row = markdownRows('targets.md').find(([agent]) => agent === 'random') ?? []
  t.deepEqual([row[1], row[3], row[4]], ['3 of 10 hit', '0 of 10 hit', '–'])
  const [, , , , , , expected, median] = lines('targets.csv')[2]?.split(',') ?? []
  t.deepEqual([expected, median], ['', ''])
})

test('the pairs of many agents are those with the leader, and all of them in CSV', t => {
  const of = experimentTables(large())
  t.is(markdownRows('pairs.md', of).length, 1 + 34)
  t.is(lines('pairs.csv', of).length, 1 + 595)
  t.is(markdownRows('pairs.md').length, 1 + 15)
  for (const [, , difference = ''] of markdownRows('pairs.md').slice(1)) t.true(Number(difference) >= 0)
})

test('a LaTeX table of many problems goes on below itself, and no row is wider than a page', t => {
  const scores = textOf('scores.tex', experimentTables(large()))
  t.is(scores.match(/\\begin\{tabular\}/g)?.length, 4)
  for (const line of scores.split('\n').filter(line => line.endsWith('\\\\'))) t.true(line.split(' & ').length <= 9)
})

test('names are text and nothing else in LaTeX, Markdown and CSV', t => {
  const hostile = '[a]\\b_{c}^2 50% & #1 ~ $x$ "q", <i>|*'
  const of = experimentTables(summary({ agents: [hostile, 'ünï'], problems: [hostile] }))
  const safe =
    "{[}a{]}\\textbackslash{}b\\_\\{c\\}\\textasciicircum{}2 50\\% \\& \\#1 \\textasciitilde{} \\$x\\$ ''q'', \\textless{}i\\textgreater{}\\textbar{}{*}"
  for (const name of ['overall', 'scores', 'milestones', 'targets', 'pairs']) {
    t.true(textOf(`${name}.tex`, of).includes(safe), name)
    t.true(textOf(`${name}.md`, of).includes('\\[a\\]\\\\b\\_{c}^2 50% &amp; \\#1 \\~ $x$ "q", &lt;i>\\|\\*'), name)
    t.true(textOf(`${name}.csv`, of).includes('"[a]\\b_{c}^2 50% & #1 ~ $x$ ""q"", <i>|*"'), name)
    t.true(textOf(`${name}.tex`, of).includes('ünï'))
  }
})

test('what does not exist is a dash for people and empty for machines', t => {
  const bare: ExperimentSummary = summary({ agents: ['only'], problems: ['one'], seeds: 1 })
  const [agent] = bare.overall.agents
  const of = experimentTables({
    ...bare,
    overall: { ...bare.overall, agents: agent ? [{ ...agent, timeScore: null, timeCurve: null }] : [] },
  })
  t.is(markdownRows('overall.md', of)[1]?.[4], '–')
  t.regex(textOf('overall.md', of), /no time score/)
  t.notRegex(textOf('overall.md', of), /\*\*|significantly/)
  t.regex(lines('overall.csv', of)[1] ?? '', /^only,.*,1,,\d/)
  t.is(lines('pairs.csv', of).length, 1)
  t.is(markdownRows('pairs.md', of).length, 1)
  for (const text of Object.values(of)) t.notRegex(text, /NaN|Infinity|undefined|null/)
})
