import test from 'ava'
import fc from 'fast-check'
import type { Outcome, Trial } from '#src/core/index.js'
import { Standing } from '#src/env/index.js'
import { dominates } from '#src/pareto/index.js'

const trial = (
  number: number,
  fingerprint: string,
  losses: readonly number[] | 'failed',
  violation = 0,
  fidelity = 1,
): Trial => {
  const outcome: Outcome =
    losses === 'failed'
      ? { _tag: 'Failed', failure: { _tag: 'RunFailed', message: 'no' }, costMs: 1 }
      : {
          _tag: 'Measured',
          profile: { metrics: {}, costMs: 1, phases: {}, machine: '' },
          objectives: {},
          losses,
          violations: {},
          violation,
          feasible: violation === 0,
        }
  return {
    number,
    slot: 0,
    config: { name: fingerprint },
    fingerprint,
    fidelity,
    origin: 'agent',
    repeat: false,
    outcome,
    reward: 0,
    finishedMs: 0,
  }
}

test('a lucky measurement does not lead once its repeats say otherwise: repeats pool by the median', t => {
  const standing = new Standing(1)
  standing.add(trial(0, 'steady', [2]))
  t.true(standing.add(trial(1, 'lucky', [1])))
  t.is(standing.best?.fingerprint, 'lucky')
  standing.add(trial(2, 'lucky', [5]))
  t.true(standing.best?.fingerprint === 'steady')
  standing.add(trial(3, 'lucky', [1.5]))
  t.is(standing.best?.fingerprint, 'lucky')
  t.deepEqual(standing.best?.losses, [1.5])
  t.deepEqual(standing.best?.trials, [1, 2, 3])
})

test('figures of two machines are not pooled: those of the machine that measured it last count', t => {
  const standing = new Standing(1)
  const on = (machine: string, { outcome, ...rest }: Trial): Trial => ({
    ...rest,
    outcome: outcome._tag === 'Measured' ? { ...outcome, profile: { ...outcome.profile, machine } } : outcome,
  })
  const trialsOf = () => standing.candidate('a')?.trials
  for (const next of [on('old', trial(0, 'a', [1])), on('old', trial(1, 'a', [3]))]) standing.add(next)
  t.deepEqual(standing.best?.losses, [2])
  standing.add(on('new', trial(2, 'a', [10])))
  standing.add(trial(3, 'a', 'failed'))
  t.deepEqual([standing.best?.losses, trialsOf()], [[10], [2]])
  standing.add(on('new', trial(4, 'a', [12])))
  t.deepEqual([standing.best?.losses, trialsOf()], [[11], [2, 4]])
  standing.add(on('old', trial(5, 'a', [5])))
  t.deepEqual([standing.best?.losses, trialsOf()], [[3], [0, 1, 5]])
})

test('what failed more often than it was measured is no candidate', t => {
  const standing = new Standing(1)
  for (const next of [trial(0, 'flaky', [1]), trial(1, 'sound', [2]), trial(2, 'flaky', 'failed')]) standing.add(next)
  t.is(standing.best?.fingerprint, 'flaky')
  standing.add(trial(3, 'flaky', 'failed'))
  t.is(standing.best?.fingerprint, 'sound')
})

test('lower fidelities and infeasible configurations do not lead', t => {
  const standing = new Standing(1)
  standing.add(trial(0, 'quick look', [1], 0, 0.5))
  standing.add(trial(1, 'too big', [1], 0.2))
  t.is(standing.best, undefined)
  standing.add(trial(2, 'fits', [9]))
  t.is(standing.best?.fingerprint, 'fits')
})

test('the front holds no dominated point and misses none, repeats included', t => {
  fc.assert(
    fc.property(
      fc.array(
        fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 })),
        { maxLength: 40 },
      ),
      rows => {
        const standing = new Standing(2)
        for (const [i, [name, a, b]] of rows.entries()) standing.add(trial(i, String(name), [a, b]))
        const all = [...standing.candidates]
        const expected = all.filter(one => !all.some(other => dominates(other.losses, one.losses)))
        t.deepEqual(new Set(standing.front.map(one => one.fingerprint)), new Set(expected.map(one => one.fingerprint)))
      },
    ),
  )
})

test('the best of several objectives is the compromise nearest to the ideal point of the front', t => {
  const standing = new Standing(2)
  for (const next of [trial(0, 'fast', [0, 10]), trial(1, 'both', [2, 2]), trial(2, 'small', [10, 0])])
    standing.add(next)
  t.is(standing.best?.fingerprint, 'both')
})
