import { setTimeout as sleep } from 'node:timers/promises'
import test from 'ava'
import { isLeft } from '#src/core/fp.js'
import { gpu } from '#src/profilers/meters/index.js'
import { isRequired } from '../../../required.js'
import { checkMeter } from '../check-meter.js'
import { readingOf } from '../readings.js'

// On a GPU, with NVIDIA's own library. PARETUNE_REQUIRE=cuda makes a machine without one fail.

const opened = await gpu().open()
const noGpu = isLeft(opened) ? 'no GPU' : undefined
if (!isLeft(opened)) await opened.right.close?.()
const onGpu = noGpu === undefined || isRequired('cuda') ? test.serial : test.serial.skip
const title = (words: string): string => `on a GPU ${words}${noGpu === undefined ? '' : ` (${noGpu})`}`

onGpu(title('the meter keeps the contract'), async t => {
  t.deepEqual(await checkMeter(gpu(), process.pid), [])
})

onGpu(title('memory, power, temperature and clocks are those of a GPU'), async t => {
  const reading = await readingOf(gpu(), () => sleep(500))
  t.log(reading)
  const { gpuMemoryBytes = 0, gpuTemperatureC = 0, gpuUtilization = -1 } = reading.metrics
  t.true(gpuMemoryBytes > 0 && gpuMemoryBytes < 2 ** 40)
  t.true(gpuTemperatureC > 0 && gpuTemperatureC < 120)
  t.true(gpuUtilization >= 0 && gpuUtilization <= 1)
})

test('without a GPU the reason names the files and the command that were tried', async t => {
  if (!isLeft(opened)) return t.pass('there is one')
  return t.regex(opened.left, /libnvidia-ml\.so\.1 \(.*nvidia-smi|^expected nvmlInit_v2/)
})
