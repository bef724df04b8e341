import test from 'ava'
import { isRight } from '#src/core/fp.js'
import { ParetuneError } from '#src/core/index.js'
import { cudaDevices, cudaLimits } from '#src/profilers/cuda/index.js'
import { checkProfiler } from '#src/testing/index.js'
import { isRequired } from '../../required.js'
import { contextOf } from '../context.js'
import { astray, cuda, failureOf, lastOf, profileOf, saxpy } from './kernels.js'

// On a GPU, with NVIDIA's own libraries. PARETUNE_REQUIRE=cuda makes a machine without them fail.

const noGpu = await cudaDevices().then(
  () => undefined,
  () => 'no GPU',
)
const onGpu = noGpu === undefined || isRequired('cuda') ? test.serial : test.serial.skip
const title = (words: string): string => `on a GPU ${words}${noGpu === undefined ? '' : ` (${noGpu})`}`

onGpu(title('the profiler keeps the contract'), async t => {
  const profiler = cuda({ ...saxpy, inputSets: 2, flushCaches: true })
  const configs = [{ block: 64 }, { block: 256, items: 4 }]
  t.deepEqual(await checkProfiler(profiler, { configs, invalidConfig: { block: 2048 } }), [])
})

onGpu(title('a profile tells what the compiler and the driver say'), async t => {
  const profiler = cuda(saxpy)
  const { machine, metrics } = await profileOf(t, profiler, { block: 128 })
  t.log(await cudaDevices(), machine, metrics)
  t.regex(machine, /cuda device: .+ \(sm_\d+\); cuda driver: CUDA \d+\.\d+/)
  const { registers = 0, occupancy = 0, maxThreads = 0 } = metrics as Readonly<Record<string, number>>
  t.true(registers > 0 && registers <= 255, `${registers} registers`)
  t.true(occupancy > 0 && occupancy <= 1, `occupancy ${occupancy}`)
  t.true(maxThreads >= 128)
  await profiler.close?.()
})

onGpu(title('more than 48 KiB of dynamic shared memory can be had'), async t => {
  const { sharedBytes } = await cudaLimits()
  const profiler = cuda(lastOf(sharedBytes))
  t.like((await profileOf(t, profiler, { block: 64 })).metrics, { sharedBytes })
  await profiler.close?.()
})

onGpu(title('a kernel that writes where it must not costs that trial'), async t => {
  const profiler = cuda(astray)
  t.like(await failureOf(t, profiler, { block: 64 }), { _tag: 'Crashed' })
  // Whether the process may go on is the driver's to say; where not, the study ends with one clear error.
  try {
    const answer = await profiler.profile({ block: 32 }, contextOf())()
    t.true(isRight(answer), JSON.stringify(answer))
    t.log('the process goes on with a new context')
  } catch (thrown) {
    t.true(thrown instanceof ParetuneError && /start another/.test(thrown.message), String(thrown))
    t.log('the driver wants another process')
  }
  await profiler.close?.().catch(() => {})
})
