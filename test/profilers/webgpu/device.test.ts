import test from 'ava'
import { webgpu } from '#src/profilers/webgpu/index.js'
import { openDevice } from '#src/profilers/webgpu/open-device.js'
import { webGpuAdapter } from '#src/profilers/webgpu-device.js'
import { contextOf } from '../context.js'
import { noWebGpu, profileOf, square, unlessSkipped } from './shaders.js'

const onWebGpu = noWebGpu === undefined ? test.serial : test.serial.skip
const titled = (title: string): string => `${title}${unlessSkipped}`

/** Replaces a method of a WebGPU class until the test is over. */
const replaced = <T extends object, K extends keyof T>(
  t: { teardown(undo: () => void): void },
  prototype: T,
  name: K,
  make: (original: T[K]) => T[K],
): void => {
  const original = Object.getOwnPropertyDescriptor(prototype, name) as PropertyDescriptor
  Object.defineProperty(prototype, name, { ...original, value: make(original.value as T[K]) })
  t.teardown(() => Object.defineProperty(prototype, name, original))
}

/** The devices that are asked for while the test runs. */
const devicesOf = (t: Parameters<typeof replaced>[0], withFeatures = true): GPUDevice[] => {
  const devices: GPUDevice[] = []
  replaced(
    t,
    GPUAdapter.prototype,
    'requestDevice',
    original =>
      async function (this: GPUAdapter, descriptor) {
        const device = await original.call(this, { ...descriptor, ...(!withFeatures && { requiredFeatures: [] }) })
        devices.push(device)
        return device
      },
  )
  return devices
}

onWebGpu(titled('a device that is lost while it works is Crashed, and the next profile has another'), async t => {
  const devices = devicesOf(t)
  const profiler = webgpu({ ...square, limits: { timeMs: 60_000, relativeWidth: 0, maxSamples: 1e9 } })
  const working = profiler.profile({ block: 64 }, contextOf())()
  const timer = setInterval(() => {
    if (devices.length === 0) return
    clearInterval(timer)
    setTimeout(() => devices[0]?.destroy(), 50)
  }, 10)
  const answer = await working
  if (answer._tag === 'Right') throw t.fail('expected a failure, got a profile')
  t.is(answer.left._tag, 'Crashed')
  t.regex(answer.left.message, /^the WebGPU device was lost: /)
  await profiler.close?.()

  const kept = webgpu(square)
  t.is((await kept.profile({ block: 64 }, contextOf())())._tag, 'Right')
  t.is((await kept.profile({ block: 32 }, contextOf())())._tag, 'Right')
  t.is(devices.length, 2)
  devices[1]?.destroy()
  await devices[1]?.lost
  t.is((await kept.profile({ block: 64 }, contextOf())())._tag, 'Right')
  t.is(devices.length, 3)
  await kept.close?.()
})

onWebGpu(titled('a device is asked for with all that its adapter allows'), async t => {
  const devices = devicesOf(t)
  await profileOf(t, square, { block: 64 })
  const { adapter } = await webGpuAdapter({ powerPreference: 'high-performance' })
  for (const limit of ['maxStorageBufferBindingSize', 'maxComputeWorkgroupStorageSize'] as const) {
    t.is(devices[0]?.limits[limit], adapter.limits[limit])
  }
})

onWebGpu(titled('without timestamps the time is that of the wall, and a note says so'), async t => {
  devicesOf(t, false)
  const { metrics, notes } = await profileOf(t, square, { block: 64 })
  t.true(notes?.includes('the adapter has no timestamps: `latencyMs` is wall time until the queue was empty'))
  const { latencyMs, wallMs } = metrics
  if (typeof latencyMs !== 'object' || typeof wallMs !== 'object') throw t.fail('expected measurements')
  t.true(latencyMs.median > 0 && latencyMs.median <= wallMs.median)
})

onWebGpu(titled('what a profile makes on the device is freed with it, whether it succeeds or fails'), async t => {
  const made = new Set<GPUBuffer>()
  let total = 0
  replaced(
    t,
    GPUDevice.prototype,
    'createBuffer',
    original =>
      function (this: GPUDevice, descriptor) {
        const buffer = original.call(this, descriptor)
        made.add(buffer)
        total++
        return buffer
      },
  )
  replaced(
    t,
    GPUBuffer.prototype,
    'destroy',
    original =>
      function (this: GPUBuffer) {
        made.delete(this)
        return original.call(this)
      },
  )
  const profiler = webgpu(square)
  const wrong = webgpu({ ...square, grid: [1], inputSets: 2 })
  t.is((await profiler.profile({ block: 64 }, contextOf())())._tag, 'Right')
  t.is(made.size, 0)
  const before = total
  t.is((await wrong.profile({ block: 64 }, contextOf())())._tag, 'Left')
  t.is(made.size, 0)
  t.true(before > 0 && total > before)
  await profiler.close?.()
  await wrong.close?.()
})

onWebGpu(titled('no room for a buffer is OutOfMemory'), async t => {
  const device = await openDevice()
  const buffer = device.buffer(2 ** 50)
  const error = await t.throwsAsync(buffer.write(new Uint8Array(4)), {
    message: /^expected room for 1125899906842624 bytes, got: /,
  })
  t.like(error, { failure: { _tag: 'OutOfMemory' } })
  buffer.release()
  await device.close()
})
