import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import test from 'ava'
import { isLeft } from '#src/core/fp.js'
import { sqlite } from '#src/storage/sqlite.js'

const main = fileURLToPath(new URL('../../examples/demo/main.js', import.meta.url))

/** Runs the demo; `onOutput` sees what it printed so far and may stop it as Ctrl-C does. */
const demo = (args: readonly string[], onOutput: (text: string, interrupt: () => void) => void = () => {}) =>
  new Promise<{ code: number | null; output: string }>(resolve => {
    const running = spawn(process.execPath, [main, '--quick', ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [running.stdout, running.stderr])
      stream.on('data', chunk => {
        output += chunk
        onOutput(output, () => running.kill('SIGINT'))
      })
    running.on('exit', code => resolve({ code, output }))
  })

test('the demo stops cleanly on Ctrl-C, says where, and goes on to its report with no trial lost or repeated', async t => {
  t.timeout(10 * 60_000)
  const folder = await mkdtemp(join(tmpdir(), 'paretune-demo-'))
  try {
    let interrupted = false
    const first = await demo(['--out', folder], (output, interrupt) => {
      if (interrupted || !/random {3}trial 1\//.test(output)) return
      interrupted = true
      interrupt()
    })
    t.is(first.code, 130, first.output)
    t.regex(first.output, /Stopped after trial \d+ of 9 of digits\/random\..*\nGo on with: npm run demo -- --resume/)

    interrupted = false
    const between = await demo(['--out', folder, '--resume'], (output, interrupt) => {
      if (interrupted || !output.includes('Finalists and defaults')) return
      interrupted = true
      setTimeout(interrupt, 5000)
    })
    t.is(between.code, 130, between.output)
    t.regex(between.output, /random : going on after [1-9]/)
    t.regex(between.output, /Stopped while the finalists of .* were measured again/)

    const second = await demo(['--out', folder, '--resume'])
    t.is(second.code, 0, second.output)
    for (const part of ['Digit classifier', 'Matrix multiplication in gpu.js', 'Convolution in gpu.js'])
      t.true(second.output.includes(`${part}: the winner is `), part)
    t.regex(await readFile(join(folder, 'report.html'), 'utf8'), /Pareto front/)

    const store = sqlite(join(folder, 'demo.db'))
    for (const study of [
      'digits/nsga2',
      'digits/random',
      'matmul/ucb1',
      'matmul/random',
      'convolution/ucb1',
      'convolution/random',
    ]) {
      const stored = await store.load(study)()
      if (isLeft(stored)) return t.fail(stored.left.message)
      const log = stored.right?.log ?? []
      const asked = log.flatMap(entry => (entry._tag === 'Asked' ? [entry.trial.number] : []))
      const told = log.flatMap(entry => (entry._tag === 'Told' ? [entry.trial] : []))
      t.deepEqual(
        asked,
        asked.map((_, i) => i),
        study,
      )
      t.deepEqual(told, asked, study)
      t.true(told.length > 0, study)
      const rounds = log.flatMap(entry =>
        entry._tag === 'Asked' && /confirmation/.test(entry.trial.reason ?? '')
          ? [`${entry.trial.fingerprint} ${entry.trial.reason}`]
          : [],
      )
      t.is(new Set(rounds).size, rounds.length, `a round of ${study} was measured twice`)
    }
    await store.close()
  } finally {
    await rm(folder, { recursive: true })
  }
})
