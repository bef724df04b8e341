import test from 'ava'
import {
  batchAgainstLatency,
  batchAgainstMemory,
  precisionAgainstAccuracy,
  type Rule,
  rules,
  threadsAgainstCores,
  workersAgainstStalls,
} from '#src/agents/index.js'
import { type Config, type Outcome, profileFailure } from '#src/core/index.js'
import { choice, defineSpace, integer, ordinal, type Space } from '#src/space/index.js'
import { contextFor, loop, measured } from '../loop.js'
import { showing } from './playing.js'

const space = defineSpace({
  batch: ordinal(1, 2, 4, 8, 16, 32, 64),
  workers: integer(0, 8),
  threads: ordinal(1, 2, 3, 4, 8, 16),
  precision: choice('int8', 'fp32', 'fp16'),
}) as unknown as Space
const start = { batch: 8, workers: 0, threads: 4, precision: 'fp32' }

/** The values that a parameter has from trial to trial, as long as rules fire. */
const walk = async (list: readonly Rule[], name: string, from: unknown, evaluate: (config: Config) => Outcome) => {
  const factory = rules([list], { start: { ...start, [name]: from } as Config })
  const { trials } = await loop(factory, contextFor(space, 1, 1), 8, config => ({ outcome: evaluate(config) }))
  const end = trials.findIndex(({ suggestion }) => suggestion.reason?.startsWith('no rule fires'))
  if (end === -1) throw new Error('expected the rules to come to an end')
  return trials
    .slice(0, end)
    .map(({ config, suggestion }) => [config[name], suggestion.reason?.split(':').slice(0, -1).join(':')])
}

const memory = (config: Config): number => 100 * (config.batch as number)
const over = 'batch against memory: over the limit'
const grow = 'batch against memory: room to grow'

test('a batch is halved until memory holds its limit, and doubled while twice as much would', async t => {
  const list = batchAgainstMemory({ batch: 'batch', memory: 'bytes', limit: 1000 })
  const evaluate = (config: Config): Outcome => {
    const bytes = memory(config)
    return showing({ bytes }, [-bytes], Math.max(0, bytes - 1000))
  }
  t.deepEqual(await walk(list, 'batch', 64, evaluate), [
    [64, ''],
    [32, over],
    [16, over],
    [8, over],
  ])
  t.deepEqual(await walk(list, 'batch', 2, evaluate), [
    [2, ''],
    [4, grow],
    [8, grow],
  ])
})

test('a batch is halved where memory ran out, and grows only while more throughput is wanted', async t => {
  const outOfMemory: Outcome = { _tag: 'Failed', failure: profileFailure('OutOfMemory', 'too much'), costMs: 1 }
  const list = batchAgainstMemory({
    batch: 'batch',
    memory: 'bytes',
    limit: 10_000,
    throughput: { metric: 'perSecond', wanted: 15 },
  })
  const evaluate = (config: Config): Outcome => {
    const perSecond = 4 * (config.batch as number)
    return perSecond > 100 ? outOfMemory : showing({ bytes: memory(config), perSecond }, [-perSecond])
  }
  t.deepEqual(await walk(list, 'batch', 64, evaluate), [
    [64, ''],
    [32, 'batch against memory: out of memory'],
    [16, 'batch against memory: out of memory'],
  ])
  t.deepEqual(await walk(list, 'batch', 2, evaluate), [
    [2, ''],
    [4, grow],
  ])
})

test('a batch that answers too late is halved, one with time to spare doubled; with growBelow 0 it never grows', async t => {
  const options = { batch: 'batch', latency: 'ms', limit: 50 }
  const evaluate = ({ batch }: Config): Outcome => showing({ ms: 10 * (batch as number) }, [-(batch as number)], 0)
  const late = (config: Config): Outcome => showing({ ms: 10 * (config.batch as number) }, [config.batch as number])
  t.deepEqual(await walk(batchAgainstLatency(options), 'batch', 16, late), [
    [16, ''],
    [8, 'batch against latency: over the limit'],
    [4, 'batch against latency: over the limit'],
  ])
  t.deepEqual(await walk(batchAgainstLatency(options), 'batch', 1, evaluate), [
    [1, ''],
    [2, 'batch against latency: room to grow'],
    [4, 'batch against latency: room to grow'],
  ])
  t.deepEqual(await walk(batchAgainstLatency({ ...options, growBelow: 0 }), 'batch', 1, evaluate), [[1, '']])
})

test('workers are added one by one while the consumer waits, up to the cores, as long as it helps', async t => {
  const evaluate = ({ workers }: Config): Outcome => {
    const stall = 0.5 - 0.1 * (workers as number)
    return showing({ stall }, [Math.max(0, stall)])
  }
  const values = async (cores?: number) => {
    const options = { workers: 'workers', stall: 'stall', limit: 0.25, ...(cores !== undefined && { cores }) }
    return (await walk(workersAgainstStalls(options), 'workers', 0, evaluate)).map(([value]) => value)
  }
  t.deepEqual(await values(), [0, 1, 2, 3])
  t.deepEqual(await values(2), [0, 1, 2])
})

test('threads come down to the cores at once, and double towards them', async t => {
  const list = threadsAgainstCores({ threads: 'threads', cores: 6 })
  t.deepEqual(
    await walk(list, 'threads', 16, () => measured([1])),
    [[16, ''], [4, 'threads against cores: too many'], [3, 'threads against cores: idle cores'].slice(0, 0)].filter(
      row => row.length > 0,
    ),
  )
  const fewer = await walk(list, 'threads', 1, () => measured([1]))
  t.deepEqual(
    fewer.map(([value]) => value),
    [1, 2, 4],
  )
})

test('precision is lowered step by step while accuracy does, and raised where it does not', async t => {
  const order = ['fp32', 'fp16', 'int8']
  const accuracies: Readonly<Record<string, number>> = { fp32: 0.99, fp16: 0.98, int8: 0.8 }
  const evaluate = ({ precision }: Config): Outcome => {
    const accuracy = accuracies[precision as string] as number
    return showing({ accuracy }, [-order.indexOf(precision as string)], Math.max(0, 0.95 - accuracy))
  }
  const list = precisionAgainstAccuracy({ precision: 'precision', order, accuracy: 'accuracy', least: 0.95 })
  const values = async (from: string) => (await walk(list, 'precision', from, evaluate)).map(([value]) => value)
  t.deepEqual(await values('fp32'), ['fp32', 'fp16', 'int8'])
  t.deepEqual(await values('int8'), ['int8', 'fp16'])
})

test('an option out of range is refused by its name', async t => {
  const cases: readonly (readonly [() => unknown, string])[] = [
    [
      () => batchAgainstMemory({ batch: 'batch', memory: 'bytes', limit: 0 }),
      'batchAgainstMemory: expected limit > 0, got 0',
    ],
    [
      () => batchAgainstLatency({ batch: 'batch', latency: 'ms', limit: 1, growBelow: 0.7 }),
      'batchAgainstLatency: expected growBelow in [0, 0.5], got 0.7',
    ],
    [
      () => workersAgainstStalls({ workers: 'workers', stall: 'stall', limit: -1 }),
      'workersAgainstStalls: expected limit of 0 or more, got -1',
    ],
    [
      () => threadsAgainstCores({ threads: 'threads', cores: 1.5 }),
      'threadsAgainstCores: expected cores to be a whole number of 1 or more, got 1.5',
    ],
    [
      () => precisionAgainstAccuracy({ precision: 'precision', order: ['fp32'], accuracy: 'accuracy', least: 1 }),
      'precisionAgainstAccuracy: expected order to have two values or more, got ["fp32"]',
    ],
  ]
  for (const [make, message] of cases) t.throws(make, { code: 'InvalidAgent', message })
  const strange = precisionAgainstAccuracy({
    precision: 'precision',
    order: ['fp32', 'fp8'],
    accuracy: 'accuracy',
    least: 0.9,
  })
  await t.throwsAsync(async () => rules([strange])(contextFor(space)), {
    code: 'InvalidAgent',
    message: /expected the parameter to have "fp8" among its values, got `precision`/,
  })
})
