import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { onOpencl } from '../profilers/opencl/on-opencl.js'

onOpencl('the OpenCL example tunes a multiplication, and names a configuration of its space', async t => {
  const example = fileURLToPath(new URL('../../examples/opencl.js', import.meta.url))
  const { status, stdout, stderr } = spawnSync(process.execPath, [example], { encoding: 'utf8', timeout: 120_000 })
  t.is(status, 0, stderr)
  t.regex(stdout, /: 24 of 400 configurations tried\n/)
  const { vector, rows, blockX, blockY } = JSON.parse(/best: (.*)\n/.exec(stdout)?.[1] ?? '{}')
  t.true([2, 4, 8, 16].includes(vector) && [1, 2, 4, 8].includes(rows), stdout)
  t.true([1, 2, 4, 8, 16].includes(blockX) && [1, 2, 4, 8, 16].includes(blockY), stdout)
  t.true(Number(/([\d.]+) times as fast as the baseline/.exec(stdout)?.[1]) > 0, stdout)
})
