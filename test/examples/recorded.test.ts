import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import test from 'ava'

test('the example recorded compares two strategies on a recorded space, and what it prints can be so', t => {
  t.timeout(5 * 60_000)
  const program = fileURLToPath(new URL('../../examples/recorded.js', import.meta.url))
  const { status, stdout, stderr } = spawnSync(process.execPath, [program], { encoding: 'utf8', timeout: 240_000 })
  t.is(status, 0, stderr)
  t.regex(stdout, /^made up on no GPU: \d+ configurations, the best takes [\d.]+ ms\n/)
  const rows = stdout.split('\n').filter(line => /^(random|nsga2) /.test(line))
  t.is(rows.length, 2, stdout)
  for (const row of rows) {
    const ratios = row.split(/ +/).slice(1).map(Number)
    t.is(ratios.length, 4, row)
    // Nothing beats the optimum, and nobody loses ground with time.
    t.true(
      ratios.every((ratio, i) => ratio >= 1 && ratio <= (ratios[i - 1] ?? Number.POSITIVE_INFINITY)),
      row,
    )
  }
})
