import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import test from 'ava'
import { noWebGpu, unlessSkipped } from '../profilers/webgpu/shaders.js'

const program = fileURLToPath(new URL('../../examples/webgpu.js', import.meta.url))
const onWebGpu = noWebGpu === undefined ? test : test.skip

onWebGpu(`the example finds a workgroup that beats one work item, and ends by itself${unlessSkipped}`, t => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program], { encoding: 'utf8', timeout: 120_000 })
  t.is(status, 0, stderr)
  const [, measured, trials, count] = /^(\d+) of (\d+) trials measured, of (\d+) configurations/m.exec(stdout) ?? []
  t.is(measured, '16', stdout)
  t.is(trials, '16')
  // 6 x 5 x 4, less what the device cannot launch.
  t.true(Number(count) > 16 && Number(count) <= 120)
  const [, median] = /times as fast .*median: ([\d.]+)/s.exec(stdout) ?? []
  t.true(Number(median) > 1, stdout)
})
