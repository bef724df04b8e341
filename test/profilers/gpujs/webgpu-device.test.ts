import test from 'ava'
import { ParetuneError } from '#src/core/index.js'
import { optionalPackage } from '#src/profilers/optional-package.js'
import { installWebGpu } from '#src/profilers/webgpu-device.js'
import { noWebGpu, unlessSkipped } from './kernels.js'

const onWebGpu = noWebGpu === undefined ? test : test.skip
const without = noWebGpu === undefined ? test.skip : test

onWebGpu(`WebGPU is where browsers have it, once${unlessSkipped}`, async t => {
  const { adapter } = await installWebGpu()
  t.true(adapter.length > 0)
  const there = () =>
    (globalThis as unknown as { navigator: { gpu: { requestAdapter(): Promise<unknown> } } }).navigator.gpu
  const gpu = there()
  t.truthy(await gpu.requestAdapter())
  t.true('GPUBufferUsage' in globalThis)
  await installWebGpu()
  t.is(there(), gpu)
})

without('a machine without an adapter gets an error that names VK_ICD_FILENAMES', async t => {
  const error = await t.throwsAsync(installWebGpu(), { instanceOf: ParetuneError, message: /VK_ICD_FILENAMES/ })
  t.is(error.code, 'InvalidProfiler')
})

test('a package that is not installed is MissingPackage, and its message is what to run', async t => {
  const error = await t.throwsAsync(
    optionalPackage('paretune-absent', () => import(`paretune-${'absent'}`)),
    { instanceOf: ParetuneError, message: 'npm install paretune-absent' },
  )
  t.is(error.code, 'MissingPackage')
})

test('a package that is there but fails to load throws its own error', async t => {
  const broken = new Error('libstdc++ is too old')
  t.is(await t.throwsAsync(optionalPackage('webgpu', () => Promise.reject(broken))), broken)
  const itsOwnPart = Object.assign(new Error("Cannot find package 'part' imported from webgpu"), {
    code: 'ERR_MODULE_NOT_FOUND',
  })
  t.is(await t.throwsAsync(optionalPackage('webgpu', () => Promise.reject(itsOwnPart))), itsOwnPart)
})
