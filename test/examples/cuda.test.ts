import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import test, { type ExecutionContext } from 'ava'
import { compileStubs, noCompiler } from '../profilers/cuda/stubs.js'
import { isRequired } from '../required.js'

const example = fileURLToPath(new URL('../../examples/cuda.js', import.meta.url))

const run = (env: NodeJS.ProcessEnv, ...args: readonly string[]) =>
  spawnSync(process.execPath, [example, ...args], { encoding: 'utf8', env })

const best = (t: ExecutionContext, output: string): { readonly TILE: number; readonly ROWS: number } => {
  const [, tile, rows] = /^best: \{ TILE: (\d+), ROWS: (\d+), UNROLL: \d+ \}$/m.exec(output) ?? []
  t.regex(output, /^.+ \(\d+\.\d\): 24 trials of \d+ configurations$/m)
  t.regex(output, /^\d+\.\d GFLOP\/s with \d+ registers, occupancy [\d.]+$/m)
  return { TILE: Number(tile), ROWS: Number(rows) }
}

test('the example tunes a kernel, or ends with the one error that says what is missing', t => {
  const { status, stdout, stderr } = run(process.env)
  if (status === 0 || isRequired('cuda')) {
    t.is(status, 0, stderr)
    t.true(best(t, stdout).TILE >= 8, stdout)
    return
  }
  t.is(status, 2, stderr)
  t.regex(
    stderr,
    /^InvalidProfiler: expected (a library of the CUDA driver, found none; tried libcuda\.so\.1|a device)/,
  )
  t.is(stderr.trim().split('\n').length, 1)
  t.is(stdout, '')
})

const onStubs = noCompiler === undefined || isRequired('cc') ? test : test.skip

onStubs(`the example finds what is fastest on a stub${noCompiler === undefined ? '' : ` (${noCompiler})`}`, t => {
  const { folder, remove } = compileStubs()
  try {
    const { CUDA_PATH: _path, CUDA_HOME: _home, ...env } = process.env
    const { status, stdout, stderr } = run({ ...env, LD_LIBRARY_PATH: folder }, '64')
    t.is(status, 0, stderr)
    const { TILE, ROWS } = best(t, stdout)
    // The stub's clock is fastest with blocks of 256 threads.
    t.is(TILE ** 2 / ROWS, 256, stdout)
  } finally {
    remove()
  }
})
