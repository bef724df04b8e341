import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import test from 'ava'

const program = fileURLToPath(new URL('../../examples/onnx.js', import.meta.url))

test('the example finds settings of Silero that no other beats in both, and where their time goes', t => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program], { encoding: 'utf8', timeout: 240_000 })
  t.is(status, 0, stderr)
  const [, count] = /^16 trials, (\d+) of them on the front:/.exec(stdout) ?? []
  const latencies = [...stdout.matchAll(/latency: ([\d.]+)/g)].map(([, latency]) => Number(latency))
  t.is(latencies.length, Number(count), stdout)
  t.true(latencies.length > 0 && latencies.every(latency => latency > 0))
  const shares = [...stdout.matchAll(/^ {2}(\d+)% \w+ \(\d+\)$/gm)].map(([, share]) => Number(share))
  t.is(shares.length, 3, stdout)
  t.true((shares[0] ?? 0) >= (shares[1] ?? 100))
})
