import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import test from 'ava'

/** Short examples, and what they print when all is well. */
const examples: Readonly<Record<string, RegExp>> = {
  fn: /^\d+ settings that no other beats in both:\n( +[\d.]+ ms +\d+ bytes \{"quality".*\n)+$/,
  // Which of its backends is the faster one is the machine's business.
  gpujs: /^the fastest: \{ mode: '(cpu|webasm)'.*\}\ntimes as fast as the plain loop on cpu: \{\s+median: [\d.]+,/s,
  training:
    /^\d+ trials, [1-9]\d* of them at full fidelity\n[1-9]\d* went on from a checkpoint\n[1-9]\d* were pruned\n\d+ epochs, .*\nthe best: \{.*accuracy: (1|0\.[89])/s,
  tfjs: /^46 variants, 46 measured\nthe fastest: \{\s+backend: 'wasm',\s+simd: true,.*times as fast.*median: [\d.]+/s,
}

for (const [name, expected] of Object.entries(examples)) {
  test.serial(`the example ${name} runs to its end and finds something`, t => {
    t.timeout(5 * 60_000)
    const program = fileURLToPath(new URL(`../../examples/${name}.js`, import.meta.url))
    const { status, stdout, stderr } = spawnSync(process.execPath, [program], { encoding: 'utf8', timeout: 240_000 })
    t.is(status, 0, stderr)
    t.regex(stdout, expected)
  })
}
