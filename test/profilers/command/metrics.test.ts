import test from 'ava'
import type { Measurement } from '#src/core/index.js'
import { command } from '#src/profilers/index.js'
import { deed, failureOf, profileOf } from './running.js'

const LOSS = { loss: { unit: '', better: 'lower' } } as const

test('metrics come as JSON lines, and every profile has the wall time', async t => {
  const { metrics, notes, phases, costMs } = await profileOf({ command: deed('chatty'), metrics: LOSS })
  const { wallMs, ...others } = metrics
  t.deepEqual(others, { loss: 0.5, accuracy: 0.9 })
  t.true(Number(wallMs) > 0 && Number(wallMs) === phases.run && costMs > Number(wallMs))
  t.is(notes, undefined)
  t.deepEqual(command({ command: 'x', metrics: LOSS }).metrics, [
    { name: 'wallMs', unit: 'ms', better: 'lower' },
    { name: 'loss', unit: '', better: 'lower' },
  ])
})

test('a program may tell parts of its fingerprint', async t => {
  const { machine } = await profileOf({ command: deed('chatty'), metrics: LOSS })
  t.regex(machine, /; torch: 2\.1\.2$/)
})

test('several values of one run are its last, or all of them as samples', async t => {
  const { metrics } = await profileOf({
    command: deed('samples'),
    metrics: { loss: LOSS.loss, stepMs: { unit: 'ms', keep: 'all' } },
  })
  t.deepEqual((metrics.loss as Measurement).samples, [1, 2, 3])
  t.deepEqual((metrics.stepMs as Measurement).samples, [10, 12, 14])
  t.is((metrics.stepMs as Measurement).unit, 'ms')
  const last = await profileOf({ command: deed('samples'), metrics: ['stepMs'] })
  t.is(last.metrics.stepMs, 14)
})

test('metrics are found by regular expression, on stdout and stderr', async t => {
  const { metrics } = await profileOf({
    command: deed('text_report'),
    metrics: {
      iterationMs: { unit: 'ms', pattern: /^iteration \d+: ([\d.e]+) ms$/m, keep: 'all' },
      lastMs: { unit: 'ms', pattern: /: (?<value>[\d.e]+) (ms)/g },
      rate: { unit: 'items/s', pattern: /rate: (\d+)/, from: 'stderr' },
    },
  })
  t.deepEqual((metrics.iterationMs as Measurement).samples, [12.5, 11.5, 12.5])
  t.is(metrics.lastMs, 12.5)
  t.is(metrics.rate, 250)
})

test('a metric found as a text that is no number is invalid, and the text is told', async t => {
  const failure = await failureOf({
    command: deed('text_report'),
    metrics: { unit: { unit: '', pattern: /rate: \d+ (\S+)/, from: 'stderr' } },
  })
  t.is(failure._tag, 'InvalidMetric')
  t.regex(failure.message, /^expected a finite number for the metric `unit`, got "items\/s"/)
})

test('metrics are what parse makes of the output', async t => {
  const { metrics } = await profileOf(
    {
      command: deed('text_report'),
      metrics: ['lines'],
      parse: ({ stdout, stderr, exitCode }, { scale }) => ({
        lines: (stdout + stderr).trim().split('\n').length * Number(scale),
        exit: exitCode ?? -1,
      }),
      parameters: { as: 'nothing' },
    },
    { config: { scale: 10 } },
  )
  t.like(metrics, { lines: 40, exit: 0 })
})

test('several runs make measurements, of the wall time too', async t => {
  const { metrics } = await profileOf({ command: deed('measure'), metrics: LOSS, repeats: 3 })
  t.deepEqual((metrics.loss as Measurement).samples, [0.5, 0.5, 0.5])
  t.like(metrics.wallMs, { n: 3, unit: 'ms' })
})

test('a line that comes in pieces and has no end is read', async t => {
  t.is((await profileOf({ command: deed('pieces'), metrics: LOSS })).metrics.loss, 7)
})

for (const [name, got] of [
  ['nothing', 'nothing; nothing on stdout'],
  ['nan', 'NaN; on stdout: {"loss": NaN, "epoch": 3}'],
  ['nulled', 'null; '],
  ['text', '"low"; '],
] as const) {
  test(`a program that prints ${name} for a metric has an invalid one`, async t => {
    const { _tag, message, details } = await failureOf({ command: deed(name), metrics: LOSS })
    t.is(_tag, 'InvalidMetric')
    t.true(message.startsWith(`expected a finite number for the metric \`loss\`, got ${got}`), message)
    t.is(details?.metric, 'loss')
    if (name === 'nothing') t.deepEqual(details?.stderr, ['forgot to print'])
  })
}

test('a metric that may be missing is absent with its reason', async t => {
  const { metrics, absent } = await profileOf({
    command: deed('measure'),
    metrics: { ...LOSS, powerW: { unit: 'W', optional: true } },
  })
  t.false('powerW' in metrics)
  t.deepEqual(absent, { powerW: 'the program did not tell it' })
})

test('lines that begin as JSON does and are none are noted, and no more', async t => {
  const { metrics, notes } = await profileOf({ command: deed('broken'), metrics: LOSS })
  t.is(metrics.loss, 3)
  t.deepEqual(notes, ['lines of stdout that begin with { and are no JSON: 2, such as {"loss": 0.'])
})

test('of a flood of output the end is kept, and metrics are found all the same', async t => {
  let kept = 0
  const { metrics } = await profileOf({
    command: deed('flood'),
    metrics: LOSS,
    outputBytes: 1000,
    parse: ({ stdout }) => {
      kept = stdout.length
      return {}
    },
  })
  t.is(metrics.loss, 2)
  t.is(kept, 1000)
})

test('a definition that cannot work is refused at once', t => {
  const refused = (definition: object) => t.throws(() => command({ command: 'x', ...definition }))?.message
  t.regex(refused({ metrics: ['wallMs'] }) ?? '', /expected another name for the metric `wallMs`/)
  t.regex(refused({ metrics: ['step'] }) ?? '', /expected another name for the metric `step`/)
  t.regex(refused({ metrics: { loss: { unit: '', pattern: /loss/ } } }) ?? '', /expected a group .* got \/loss\//)
  t.regex(refused({ repeats: 0 }) ?? '', /expected repeats of 1 or more, got 0/)
  t.regex(refused({ timeoutMs: Number.NaN }) ?? '', /expected a timeoutMs above 0, got NaN/)
  t.regex(refused({ memoryLimitBytes: -1 }) ?? '', /expected memoryLimitBytes above 0, got -1/)
})
