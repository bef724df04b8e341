import { setTimeout as sleep } from 'node:timers/promises'
import test from 'ava'
import koffi from 'koffi'
import { createStudy, defineSpace, minimize, ordinal, ParetuneError, random } from '#src/index.js'
import { nvrtcFiles } from '#src/profilers/cuda/files.js'
import { cudaDevices } from '#src/profilers/cuda/index.js'
import { guarded } from '#src/profilers/index.js'
import { input } from '#src/profilers/kernel/index.js'
import { hasDeepStack } from '#src/profilers/native-library.js'
import { contextOf } from '../context.js'
import { bare, cuda, failureOf, profileOf, saxpy } from './kernels.js'
import { stubbed } from './stubs.js'

const { onStubs, title, stubs, files, calls } = stubbed(test)

test('without a driver the error names the files that were tried', async t => {
  const absent = cuda({ ...saxpy, driver: '/absent/libcuda.so.1' })
  const error = await t.throwsAsync(async () => failureOf(t, absent, { block: 64 }), { instanceOf: ParetuneError })
  t.is(error.code, 'InvalidProfiler')
  t.regex(error.message, /^expected a library of the CUDA driver, found none; tried \/absent\/libcuda\.so\.1 \(/)
  await absent.close?.()
})

test('without a driver a study ends with that one error, and no trial is blamed', async t => {
  const told: unknown[] = []
  const study = await createStudy({
    name: 'no driver',
    space: defineSpace({ block: ordinal(64, 128, 256) }),
    profiler: cuda({ ...saxpy, driver: '/absent/libcuda.so.1' }),
    objectives: { latency: minimize('latencyMs') },
    agent: random(),
    budget: { trials: 3 },
    onTrial: trial => told.push(trial),
  })
  await t.throwsAsync(() => study.run(), { instanceOf: ParetuneError, code: 'InvalidProfiler', message: /CUDA driver/ })
  t.deepEqual(told, [])
})

test('the files that are tried are those of the loader, and of the usual folders', async t => {
  const tried = await cudaDevices().then(
    () => 'a driver',
    (error: Error) => error.message,
  )
  t.regex(tried, /^a driver|, got CUDA_ERROR|tried libcuda\.so\.1 \(.*\/usr\/lib\/wsl\/lib\/libcuda\.so\.1 \(/)
})

onStubs(title('a driver that finds no device is one clear error'), async t => {
  stubs().cuda.set('fail cuInit', 100)
  const error = await t.throwsAsync(async () => failureOf(t, cuda({ ...saxpy, ...files() }), { block: 64 }), {
    instanceOf: ParetuneError,
  })
  t.is(error.code, 'InvalidProfiler')
  const expected =
    'expected a device that the CUDA driver can use, got CUDA_ERROR_NO_DEVICE (no CUDA-capable device is detected)'
  t.true(error.message.startsWith(expected), error.message)
})

onStubs(title('a device that there is not is one clear error'), async t => {
  await t.throwsAsync(async () => failureOf(t, cuda({ ...saxpy, ...files(), device: 2 }), { block: 64 }), {
    code: 'InvalidProfiler',
    message: 'expected one of 2 CUDA devices, counted from 0, got 2',
  })
})

onStubs(title('without NVRTC the error names the files that were tried'), async t => {
  const profiler = cuda({ ...saxpy, ...files(), nvrtc: '/absent/libnvrtc.so' })
  await t.throwsAsync(async () => failureOf(t, profiler, { block: 64 }), {
    code: 'InvalidProfiler',
    message: /^expected a library of NVRTC.* tried \/absent\/libnvrtc\.so \(/,
  })
  await profiler.close?.()
})

test.serial("NVRTC is looked for in the toolkit first, and there by the driver's version", t => {
  const { CUDA_PATH } = process.env
  process.env.CUDA_PATH = '/toolkit'
  try {
    const found = nvrtcFiles(12)
    t.deepEqual(found.slice(0, 4), [
      '/toolkit/lib64/libnvrtc.so.12',
      '/toolkit/lib64/libnvrtc.so.11.2',
      '/toolkit/lib64/libnvrtc.so.13',
      '/toolkit/lib64/libnvrtc.so',
    ])
    t.true(found.includes('libnvrtc.so.12') && found.includes('/usr/local/cuda/lib64/libnvrtc.so.12'))
  } finally {
    if (CUDA_PATH === undefined) delete process.env.CUDA_PATH
    else process.env.CUDA_PATH = CUDA_PATH
  }
})

onStubs(
  title('source that does not compile is CompileFailed, with the log, also where no other thread may compile'),
  async t => {
    // The stubs were loaded first, by koffi as it comes.
    t.false(hasDeepStack(koffi))
    const profiler = cuda({ ...saxpy, ...files(), source: 'saxpy\n#error no such block' })
    const { _tag, message, details } = await failureOf(t, profiler, { block: 64 })
    t.is(_tag, 'CompileFailed')
    t.is(
      message,
      'expected CUDA C++ that compiles, got NVRTC_ERROR_COMPILATION\nkernel.cu(1): error: #error no such block',
    )
    t.deepEqual(details, { log: 'kernel.cu(1): error: #error no such block' })
    t.is(stubs().nvrtc.get('programs'), 0)
    await profiler.close?.()
  },
)

onStubs(title('PTX that the driver refuses is CompileFailed, with its log'), async t => {
  const profiler = cuda({ ...saxpy, ...files(), source: { ptx: '.version 8.4\n.entry saxpy(\nbad_instruction' } })
  const { _tag, message, details } = await failureOf(t, profiler, { block: 64 })
  t.is(_tag, 'CompileFailed')
  t.regex(message, /CUDA_ERROR_INVALID_PTX .*\nptxas application ptx input, line 3; error/)
  t.like(details, { code: 'CUDA_ERROR_INVALID_PTX', call: 'cuModuleLoadDataEx', status: 218 })
  await profiler.close?.()
})

onStubs(title('what is given as PTX or as a cubin and is none is CompileFailed'), async t => {
  for (const source of [{ ptx: '__global__ void k() {}' }, { cubin: new Uint8Array([1, 2, 3]) }]) {
    const profiler = cuda({ ...saxpy, source, driver: stubs().cuda.path })
    t.like(await failureOf(t, profiler, { block: 64 }), { _tag: 'CompileFailed' })
    await profiler.close?.()
  }
})

onStubs(title('a kernel that is not in the image is CompileFailed, and the image is unloaded'), async t => {
  const profiler = cuda({ ...saxpy, ...files(), source: { ptx: '.version 8.4\n.entry other(' } })
  const { _tag, message } = await failureOf(t, profiler, { block: 64 })
  t.is(_tag, 'CompileFailed')
  t.regex(message, /^expected a kernel named saxpy: .*CUDA_ERROR_NOT_FOUND/)
  t.is(stubs().cuda.get('modules'), 0)
  await profiler.close?.()
})

onStubs(title('memory that runs out is OutOfMemory, whichever call says so, and nothing is left behind'), async t => {
  const profiler = cuda({ ...saxpy, ...files() })
  for (const call of ['cuMemAlloc_v2', 'cuModuleLoadDataEx', 'cuLaunchKernel', 'cuCtxCreate_v2']) {
    stubs().cuda.set(`fail ${call}`, 2)
    const { _tag, message } = await failureOf(t, profiler, { block: 64 })
    t.is(_tag, 'OutOfMemory', call)
    t.true(message.includes(`expected ${call} to succeed, got CUDA_ERROR_OUT_OF_MEMORY`), message)
    stubs().cuda.set(`fail ${call}`, 0)
    t.is(stubs().cuda.get('allocations'), 0, call)
    await profiler.close?.()
  }
  await profileOf(t, profiler, { block: 64 })
  await profiler.close?.()
})

onStubs(title('a launch that the device has no room for is RunFailed, and the next one runs'), async t => {
  const profiler = cuda({ ...bare('fat'), ...files() })
  const { _tag, message } = await failureOf(t, profiler, { block: 512 })
  t.is(_tag, 'RunFailed')
  t.regex(message, /CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES/)
  await profileOf(t, profiler, { block: 64 })
  t.is(calls('cuCtxCreate_v2').length, 1)
  await profiler.close?.()
})

onStubs(title('a kernel that breaks its context costs that trial: the next one gets a new context'), async t => {
  const profiler = cuda({ ...bare('crash64'), ...files(), inputs: () => [input(new Float32Array(4))] })
  const { _tag, message, details } = await failureOf(t, profiler, { block: 64 })
  t.is(_tag, 'Crashed')
  t.is(message, 'expected cuEventQuery to succeed, got CUDA_ERROR_ILLEGAL_ADDRESS (said by the stub)')
  t.like(details, { call: 'cuEventQuery', status: 700 })
  await profileOf(t, profiler, { block: 32 })
  t.is(calls('cuCtxCreate_v2').length, 2)
  await profiler.close?.()
  t.is(stubs().cuda.get('contexts'), 0)
  t.is(stubs().cuda.get('allocations'), 0)
})

onStubs(title('a process that the driver will not serve any more is one clear error'), async t => {
  const profiler = cuda({ ...bare('crash64'), ...files() })
  await failureOf(t, profiler, { block: 64 })
  stubs().cuda.set('fail cuCtxCreate_v2', 700)
  await t.throwsAsync(async () => failureOf(t, profiler, { block: 64 }), {
    code: 'InvalidProfiler',
    message: /CUDA_ERROR_ILLEGAL_ADDRESS.*start another/,
  })
})

onStubs(title('a kernel that hangs holds nobody up, and what it holds is freed when it ends'), async t => {
  const profiler = cuda({ ...bare('hang'), ...files(), inputs: () => [input(new Float32Array(4))] })
  const controller = new AbortController()
  const { signal } = controller
  const answer = guarded(profiler, { graceMs: 1 }).profile({ block: 64 }, contextOf({ signal }))()
  while (calls('cuLaunchKernel').length === 0) await sleep(5)
  controller.abort()
  t.like(await answer, { _tag: 'Left', left: { _tag: 'Cancelled' } })
  t.is(stubs().cuda.get('allocations'), 1)
  stubs().cuda.set('release', 1)
  while (stubs().cuda.get('allocations') > 0) await sleep(5)
  await profiler.close?.()
  t.is(stubs().cuda.get('contexts'), 0)
})

onStubs(title('closing waits for what runs'), async t => {
  const profiler = cuda({ ...bare('hang'), ...files() })
  const profiling = profiler.profile({ block: 64 }, contextOf())()
  while (calls('cuLaunchKernel').length === 0) await sleep(5)
  const closing = profiler.close?.()
  await sleep(5)
  t.is(stubs().cuda.get('contexts'), 1)
  stubs().cuda.set('release', 1)
  await closing
  t.is((await profiling)._tag, 'Left')
  t.is(stubs().cuda.get('contexts'), 0)
  t.is(stubs().cuda.get('waits'), 0)
})

onStubs(title('memory for OpenCL kernels is refused as an argument'), async t => {
  const profiler = cuda({ ...bare('nothing'), ...files(), inputs: () => [{ localBytes: 64 }] })
  const { _tag, message } = await failureOf(t, profiler, { block: 64 })
  t.is(_tag, 'RunFailed')
  t.regex(message, /expected memory shared by a block as `sharedBytes`/)
  await profiler.close?.()
})
