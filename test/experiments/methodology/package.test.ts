import { readFileSync } from 'node:fs'
import test from 'ava'
import { type AllAnswers, answersTo, differences, type Task } from './answers.js'

/**
 * Runs of our random search and genetic algorithm on made-up spaces, and what the package makes of them: `bench/peers/methodology.py` says
 * how. The command that wrote a file stands in it.
 */
const recorded = (name: string): { readonly source: string; readonly task: Task; readonly answers: AllAnswers } =>
  JSON.parse(readFileSync(new URL(`../../../../test/fixtures/${name}.json`, import.meta.url), 'utf8'))

for (const [name, what] of [
  ['methodology', 'runs that go on to the end'],
  ['methodology-early', 'runs most of which end early'],
] as const) {
  const { source, task, answers } = recorded(name)
  test(`${what}: budgets, baselines, curves and scores of ${source}`, t => {
    const found = Object.entries(differences(answersTo(task), answers))
    t.is(found.length, 10)
    for (const [figure, most] of found) t.true(most < 1e-13, `${figure}: ${most}`)
  })
}

test('the made-up runs have what is hard: failures, ties, and strategies that differ', t => {
  const { task, answers } = recorded('methodology')
  for (const { losses, runs } of task.problems) {
    t.true(losses.includes(null))
    t.true(new Set(losses).size < losses.length)
    t.true(Object.values(runs).some(all => all.some(run => run.losses.includes(null))))
  }
  t.not(answers.scores.random, answers.scores.genetic)
})
