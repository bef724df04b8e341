import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import test from 'ava'

const example = fileURLToPath(new URL('../../examples/meters.js', import.meta.url))

test('the example finds settings of gzip that are within its limits', t => {
  t.timeout(120_000)
  const { status, stdout, stderr } = spawnSync(process.execPath, [example], { encoding: 'utf8' })
  t.is(status, 0, stderr)
  const trials = stdout.split('\n').filter(line => line.includes(' MiB, to 1/'))
  t.is(trials.length, 12, stdout)
  const best = /^best: \{"level":(\d),"memLevel":(\d),"chunk":(\d+)\}, (\d+\.\d+) times/m.exec(stdout)
  if (best === null) return t.fail(stdout)
  const [, level, memLevel, chunk, speedup] = best
  const trial = trials.find(line => line.includes(`level: ${level}, memLevel: ${memLevel}, chunk: ${chunk} }`)) ?? ''
  const [, mebibytes, ratio] = /(\d+) MiB, to 1\/(\d+\.\d+)$/.exec(trial) ?? []
  t.true(Number(mebibytes) <= 112 && Number(ratio) >= 6, trial)
  // The baseline is one of the trials, so the best is no slower.
  return t.true(Number(speedup) >= 1)
})
