import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import test from 'ava'
import { isLeft, isRight } from '#src/core/fp.js'
import { profiler } from '#src/profilers/index.js'
import { gpu } from '#src/profilers/meters/gpu/gpu.js'
import { metered } from '#src/profilers/meters/index.js'
import { contextOf } from '../../context.js'
import { checkMeter } from '../check-meter.js'
import { readingOf } from '../readings.js'

// Without NVML: a script on the PATH stands in for the command nvidia-smi.

const folder = mkdtempSync(join(tmpdir(), 'paretune-smi-'))
const { PATH = '' } = process.env
test.before(() => {
  process.env.PATH = `${folder}${delimiter}${PATH}`
})
test.after.always(() => {
  process.env.PATH = PATH
  rmSync(folder, { recursive: true })
})

const meter = () => gpu({ library: '/absent/libnvidia-ml.so.1' })
/** A command that writes down what it was given, and does this. */
const command = (does: string): void => {
  const path = join(folder, 'nvidia-smi')
  writeFileSync(path, `#!/bin/sh\necho "$@" > ${join(folder, 'given')}\n${does}\n`)
  chmodSync(path, 0o755)
}

test.serial('without NVML figures come from nvidia-smi, in the same units', async t => {
  command('echo "75, 20, 5120, 312.45, 61, 1755, 2619"')
  const { metrics, absent } = await readingOf(meter(), () => {})
  t.deepEqual(metrics, {
    gpuUtilization: 0.75,
    gpuMemoryUtilization: 0.2,
    gpuMemoryBytes: 5120 * 2 ** 20,
    gpuPowerW: 312.45,
    gpuTemperatureC: 61,
    gpuClockSmMhz: 1755,
    gpuClockMemMhz: 2619,
  })
  t.regex(absent?.gpuEnergyJ ?? '', /^expected the energy counter of NVML, got nvidia-smi/)
  t.regex(absent?.gpuProcessMemoryBytes ?? '', /^expected NVML/)
  const given =
    '--query-gpu=utilization.gpu,utilization.memory,memory.used,power.draw,temperature.gpu,clocks.sm,clocks.mem ' +
    '--format=csv,noheader,nounits --id=0'
  t.is(readFileSync(join(folder, 'given'), 'utf8').trim(), given)
})

test.serial('the meter keeps the contract on nvidia-smi', async t => {
  command('echo "75, 20, 5120, 312.45, 61, 1755, 2619"')
  t.deepEqual(await checkMeter(meter(), process.pid), [])
})

test.serial('what nvidia-smi does not know is absent with what it says', async t => {
  command('echo "[N/A], 20, 5120, [Not Supported], 61, [Unknown Error], 2619"')
  const { metrics, absent } = await readingOf(meter(), () => {})
  t.is(absent?.gpuUtilization, 'expected a number as utilization.gpu of nvidia-smi, got [N/A]')
  t.is(absent?.gpuPowerW, 'expected a number as power.draw of nvidia-smi, got [Not Supported]')
  t.is(absent?.gpuClockSmMhz, 'expected a number as clocks.sm of nvidia-smi, got [Unknown Error]')
  t.is(metrics.gpuPowerW, undefined)
  t.is(metrics.gpuTemperatureC, 61)
})

test.serial('an nvidia-smi that fails, and one that says something else, are reasons', async t => {
  const reasonOf = async (): Promise<string> => {
    const opened = await meter().open()
    return isLeft(opened) ? opened.left : 'an instrument'
  }
  command('echo "NVIDIA-SMI has failed because it could not communicate with the NVIDIA driver." >&2; exit 9')
  t.regex(await reasonOf(), /tried \/absent\/libnvidia-ml\.so\.1 .*could not communicate/s)
  command('echo "No devices were found"')
  t.regex(await reasonOf(), /expected 7 values from nvidia-smi, got "No devices were found"/)
})

test.serial(
  'with neither, each metric is absent from a profile, with the files and the command that were tried',
  async t => {
    rmSync(join(folder, 'nvidia-smi'), { force: true })
    process.env.PATH = folder
    try {
      const sum = profiler({ name: 'sum', metrics: ['sum'], measure: async () => ({ sum: 1 }) })
      const answer = await metered(sum, [meter()]).profile({}, contextOf())()
      if (!isRight(answer)) return t.fail(answer.left.message)
      t.is(Object.keys(answer.right.absent ?? {}).length, meter().metrics.length)
      t.regex(answer.right.absent?.gpuPowerW ?? '', /tried \/absent\/libnvidia-ml\.so\.1 \(.*nvidia-smi.*ENOENT/)
      return undefined
    } finally {
      process.env.PATH = `${folder}${delimiter}${PATH}`
    }
  },
)
