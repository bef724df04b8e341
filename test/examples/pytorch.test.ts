import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import test from 'ava'
import { isRequired } from '../required.js'

const program = fileURLToPath(new URL('../../examples/pytorch/tune.js', import.meta.url))
// The stand-in needs the standard library alone.
const isMissing = spawnSync('python3', ['--version']).status !== 0 && !isRequired('python3')

;(isMissing ? test.skip : test)(
  `the example pytorch tunes a training loop, and says what it ran${isMissing ? ' (skipped: python3 is not there)' : ''}`,
  t => {
    t.timeout(5 * 60_000)
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, '--trials', '8', '--rounds', '3'], {
      encoding: 'utf8',
      timeout: 240_000,
    })
    t.is(status, 0, stderr)
    t.regex(stdout, /^(training\.py runs, in PyTorch \d|stand_in\.py runs, in plain Python)/)
    const trials = stdout.match(/^ +\d+ .*$/gm) ?? []
    const measured = trials.filter(trial => /\d+ samples\/s, loss \d/.test(trial))
    t.true(measured.length >= 2, stdout)
    t.deepEqual(
      trials.filter(trial => !measured.includes(trial) && !trial.includes('stopped after epoch')),
      [],
    )
    t.regex(
      stdout,
      /\nthe fastest: \{"batchSize":\d+,.*\}\nmeasured again: [\d.]+ times the baseline's samples\/s \(95%: [\d.]+ to [\d.]+\)/,
    )
  },
)
