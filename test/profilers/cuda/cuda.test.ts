import test from 'ava'
import { cudaDevices, cudaLimits } from '#src/profilers/cuda/index.js'
import { fitsWorkgroup, float32, float64, int32, int64, output, uint32, uint64 } from '#src/profilers/kernel/index.js'
import { hasDeepStack, nativeLibrary } from '#src/profilers/native-library.js'
import { checkProfiler } from '#src/testing/index.js'
import { contextOf } from '../context.js'
import { bare, cuda, profileOf, saxpy } from './kernels.js'
import { stubbed } from './stubs.js'

// On stubs of NVIDIA's libraries that the tests compile: they prove how calls are made and arguments are passed, nothing more.

// Before the stubs are loaded: from then on koffi keeps its settings, and NVRTC would be called without another thread.
const { koffi } = await nativeLibrary('C', ['libc.so.6'])
const { onStubs, title, stubs, files, calls } = stubbed(test)

onStubs(title('the profiler keeps the contract, on a stub'), async t => {
  t.true(hasDeepStack(koffi))
  const profiler = cuda({ ...saxpy, ...files(), inputSets: 2, flushCaches: true })
  stubs().cuda.set('kernels take us', 1000)
  const configs = [{ block: 64 }, { block: 256, items: 4 }]
  t.deepEqual(await checkProfiler(profiler, { configs, invalidConfig: { block: 2048 } }), [])
  for (const thing of ['contexts', 'allocations', 'modules']) t.is(stubs().cuda.get(thing), 0, thing)
  t.is(stubs().nvrtc.get('programs'), 0)
})

onStubs(title('a profile tells the device, the driver and NVRTC, and what the driver says of the kernel'), async t => {
  const profiler = cuda({ ...saxpy, ...files(), sharedBytes: 100 })
  const { machine, metrics, ops } = await profileOf(t, profiler, { block: 48 })
  t.true(machine.includes('cuda device: Stub 0 (sm_90); cuda driver: CUDA 12.4'), machine)
  t.true(machine.endsWith('nvrtc: 12.4'), machine)
  const { registers, sharedBytes, localBytes, constantBytes, maxThreads, activeBlocks, occupancy } = metrics
  // As the stub's attributes have it; 48 threads take 2 warps of 32, and a multiprocessor has room for 2048 threads.
  t.deepEqual(
    { registers, sharedBytes, localBytes, constantBytes, maxThreads, activeBlocks, occupancy },
    {
      registers: 40,
      sharedBytes: 2048 + 100,
      localBytes: 16,
      constantBytes: 360,
      maxThreads: 1024,
      activeBlocks: 32,
      occupancy: (32 * 64) / 2048,
    },
  )
  t.deepEqual(calls('cuOccupancyMaxActiveBlocksPerMultiprocessor'), [
    'cuOccupancyMaxActiveBlocksPerMultiprocessor saxpy 48 100',
  ])
  t.like(ops?.[0], { name: 'saxpy' })
  await profiler.close?.()
})

onStubs(title('the time of a launch is that between its events'), async t => {
  const profiler = cuda({ ...saxpy, ...files() })
  const { metrics } = await profileOf(t, profiler, { block: 128 })
  // The stub's clock: 0.5 ms, and one 256th of a millisecond for every thread more or less than 256.
  t.like(metrics.latencyMs, { median: 1, mean: 1 })
  const around = stubs()
    .cuda.log()
    .filter(line => /^(cuEventRecord|cuLaunchKernel)/.test(line))
  const launch = 'cuLaunchKernel saxpy grid 8 1 1 block 128 1 1 shared 0 default'
  t.deepEqual(around.slice(0, 3), ['cuEventRecord default', launch, 'cuEventRecord default'])
  await profiler.close?.()
})

onStubs(title('scalars arrive in the type that they were given'), async t => {
  const values = [-7, 4_000_000_000, -(2 ** 40), 2 ** 63, 1.5, Math.PI]
  const profiler = cuda({
    ...bare('types'),
    ...files(),
    inputs: () => [
      output(new Float64Array(6)),
      int32(-7),
      uint32(4_000_000_000),
      int64(-(2n ** 40n)),
      uint64(2n ** 63n),
      float32(1.5),
      float64(Math.PI),
    ],
    reference: () => ({ expected: [values], relative: 0, absolute: 0 }),
  })
  t.truthy(await profileOf(t, profiler, { block: 1 }))
  await profiler.close?.()
})

onStubs(title('grid, block and dynamic shared memory arrive in three dimensions'), async t => {
  const profiler = cuda<{ readonly block: number }>({
    ...bare('nothing'),
    ...files(),
    workgroup: ['block', 4, 2],
    grid: [70_000, 5, 6],
    sharedBytes: 'block * 10000',
  })
  await profileOf(t, profiler, { block: 8 })
  t.is(calls('cuLaunchKernel')[0], 'cuLaunchKernel nothing grid 70000 5 6 block 8 4 2 shared 80000 default')
  t.is(calls('cuFuncSetAttribute')[0], 'cuFuncSetAttribute 8 80000')
  await profiler.close?.()
})

onStubs(title('defines, options and the architecture of the device are given to NVRTC'), async t => {
  const profiler = cuda<{ readonly block: number; readonly fast: boolean; readonly vector: string }>({
    ...bare('nothing'),
    ...files(),
    options: () => ['--use_fast_math', '--std=c++17'],
  })
  const answer = await profiler.profile({ block: 8, fast: true, vector: 'float4' }, contextOf())()
  t.is(answer._tag, 'Right')
  t.deepEqual(
    stubs()
      .nvrtc.log()
      .flatMap(line => (line.startsWith('option ') ? [line.slice(7)] : [])),
    ['--gpu-architecture=sm_90', '-Dblock=8', '-Dfast=1', '-Dvector=float4', '--use_fast_math', '--std=c++17'],
  )
  await profiler.close?.()
})

onStubs(title('a device newer than NVRTC knows gets PTX, and an architecture that is asked for is kept'), async t => {
  const newer = cuda({ ...saxpy, ...files(), device: 1 })
  await profileOf(t, newer, { block: 64 })
  t.true(stubs().nvrtc.log().includes('option --gpu-architecture=compute_80'))
  t.is(calls('cuModuleLoadDataEx')[0], 'cuModuleLoadDataEx ptx 5=log 6=65536')
  const asked = cuda({ ...saxpy, ...files(), options: () => ['-arch=sm_90a'] })
  stubs().nvrtc.reset()
  await profileOf(t, asked, { block: 64 })
  t.false(
    stubs()
      .nvrtc.log()
      .some(line => line.startsWith('option --gpu-architecture')),
  )
  await newer.close?.()
  await asked.close?.()
})

onStubs(title('a C++ kernel is found by its lowered name'), async t => {
  const profiler = cuda({
    ...saxpy,
    ...files(),
    source: 'template <int N> __global__ void saxpy(int n, float a, const float *x, float *y) { /* ... */ }',
    entry: 'saxpy<block>',
  })
  await profileOf(t, profiler, { block: 64 })
  t.true(stubs().nvrtc.log().includes('nvrtcAddNameExpression saxpy<block>'))
  t.deepEqual(calls('cuModuleGetFunction'), ['cuModuleGetFunction _Z5saxpyv'])
  await profiler.close?.()
})

onStubs(title('PTX and cubins are loaded as they are, without NVRTC'), async t => {
  const ptx = '// made by nvcc\n.version 8.4\n.target sm_90\n.entry saxpy('
  const cubin = Buffer.from('\x7fELF \xff.entry saxpy(\0', 'latin1')
  for (const source of [{ ptx }, { cubin }, () => ({ ptx })]) {
    const profiler = cuda({ ...saxpy, source, driver: stubs().cuda.path, nvrtc: 'absent.so' })
    const { machine } = await profileOf(t, profiler, { block: 64 })
    t.false(machine.includes('nvrtc'))
    await profiler.close?.()
  }
  t.deepEqual(
    calls('cuModuleLoadDataEx').map(line => line.split(' ')[1]),
    ['ptx', 'cubin', 'ptx'],
  )
})

onStubs(title('before each run twice the L2 cache is written to, in the same stream'), async t => {
  const profiler = cuda({ ...saxpy, ...files(), flushCaches: true })
  await profileOf(t, profiler, { block: 64 })
  const launches = calls('cuLaunchKernel').length
  // All but the launch that is compared with the reference.
  t.deepEqual(calls('cuMemsetD8Async'), Array(launches - 1).fill(`cuMemsetD8Async 0 ${2 * 2 ** 20} default`))
  await profiler.close?.()
})

onStubs(
  title('profiles at the same time launch one after the other, and nothing waits for a kernel but its launch'),
  async t => {
    const profiler = cuda({ ...saxpy, ...files(), flushCaches: true })
    stubs().cuda.set('kernels take us', 1000)
    await Promise.all([64, 128, 256].map(block => profileOf(t, profiler, { block })))
    await profiler.close?.()
    t.is(stubs().cuda.get('overlaps'), 0)
    t.is(stubs().cuda.get('waits'), 0)
    t.is(stubs().cuda.get('contexts'), 0)
  },
)

onStubs(title('profilers on two devices take turns, each in its own context'), async t => {
  const [first, second] = [cuda({ ...saxpy, ...files() }), cuda({ ...saxpy, ...files(), device: 1 })]
  stubs().cuda.set('kernels take us', 1000)
  const profiles = await Promise.all([first, second].map(one => profileOf(t, one, { block: 64 })))
  t.deepEqual(
    profiles.map(({ machine }) => /Stub \d/.exec(machine)?.[0]),
    ['Stub 0', 'Stub 1'],
  )
  await first.close?.()
  await second.close?.()
})

onStubs(title('devices and their limits can be asked for'), async t => {
  const [first, second] = await cudaDevices(files())
  t.like(first, { index: 0, name: 'Stub 0', computeCapability: '9.0', memoryBytes: 2 ** 33, multiprocessors: 132 })
  t.like(second, {
    index: 1,
    l2Bytes: 2 ** 20,
    memoryBytes: 2 ** 34,
    computeCapability: '8.6',
    pciBusId: '0000:01:00.0',
  })
  const limits = await cudaLimits(files())
  t.deepEqual(limits, { size: [1024, 1024, 64], items: 1024, sharedBytes: 232448 })
  t.deepEqual(fitsWorkgroup(limits, { workgroup: ['block'] }), ['1 <= (block) <= 1024', '(block) <= 1024'])
})
