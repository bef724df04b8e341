import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import test from 'ava'
import { isLeft } from '#src/core/fp.js'
import { type GpuOptions, gpu } from '#src/profilers/meters/gpu/gpu.js'
import { NVML, NVML_FUNCTIONS, PROCESS_INFO } from '#src/profilers/meters/gpu/nvml.js'
import type { Reading } from '#src/profilers/meters/index.js'
import { isRequired } from '../../../required.js'
import { asserts, callers, complaintsOf, headerProblem, include } from '../../cuda/headers.js'
import { compileStub, noCompiler, type Stub, stubAt } from '../../cuda/stubs.js'
import { checkMeter } from '../check-meter.js'
import { figure, opened } from '../readings.js'

// On a stub of NVML that the tests compile: it proves how calls are made and arguments are passed, nothing more.

const source = fileURLToPath(new URL('../../../../../test/profilers/meters/gpu/stub/nvml.c', import.meta.url))
const onStub = noCompiler === undefined || isRequired('cc') ? test.serial : test.serial.skip
const title = (words: string): string => `${words}${noCompiler === undefined ? '' : ` (${noCompiler})`}`
const folder = mkdtempSync(join(tmpdir(), 'paretune-nvml-'))
const GiB = 2 ** 30

let stub: Stub
test.before(() => {
  if (onStub !== test.serial) return
  const path = join(folder, 'libnvidia-ml.so.1')
  compileStub(source, path)
  stub = stubAt(path)
})
test.beforeEach(() => stub?.reset())
test.after.always(() => rmSync(folder, { recursive: true }))

const onNvml = (options: GpuOptions = {}) => gpu({ library: stub.path, ...options })
/** What it reads in a window with two looks before the last. */
const reading = async (options: GpuOptions = {}, pid?: number, runs = 1): Promise<Reading> => {
  stub.set('looks', 0)
  const instrument = await opened(onNvml(options))
  await instrument.start(pid)
  while (stub.get('looks') < 2) {
    await instrument.poll?.()
    await sleep(5)
  }
  const read = await instrument.stop({ wallMs: 50, runs })
  await instrument.close?.()
  return read
}

onStub(title('the meter keeps the contract, on a stub'), async t => {
  stub.set('joules a look', 1)
  t.deepEqual(await checkMeter(onNvml(), process.pid), [])
  t.is(stub.get('open'), 0)
})

onStub(title('means, highest values and energy per run come in their units'), async t => {
  stub.set('joules a look', 30)
  const { metrics, absent } = await reading({}, undefined, 4)
  t.deepEqual(metrics, {
    gpuUtilization: 0.75,
    gpuMemoryUtilization: 0.25,
    // The stub has 6 GiB in use at the first look, and 5 at the others.
    gpuMemoryBytes: 6 * GiB,
    gpuProcessMemoryBytes: 5 * GiB,
    // 100, 200 and 300 W.
    gpuPowerW: 200,
    // The counter is looked at twice, at start and stop.
    gpuEnergyJ: 30 / 4,
    gpuTemperatureC: 61,
    gpuClockSmMhz: 1755,
    gpuClockMemMhz: 2619,
  })
  t.deepEqual(absent, {})
  t.true(stub.log().includes('nvmlDeviceGetTemperature 0 0'))
  t.true(stub.log().includes('nvmlDeviceGetClockInfo 0 1'))
  t.true(stub.log().includes('nvmlDeviceGetClockInfo 0 2'))
})

onStub(title('what a GPU does not support is absent with what NVML says, and the rest is there'), async t => {
  stub.set('fail nvmlDeviceGetPowerUsage', 3)
  stub.set('fail nvmlDeviceGetTotalEnergyConsumption', 3)
  const read = await reading()
  t.regex(read.absent?.gpuPowerW ?? '', /^expected nvmlDeviceGetPowerUsage of .* to succeed, got Not Supported$/)
  t.regex(read.absent?.gpuEnergyJ ?? '', /nvmlDeviceGetTotalEnergyConsumption .*got Not Supported/)
  t.is(read.metrics.gpuEnergyJ, undefined)
  t.is(figure(read, 'gpuUtilization'), 0.75)
})

onStub(title('an energy counter that stands still is no zero'), async t => {
  const { metrics, absent } = await reading()
  t.is(metrics.gpuEnergyJ, undefined)
  t.is(absent?.gpuEnergyJ, "expected the GPU's energy counter to move, it did not in 50.0 ms")
})

onStub(title('a look that fails is made up for by the others'), async t => {
  const instrument = await opened(onNvml())
  await instrument.start()
  stub.set('fail nvmlDeviceGetTemperature', 3)
  await instrument.poll?.()
  stub.set('fail nvmlDeviceGetTemperature', 0)
  t.is(figure(await instrument.stop({ wallMs: 1, runs: 1 }), 'gpuTemperatureC'), 61)
  await instrument.close?.()
})

onStub(title('looks that come faster than the driver renews its figures are left out'), async t => {
  const instrument = await opened(onNvml())
  await instrument.start()
  for (let poll = 0; poll < 100; poll++) await instrument.poll?.()
  await instrument.stop({ wallMs: 1, runs: 1 })
  await instrument.close?.()
  const looks = stub.log().filter(line => line.startsWith('nvmlDeviceGetUtilizationRates')).length
  t.true(looks >= 2 && looks < 50, `${looks} looks`)
})

onStub(title('the memory of a process is found among any number of others'), async t => {
  stub.set('others', 200)
  t.is(figure(await reading(), 'gpuProcessMemoryBytes'), 5 * GiB)
  t.true(stub.log().includes('nvmlDeviceGetComputeRunningProcesses_v3 0 256'))
})

onStub(title('the memory of a process that is not listed, or not known, is absent with the reason'), async t => {
  stub.set('strangers', 1)
  const stranger = await reading()
  t.regex(stranger.absent?.gpuProcessMemoryBytes ?? '', /to list one of the processes \d+, got 1073741824 .*container/)
  stub.set('strangers', 0)
  stub.set('unknown', 1)
  const unknown = await reading()
  t.regex(unknown.absent?.gpuProcessMemoryBytes ?? '', /got "not available"/)
  stub.set('unknown', 0)
  stub.set('fail nvmlDeviceGetGraphicsRunningProcesses_v3', 3)
  const failed = await reading()
  t.regex(failed.absent?.gpuProcessMemoryBytes ?? '', /nvmlDeviceGetGraphicsRunningProcesses_v3 .*got Not Supported/)
})

onStub(title('of another process only the memory of that process and its descendants counts'), async t => {
  const other = spawn(process.execPath, ['--eval', 'setInterval(() => {}, 1000)'])
  try {
    const { absent } = await reading({}, other.pid)
    t.regex(absent?.gpuProcessMemoryBytes ?? '', new RegExp(`one of the processes ${other.pid}, got ${process.pid}`))
  } finally {
    other.kill()
  }
})

onStub(title('a device is found by number, UUID and PCI bus id'), async t => {
  for (const device of [1, 'GPU-5f1c', '0000:01:00.0']) t.truthy(await reading({ device }))
  t.deepEqual(
    stub.log().filter(line => line.startsWith('nvmlDeviceGetHandle')),
    [
      'nvmlDeviceGetHandleByIndex_v2 1',
      'nvmlDeviceGetHandleByUUID GPU-5f1c',
      'nvmlDeviceGetHandleByPciBusId_v2 0000:01:00.0',
    ],
  )
  t.false(stub.log().includes('nvmlDeviceGetUtilizationRates 0'))
})

onStub(title('a device that there is not, and a driver that does not run, are reasons'), async t => {
  const absent = await onNvml({ device: 2 }).open()
  t.regex(isLeft(absent) ? absent.left : '', /^expected nvmlDeviceGetHandleByIndex_v2 .* got Not Found$/)
  t.is(stub.get('open'), 0)
  stub.set('fail nvmlInit_v2', 9)
  const stopped = await onNvml().open()
  t.regex(isLeft(stopped) ? stopped.left : '', /^expected nvmlInit_v2 .* got Driver Not Loaded$/)
})

onStub(title('a closed meter lets go of NVML, once'), async t => {
  const instrument = await opened(onNvml())
  t.is(stub.get('open'), 1)
  await instrument.close?.()
  await instrument.close?.()
  t.is(stub.get('open'), 0)
})

const noHeader = headerProblem('nvml.h')
const withHeader = noHeader === undefined || isRequired('cuda-toolkit') ? test : test.skip
const headerTitle = (words: string): string => `${words}${noHeader === undefined ? '' : ` (${noHeader})`}`

withHeader(headerTitle('constants, the layout of a process and parameters are those of nvml.h'), t => {
  const { CLOCK_SM, CLOCK_MEM, TEMPERATURE_GPU, ERROR_INSUFFICIENT_SIZE } = NVML
  const declared = [
    '#include <stddef.h>',
    asserts('NVML_', { CLOCK_SM, CLOCK_MEM, TEMPERATURE_GPU, ERROR_INSUFFICIENT_SIZE }),
    asserts('', {
      'sizeof(nvmlProcessInfo_t)': PROCESS_INFO.bytes,
      'offsetof(nvmlProcessInfo_t, pid)': 0,
      'offsetof(nvmlProcessInfo_t, usedGpuMemory)': PROCESS_INFO.memoryAt,
      'sizeof(nvmlUtilization_t)': 8,
      'offsetof(nvmlMemory_t, used)': 16,
    }),
    callers(NVML_FUNCTIONS),
  ]
  t.is(complaintsOf(['nvml.h'], declared.join('\n')), '')
})

withHeader(headerTitle('the stub has the signatures of nvml.h'), t => {
  t.notThrows(() => compileStub(source, join(folder, 'checked.so'), [`-I${include}`, '-DWITH_NVML_H']))
})
