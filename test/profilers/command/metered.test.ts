import { platform } from 'node:os'
import test from 'ava'
import { isLeft } from '#src/core/fp.js'
import { command } from '#src/profilers/index.js'
import { cpuTime, memoryUse, metered } from '#src/profilers/meters/index.js'
import { contextOf } from '../context.js'

const onLinux = platform() === 'linux' ? test : test.skip

/** Holds 200 MiB, works for half a second of processor time in a child, and says so. */
const PROGRAM = `
  const held = Buffer.alloc(200 * 2 ** 20, 1)
  const work = 'while (process.cpuUsage().user < 5e5) for (let i = 0; i < 1e6; i++);'
  require('node:child_process').spawnSync(process.execPath, ['-e', work])
  console.log(JSON.stringify({ held: held.length }))
`

onLinux('meters around a command read its processes, those that have ended included', async t => {
  const profiler = metered(command({ command: [process.execPath, '-e', PROGRAM], metrics: ['held'] }), [
    cpuTime(),
    memoryUse(),
  ])
  t.teardown(() => profiler.close?.())
  const answer = await profiler.profile({}, contextOf())()
  if (isLeft(answer)) return t.fail(answer.left.message)
  const { metrics, absent } = answer.right
  t.true(Number(metrics.cpuUserMs) >= 450, `${metrics.cpuUserMs} ${JSON.stringify(absent)}`)
  t.true(Number(metrics.peakRssBytes) >= 200 * 2 ** 20, `${metrics.peakRssBytes}`)
})
