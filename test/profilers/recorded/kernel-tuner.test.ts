import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import test from 'ava'
import { cacheFile, ENTRIES, HEADER, read } from './files.js'

test('a Kernel Tuner cache file becomes columns in the order of its space', t => {
  const recording = read(cacheFile())
  const { space, metrics, costs, failed, failures, objective } = recording
  t.deepEqual(space.names, ['bx', 'rate'])
  t.deepEqual(space.parameters.rate, { kind: 'ordinal', values: [1, 0.5, 0.25] })
  const rows = [...space.enumerate()]
  t.deepEqual(rows, [
    { bx: 16, rate: 1 },
    { bx: 16, rate: 0.5 },
    { bx: 32, rate: 0.5 },
    { bx: 32, rate: 0.25 },
  ])
  t.is(recording.length, 4)
  t.deepEqual(rows.map(recording.rowOf), [0, 1, 2, 3])
  t.is(recording.rowOf({ bx: 32, rate: 1 }), -1)
  t.deepEqual(
    metrics.map(metric => metric.spec),
    [
      { name: 'timeMs', unit: 'ms', better: 'lower' },
      { name: 'GFLOP/s', unit: 'GFLOP/s', better: 'higher' },
    ],
  )
  t.deepEqual([...objective.values], [2.5, 4, NaN, NaN])
  t.deepEqual([...(objective.samples?.values ?? [])], [3, 2, 2.5, 4, 4, 4])
  t.deepEqual([...(objective.samples?.offsets ?? [])], [0, 3, 6, 6, 6])
  t.deepEqual([...failed], [0, 0, 1, 2])
  t.deepEqual(failures, [
    { tag: 'CompileFailed', text: 'CompilationFailedConfig' },
    { tag: 'RunFailed', text: 'RuntimeFailedConfig' },
  ])
  t.deepEqual(Object.keys(costs), ['compile', 'verification', 'benchmark', 'framework', 'strategy'])
  t.deepEqual([...(costs.compile ?? [])], [100, 200, 300, 400])
  t.deepEqual(recording.optimum, { row: 0, config: { bx: 16, rate: 1 }, value: 2.5 })
  t.is(recording.name, 'blur on Some GPU')
  t.is(recording.machine, 'device: Some GPU')
  t.deepEqual(recording.header.problem_size, [4096, 4096])
  t.deepEqual(recording.warnings, [])
})

test('the order of the records and of the spaces between them makes no difference', t => {
  const shuffled = Object.fromEntries(Object.entries(ENTRIES).reverse())
  const compact = JSON.stringify({ ...HEADER, cache: shuffled })
  const [one, other] = [read(cacheFile()), read(compact)]
  t.is(one.space.id, other.space.id)
  t.deepEqual(one.objective, other.objective)
  t.deepEqual(one.costs, other.costs)
})

test('plain or gzip, as text, bytes, path or URL', t => {
  const folder = mkdtempSync(join(tmpdir(), 'paretune-recorded-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const [plain, packed] = [join(folder, 'a.json'), join(folder, 'b.json.gz')]
  writeFileSync(plain, cacheFile())
  writeFileSync(packed, gzipSync(cacheFile()))
  for (const source of [plain, packed, pathToFileURL(packed), Buffer.from(cacheFile()), gzipSync(cacheFile())])
    t.is(read(source).length, 4)
})

test('a file that lacks its closing braces is read, and says so; a record cut in the middle is left out', t => {
  const whole = cacheFile()
  const unfinished = whole.slice(0, whole.lastIndexOf('}', whole.lastIndexOf('}') - 1)).trimEnd()
  for (const text of [unfinished, `${unfinished},`, `${unfinished},\n`]) {
    const { length, warnings } = read(text)
    t.is(length, 4)
    t.deepEqual(warnings, ['the file ends before its closing braces: the search was stopped'])
  }
  for (const text of [unfinished.slice(0, -1), unfinished.slice(0, -30), `${unfinished.slice(0, -30)}{"a`]) {
    const { length, warnings } = read(text)
    t.is(length, 3, text.slice(-50))
    t.is(warnings.length, 2)
    t.regex(warnings[1] ?? '', /last record is cut off/)
  }
  const duringKey = read(`${unfinished},\n "16,0.2`)
  t.is(duringKey.length, 4)
})

test('where a record does not repeat its parameters, they are read from its key as Python wrote it', t => {
  const header = {
    tune_params_keys: ['rate', 'on', 'type'],
    tune_params: { rate: [1e-7, 2.0], on: [true, false], type: ['float', 'half'] },
  }
  const { space } = read(cacheFile({ '1e-07,True,half': { time: 1 }, '2.0,False,float': { time: 2 } }, header))
  t.deepEqual(
    [...space.enumerate()],
    [
      { rate: 1e-7, on: true, type: 'half' },
      { rate: 2, on: false, type: 'float' },
    ],
  )
})

test('failures in all their spellings are failures, and no number stands for them', t => {
  const entries = {
    '16,1.0': { bx: 16, rate: 1, time: 1 },
    '16,0.5': { bx: 16, rate: 0.5, __error__: 'InvalidConfig' },
    '16,0.25': { bx: 16, rate: 0.25, time: 1e20 },
    '32,1.0': { bx: 32, rate: 1 },
    '32,0.5': { bx: 32, rate: 0.5, time: 'SomethingElse' },
  }
  const withNaN = cacheFile(entries).replace('"SomethingElse"', 'NaN')
  const tags = (text: string): string[] => {
    const { failed, failures } = read(text)
    return [...failed].map(code => failures[code - 1]?.tag ?? 'measured')
  }
  t.deepEqual(tags(cacheFile(entries)), ['measured', 'CompileFailed', 'RunFailed', 'InvalidMetric', 'RunFailed'])
  t.deepEqual(tags(withNaN), ['measured', 'CompileFailed', 'RunFailed', 'InvalidMetric', 'InvalidMetric'])
})

test('another objective is looked at in its own direction', t => {
  const rate = read(cacheFile(ENTRIES, { objective: 'GFLOP/s' }))
  t.is(rate.objective.spec.name, 'GFLOP/s')
  t.is(rate.optimum.value, 40)
  const entries = { a: { bx: 16, rate: 1, time: 1, score: 3 }, b: { bx: 32, rate: 1, time: 1, score: 5 } }
  const scored = cacheFile(entries, { objective: 'score' })
  t.is(read(scored, { better: 'higher' }).optimum.value, 5)
  t.is(read(scored, { better: 'lower' }).optimum.value, 3)
})

test('without an objective it is the time; without a device the file tells where it ran', t => {
  const { objective, name, machine } = read(cacheFile(ENTRIES, { objective: undefined, device_name: '' }))
  t.is(objective.spec.name, 'timeMs')
  t.is(name, 'blur on the recording')
  t.is(machine, 'device: not told (the recording)')
})

test('samples whose mean is not the recorded time are not behind it', t => {
  const entries = { a: { bx: 16, rate: 1, time: 2, times: [5, 6] }, b: { bx: 16, rate: 0.5, time: 3, times: [2, 4] } }
  const { objective } = read(cacheFile(entries))
  t.deepEqual([...objective.values], [2, 3])
  t.deepEqual([...(objective.samples?.offsets ?? [])], [0, 0, 2])
})

test('costs that are not told count as none, in the open; what was timed of a benchmark is its least cost', t => {
  const { costs, warnings } = read(cacheFile({ a: { bx: 16, rate: 1, time: 3, times: [2, 4], compile_time: 7 } }))
  t.deepEqual(
    Object.entries(costs).map(([part, column]) => [part, ...column]),
    [
      ['compile', 7],
      ['verification', 0],
      ['benchmark', 6],
      ['framework', 0],
      ['strategy', 0],
    ],
  )
  t.deepEqual(
    warnings.map(warning => /their (\w+) time: 1 of 1/.exec(warning)?.[1]),
    ['verification', 'framework', 'strategy'],
  )
})

test('a metric that some configurations lack is optional', t => {
  const entries = { a: { bx: 16, rate: 1, time: 1, energy: 3 }, b: { bx: 16, rate: 0.5, time: 2 } }
  t.deepEqual(
    read(cacheFile(entries)).metrics.map(({ spec }) => spec),
    [
      { name: 'timeMs', unit: 'ms', better: 'lower' },
      { name: 'energy', unit: '', better: 'lower', optional: true },
    ],
  )
})
