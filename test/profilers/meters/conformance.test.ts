import { spawn } from 'node:child_process'
import * as tf from '@tensorflow/tfjs-core'
import test from 'ava'
import { right } from '#src/core/fp.js'
import {
  cpuEnergy,
  cpuTime,
  diskTraffic,
  gcPauses,
  logged,
  type Meter,
  machineDisk,
  machineLoad,
  memoryUse,
  networkTraffic,
  tensors,
  wallTime,
} from '#src/profilers/meters/index.js'
import { checkMeter } from './check-meter.js'

// A new meter joins with one line.
const meters: readonly Meter[] = [
  cpuEnergy(),
  cpuTime(),
  diskTraffic(),
  gcPauses(),
  logged(['accuracy']),
  machineDisk(),
  machineLoad(),
  memoryUse(),
  networkTraffic({ interfaces: ['lo'] }),
  networkTraffic({ interfaces: ['no such interface'] }),
  tensors(tf),
  wallTime(),
]

const idle = spawn(process.execPath, ['--eval', 'setInterval(() => {}, 1000)'])
test.after.always(() => void idle.kill())

for (const [i, meter] of meters.entries())
  test(`meter ${i + 1}, ${meter.name}, keeps the contract`, async t => {
    t.deepEqual(await checkMeter(meter, idle.pid ?? 0), [])
  })

test('the check of meters finds what it looks for', async t => {
  const broken: Meter = {
    name: 'broken',
    metrics: [
      { name: 'negative', unit: '' },
      { name: 'forgotten', unit: '' },
    ],
    open: async () => right({ start: () => {}, stop: () => ({ metrics: { negative: -1, foreign: 1 } }) }),
  }
  const breaches = (await checkMeter(broken, idle.pid ?? 0)).join('\n')
  for (const part of [/negative to be finite and 0 or more, got -1/, /forgotten or a reason/, /got foreign/])
    t.regex(breaches, part)
})
