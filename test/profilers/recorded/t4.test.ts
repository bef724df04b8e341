import test from 'ava'
import { orThrow } from '#src/core/index.js'
import { readT1 } from '#src/space/index.js'
import { cacheFile, complaint, ENTRIES, RESULTS, read, resultsFile } from './files.js'

test('a T4 results file becomes a recorded space; its parameters have the values that occur', t => {
  const { space, objective, costs, failed, failures, warnings } = read(resultsFile())
  t.deepEqual(space.parameters, {
    bx: { kind: 'ordinal', values: [16, 32] },
    mode: { kind: 'choice', values: ['b', 'a'] },
  })
  t.is(space.count(), 2)
  t.deepEqual([...objective.values], [NaN, 2.5])
  t.deepEqual([...(objective.samples?.values ?? [])], [3, 2, 2.5])
  t.deepEqual([...failed], [1, 0])
  t.deepEqual(failures, [{ tag: 'RunFailed', text: 'runtime' }])
  t.deepEqual([...(costs.compile ?? [])], [200, 100])
  t.deepEqual([...(costs.benchmark ?? [])], [0, 10])
  t.deepEqual(warnings, ['records that do not tell their benchmark time: 1 of 2; it counts as none'])
})

test('every kind of invalidity has its failure', t => {
  const kinds = ['timeout', 'compile', 'runtime', 'correctness', 'constraints', 'correct']
  const results = kinds.map((invalidity, i) => ({ ...RESULTS[0], configuration: { i }, invalidity }))
  const { failed, failures } = read(resultsFile(results))
  t.deepEqual(
    [...failed].map(code => failures[code - 1]?.tag),
    ['TimedOut', 'CompileFailed', 'RunFailed', 'WrongOutput', 'CompileFailed', undefined],
  )
})

test('times are read in every unit and spelling', t => {
  const schema = { ...RESULTS[0], times: { compilation_time: 2, runtimes: [0.5, 1.5] }, measurements: undefined }
  const spellings = [
    ['seconds', 1000],
    ['s', 1000],
    ['milliseconds', 1],
    ['miliseconds', 1],
    ['ms', 1],
    ['microseconds', 1e-3],
    ['us', 1e-3],
    ['nanoseconds', 1e-6],
    [undefined, 1],
  ] as const
  for (const [timeunit, scale] of spellings) {
    const { objective, costs } = read(resultsFile([schema], { metadata: { timeunit } }))
    t.deepEqual(
      [...objective.values, costs.compile?.[0], costs.benchmark?.[0]],
      [scale, 2 * scale, 2 * scale],
      timeunit,
    )
  }
  const own = { ...RESULTS[0], times: {}, measurements: [{ name: 'time', value: 3, unit: 's' }] }
  t.is(read(resultsFile([own])).optimum.value, 3000)
  t.is(read(JSON.stringify({ results: RESULTS })).optimum.value, 2.5)
})

test('other measurements are metrics with their units', t => {
  const measurements = [
    { name: 'time', value: 2.5, unit: 'ms' },
    { name: 'energy', value: 7, unit: 'J' },
    { name: 'log', value: 'text', unit: '' },
  ]
  const { metrics } = read(resultsFile([{ ...RESULTS[0], measurements }]))
  t.deepEqual(
    metrics.map(({ spec }) => spec),
    [
      { name: 'timeMs', unit: 'ms', better: 'lower' },
      { name: 'energy', unit: 'J', better: 'lower' },
    ],
  )
})

test('a configuration that comes twice counts once, the first one', t => {
  const again = { ...RESULTS[0], measurements: [{ name: 'time', value: 9, unit: '' }] }
  const { length, optimum, warnings } = read(resultsFile([...RESULTS, again]))
  t.is(length, 2)
  t.is(optimum.value, 2.5)
  t.true(warnings.some(warning => /^records of configurations that were recorded before: 1;/.test(warning)))
})

test('a T1 file of the same search brings its values, their order and its constraints', t => {
  const t1 = (parameters: object, conditions: readonly string[]) =>
    orThrow(
      readT1({
        ConfigurationSpace: {
          TuningParameters: Object.entries(parameters).map(([Name, Values]) => ({ Name, Type: 'int', Values })),
          Conditions: conditions.map(Expression => ({ Expression })),
        },
      }),
    )
  const { space, length, warnings } = read(cacheFile(), {
    t1: t1({ rate: [0.25, 0.5, 1, 2], bx: [16, 32] }, ['bx == 16 or rate < 0.5']),
  })
  t.deepEqual(space.names, ['rate', 'bx'])
  t.deepEqual(space.parameters.rate, { kind: 'ordinal', values: [0.25, 0.5, 1, 2] })
  t.is(length, 3)
  t.deepEqual(warnings, ['records that break constraints of the space: 1; they are left out'])
  t.deepEqual(space.broken({ rate: 0.5, bx: 32 }), ['bx == 16 or rate < 0.5'])
  t.deepEqual(space.broken({ rate: 2, bx: 16 }), ['recorded'])
  t.regex(
    complaint(cacheFile(), { t1: t1({ bx: [16, 32] }, []) }),
    /expected the parameters bx, rate in the T1 file, got "bx"/,
  )
  t.regex(complaint(cacheFile(ENTRIES), { t1: t1({ bx: [16], rate: [1, 0.5, 0.25] }, []) }), /row 2 .* got 32/)
})
