import { spawnSync } from 'node:child_process'
import test from 'ava'
import { ParetuneError } from '#src/core/index.js'
import { optionalPackage } from '#src/profilers/optional-package.js'
import { installWebGpu } from '#src/profilers/webgpu-device.js'
import { noWebGpu, unlessSkipped } from './kernels.js'

const onWebGpu = noWebGpu === undefined ? test : test.skip

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

test('a machine without an adapter gets an error that names VK_ICD_FILENAMES', t => {
  const body = `import(${JSON.stringify(import.meta.resolve('#src/profilers/webgpu-device.js'))})
    .then(({ installWebGpu }) => installWebGpu())
    .catch(error => console.log(error.name, error.code, error.message))`
  const env = { ...process.env, VK_ICD_FILENAMES: 'absent.json' }
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--eval', body], { encoding: 'utf8', env })
  t.is(status, 0, stderr)
  t.regex(
    stdout,
    /^ParetuneError InvalidProfiler expected a WebGPU adapter, got none: .*VK_ICD_FILENAMES is "absent.json"/,
  )
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
