import test from 'ava'
import { failureOf, needsPython, profileOf, programPath } from './running.js'

const inPython = needsPython.isMissing ? test.skip : test
const python = (deed: string) => ({ command: ['python3', programPath('deeds.py'), deed], metrics: ['loss'] })

inPython(
  `Python's NaN is an invalid metric, and an infinity that nobody asked for is left out${needsPython.note}`,
  async t => {
    const { _tag, message } = await failureOf(python('nan'))
    t.is(_tag, 'InvalidMetric')
    t.regex(message, /for the metric `loss`, got NaN/)
    const { metrics } = await profileOf(python('infinite'))
    t.is(metrics.loss, 1)
    t.false('norm' in metrics)
  },
)

inPython(
  `a MemoryError is out of memory, another traceback is a failed run that shows it${needsPython.note}`,
  async t => {
    t.is((await failureOf(python('memory')))._tag, 'OutOfMemory')
    const { _tag, message } = await failureOf(python('traceback'))
    t.is(_tag, 'RunFailed')
    t.regex(message, /exit code 1, on stderr: [\s\S]*KeyError: 'missing'$/)
  },
)

inPython(`a pool of workers comes and goes without a word${needsPython.note}`, async t => {
  const { metrics, notes } = await profileOf(python('workers'))
  t.is(metrics.loss, 3)
  t.is(notes, undefined)
})
