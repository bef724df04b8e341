import test from 'ava'
import { double, halve, type Rule, rule, rules, set } from '#src/agents/index.js'
import { createStudy, minimize, profiler } from '#src/index.js'
import { defineSpace, flag, integer, type Space } from '#src/space/index.js'
import { contextFor } from '../loop.js'
import { always, latency, played, start } from './playing.js'

test('what does not fit is refused by name when the agent is made', async t => {
  const metrics = [{ name: 'latencyMs', unit: 'ms' }]
  const other = defineSpace({ batch: integer(1, 8), fast: flag() }) as unknown as Space
  const cases: readonly (readonly [readonly Rule[], Parameters<typeof rules>[1], string])[] = [
    [
      [always('a', halve('bacth'))],
      {},
      'rule `a`: expected a parameter of the space, got `bacth` (did you mean `batch`?)',
    ],
    [
      [always('a', halve('fast'))],
      {},
      'rule `a`: expected the parameter to be one of numbers for halve, got `fast` (one of false, true)',
    ],
    [
      [always('a', set('batch', 9))],
      {},
      'rule `a`: expected the parameter to have 9 among its values, got `batch` (a whole number in [1, 8])',
    ],
    [
      [rule({ name: 'a', metrics: ['latencyS'], when: () => true, change: halve('batch'), reason: 'to see' })],
      {},
      'rule `a`: expected a metric of the profiler, got `latencyS` (did you mean `latencyMs`?)',
    ],
    [
      [rule({ name: 'a', parameters: ['workers'], when: () => true, change: () => ({}), reason: 'to see' })],
      {},
      'rule `a`: expected a parameter of the space, got `workers`',
    ],
    [[], {}, 'rules: expected at least one rule, got none'],
    [
      [always('a', halve('batch')), always('a', double('batch'))],
      {},
      'rules: expected a name of its own for each rule, got `a` twice',
    ],
    [
      [always('a', halve('batch'))],
      { start: { batch: 9, fast: true } },
      'rules: expected a valid configuration for start, got {"batch":9,"fast":true}: expected a whole number in [1, 8] for `batch`, got 9',
    ],
  ]
  for (const [list, options, message] of cases)
    await t.throwsAsync(async () => rules(list, options)({ ...contextFor(other), metrics }), {
      code: 'InvalidAgent',
      message,
    })
  t.throws(() => rule({ name: '', when: () => true, change: halve('batch'), reason: 'to see' }), {
    code: 'InvalidAgent',
    message: 'rule: expected a name, got ""',
  })
  t.throws(() => rule({ name: 'a', when: () => true, change: halve('batch'), reason: ' ' }), {
    code: 'InvalidAgent',
    message: 'rule: expected a reason for `a`, got " "',
  })
})

test('what a rule of the user throws or answers wrongly is an error with the name of the rule', async t => {
  const play = (list: readonly Rule[]) => played(rules(list, { start }), 2, latency)
  const throwing = rule({
    name: 'a',
    when: () => {
      throw new Error('of its own')
    },
    change: halve('batch'),
    reason: 'to see',
  })
  await t.throwsAsync(play([throwing]), { code: 'AgentFailed', message: 'rule `a`: it threw: of its own' })
  await t.throwsAsync(play([always('a', () => ({ bacth: 1 }))]), {
    code: 'InvalidAgent',
    message: /got `bacth` \(did you mean `batch`\?\)/,
  })
  await t.throwsAsync(play([always('a', () => ({ precision: 'int8' }))]), {
    code: 'InvalidAgent',
    message: 'rule `a`: expected one of "fp32", "fp16" for `precision`, got "int8"',
  })
})

test('a study tells its agent the metrics of the profiler, so that a misspelt one is refused before anything runs', async t => {
  const options = {
    space: defineSpace({ batch: integer(1, 8) }),
    profiler: profiler({ name: 'p', metrics: { latencyMs: { unit: 'ms' } }, measure: async () => ({ latencyMs: 1 }) }),
    objectives: { latency: minimize('latencyMs') },
    budget: { trials: 1 },
  } as const
  const looking = (metric: string): Rule =>
    rule({ name: 'a', metrics: [metric], when: () => true, change: halve('batch'), reason: 'to see' })
  await t.throwsAsync(createStudy({ ...options, agent: rules([looking('latencyMS')]) }), {
    code: 'InvalidAgent',
    message: 'rule `a`: expected a metric of the profiler, got `latencyMS` (did you mean `latencyMs`?)',
  })
  const study = await createStudy({ ...options, agent: rules([looking('latencyMs')]) })
  t.is((await study.run()).trials[0]?.reason, 'the middle of the space')
  await study.close()
})
