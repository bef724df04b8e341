import test from 'ava'
import { isRight } from '#src/core/fp.js'
import { type GpujsModule, gpujs, type Reference } from '#src/profilers/gpujs/index.js'
import { context, failureOf, noWebGpu, profile, rows, scaling, unlessSkipped } from './kernels.js'

const onWebGpu = noWebGpu === undefined ? test.serial : test.serial.skip

onWebGpu(`webgpu runs, and the machine names its adapter${unlessSkipped}`, async t => {
  const { notes, machine } = await profile(t, scaling, { mode: 'webgpu' })
  t.true(notes?.includes('ran webgpu'), notes?.join())
  t.regex(machine, /; webgpu adapter: ./)
})

onWebGpu(`a result that stays on the device is waited for, read and checked${unlessSkipped}`, async t => {
  const onDevice: typeof scaling = { ...scaling, settings: () => ({ pipeline: true, immutable: true }) }
  const { notes } = await profile(t, onDevice, { mode: 'webgpu' })
  t.true(notes?.includes('ran webgpu'))
  const wrong = await failureOf(t, { ...onDevice, reference: () => ({ expected: rows() }) }, { mode: 'webgpu' })
  t.is(wrong._tag, 'WrongOutput')
})

onWebGpu(`no buffer is left on the device after a profile${unlessSkipped}`, async t => {
  interface Device {
    createBuffer(...parameters: unknown[]): { destroy(): unknown }
  }
  const { prototype } = (globalThis as unknown as { GPUDevice: { prototype: Device } }).GPUDevice
  const { createBuffer } = prototype
  const live = new Set<unknown>()
  prototype.createBuffer = function (this: Device, ...parameters) {
    const buffer = createBuffer.apply(this, parameters)
    const destroy = buffer.destroy.bind(buffer)
    buffer.destroy = () => {
      live.delete(buffer)
      return destroy()
    }
    live.add(buffer)
    return buffer
  }
  t.teardown(() => {
    prototype.createBuffer = createBuffer
  })
  for (const pipeline of [false, true]) {
    let mostLive = 0
    const reference: typeof scaling.reference = (args, config) => {
      mostLive = live.size
      return scaling.reference?.(args, config) as Reference
    }
    await profile(t, { ...scaling, settings: () => ({ pipeline, immutable: pipeline }), reference }, { mode: 'webgpu' })
    t.true(mostLive > 0)
    t.is(live.size, 0)
  }
})

onWebGpu(
  `the shared device ends with the last profiler that used it, and a later profile gets a new one${unlessSkipped}`,
  async t => {
    let ended = 0
    const { GPU, WebGPUContext } = (await import('gpu.js')) as unknown as Required<GpujsModule>
    const load = async () => ({
      GPU,
      WebGPUContext: {
        acquire: () => WebGPUContext.acquire(),
        destroy: () => {
          ended++
          return WebGPUContext.destroy()
        },
      },
    })
    const shared = await load()
    const [one, two] = [
      gpujs({ ...scaling, load: async () => shared }),
      gpujs({ ...scaling, load: async () => shared }),
    ]
    for (const profiler of [one, two, one]) t.true(isRight(await profiler.profile({ mode: 'webgpu' }, context())()))
    await one.close?.()
    t.is(ended, 0)
    t.true(isRight(await two.profile({ mode: 'webgpu' }, context())()))
    await two.close?.()
    t.is(ended, 1)
    t.true(isRight(await two.profile({ mode: 'webgpu' }, context())()))
    await two.close?.()
    t.is(ended, 2)
  },
)
