import { setTimeout as sleep } from 'node:timers/promises'
import test from 'ava'
import { ParetuneError } from '#src/core/index.js'
import { ProfileError } from '#src/profilers/index.js'
import { loadOpencl, type Opencl } from '#src/profilers/opencl/api.js'
import { OpenclError } from '#src/profilers/opencl/codes.js'
import { openDevice } from '#src/profilers/opencl/device.js'
import { chooseDevice, findDevices, type OpenclDevice } from '#src/profilers/opencl/devices.js'
import { type OpenclChoice, openclDevices, openclLimits } from '#src/profilers/opencl/index.js'
import { onOpencl, profileOf } from './on-opencl.js'
import { scaling } from './scaling.js'

const deviceOf = (platform: string, device: string): OpenclDevice => {
  return { platform, device, platformVersion: '3.0', type: 'gpu', version: '3.0', driver: '1' }
}
const devices = [deviceOf('Vendor A', 'Small GPU'), deviceOf('Vendor A', 'Big GPU'), deviceOf('Vendor B', 'Big CPU')]
const chosen = (choice: OpenclChoice): string => chooseDevice(devices, choice).device

test('a device is chosen by its place or a part of its name, among those of the platform', t => {
  t.is(chosen({}), 'Small GPU')
  t.is(chosen({ device: 2 }), 'Big CPU')
  t.is(chosen({ device: 'big' }), 'Big GPU')
  t.is(chosen({ platform: 'vendor b' }), 'Big CPU')
  t.is(chosen({ platform: 1, device: 0 }), 'Big CPU')
  t.is(chosen({ platform: 'B', device: 'big' }), 'Big CPU')
})

test('a device that there is not is answered with those that there are', t => {
  const absent = t.throws(() => chooseDevice(devices, { platform: 'B', device: 'Small' }), {
    instanceOf: ParetuneError,
  })
  t.is(absent.code, 'InvalidProfiler')
  t.is(
    absent.message,
    'expected an OpenCL device "Small" of platform "B", got 0: Small GPU (Vendor A), 1: Big GPU (Vendor A), 2: Big CPU (Vendor B)',
  )
  t.regex(t.throws(() => chooseDevice([], {})).message, /^expected an OpenCL device, got none: .*pocl-opencl-icd/)
})

test('without a library of OpenCL the error names the files that were tried', async t => {
  const error = await t.throwsAsync(loadOpencl(['libNowhere.so.1', 'libNowhere.so']), { instanceOf: ParetuneError })
  t.is(error.code, 'InvalidProfiler')
  t.regex(
    error.message,
    /^expected a library of OpenCL, found none; tried libNowhere\.so\.1 \(.+\), libNowhere\.so \(.+\)$/,
  )
})

onOpencl('devices tell platform, driver and limits, and a profile names them', async t => {
  const [first] = await openclDevices()
  if (first === undefined) throw t.fail('expected a device')
  for (const text of [first.platform, first.device, first.version, first.driver]) t.true(text.length > 0)
  const { size, items, sharedBytes } = await openclLimits({ device: first.device })
  // The least that OpenCL 1.2 asks of a device of the full profile: 1 item of each axis, 32 KiB of local memory.
  for (const limit of [...size, items]) t.true(Number.isInteger(limit) && limit >= 1)
  t.true(sharedBytes >= 32 * 1024)
  const { machine, metrics } = await profileOf(t, scaling, { items: 16, factor: 2 })
  t.true(machine.includes(`opencl device: ${first.device}`.replaceAll(';', ',')), machine)
  t.true(machine.includes(`opencl driver: ${first.driver}`.replaceAll(';', ',')), machine)
  t.true((metrics.maxWorkgroupItems as number) >= 16)
})

/** OpenCL, and how many things made of it are there now. */
const counted = (opencl: Opencl) => {
  const made: Record<string, number> = {}
  const count = (kind: string, change: number): void => {
    made[kind] = (made[kind] ?? 0) + change
  }
  const watched: Opencl = {
    ...opencl,
    create: (name, ...args) => {
      const handle = opencl.create(name, ...args)
      count(name.replace(/^clCreate|WithSource$/g, '').replace('Buffer', 'MemObject'), 1)
      return handle
    },
    call: (name, ...args) => {
      opencl.call(name, ...args)
      if (name.startsWith('clEnqueue')) count('Event', 1)
      if (name.startsWith('clRelease')) count(name.replace('clRelease', ''), -1)
    },
  }
  return { made, watched }
}

const SOURCE = `kernel void add(global float *a) { a[get_global_id(0)] += 1; }
kernel void spin(global float *a, int rounds) {
  float sum = 0;
  for (int i = 0; i < rounds; i++) sum = sum * 0.999f + a[i % 16];
  a[get_global_id(0)] = sum;
}`
const program = (entry: string) => ({ source: SOURCE, entry, defines: {}, options: [] })

const opened = async () => {
  const { made, watched } = counted(await loadOpencl())
  const [found] = findDevices(watched)
  if (found === undefined) throw new Error('expected a device')
  return { made, device: openDevice(watched, found) }
}

onOpencl('all that was made of a device is released with it, also what nobody released', async t => {
  const { made, device } = await opened()
  const kernel = await device.compile(program('add'))
  const forgotten = device.buffer(64)
  const buffer = device.buffer(64)
  await buffer.write(new Uint8Array(64))
  await kernel.launch({ grid: [1, 1, 1], workgroup: [16, 1, 1], args: [forgotten] })
  t.deepEqual(new Float32Array((await buffer.read()).buffer), new Float32Array(16))
  await t.throwsAsync(device.compile(program('none')), { instanceOf: ProfileError })
  buffer.release()
  buffer.release()
  t.deepEqual(made, { Context: 1, CommandQueue: 1, Program: 0, Kernel: 1, MemObject: 1, Event: 0 })
  await device.close()
  await device.close()
  t.deepEqual(made, { Context: 0, CommandQueue: 0, Program: 0, Kernel: 0, MemObject: 0, Event: 0 })
})

onOpencl('while a kernel runs the event loop turns, and its device may be closed', async t => {
  const { made, device } = await opened()
  const buffer = device.buffer(64)
  await buffer.write(new Uint8Array(64))
  const kernel = await device.compile(program('spin'))
  let done = false
  // Some tenths of a second.
  const args = [buffer, { type: 'int32', value: 1e8 }] as const
  const running = kernel.launch({ grid: [1, 1, 1], workgroup: [1, 1, 1], args }).then(elapsedMs => {
    done = true
    return elapsedMs
  })
  await sleep(1)
  t.false(done)
  await device.close()
  t.true((await running) > 0)
  t.deepEqual(Object.values(made), [0, 0, 0, 0, 0, 0])
})

onOpencl('a command that breaks off while it runs is a crash, and its device counts as lost', async t => {
  const opencl = await loadOpencl()
  const [found] = findDevices(opencl)
  if (found === undefined) throw t.fail('expected a device')
  // CL_EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST, once it is told to.
  let isBroken = false
  const callAside: Opencl['callAside'] = async (name, ...args) => {
    await opencl.callAside(name, ...args)
    if (isBroken && name === 'clWaitForEvents') throw new OpenclError(name, -14)
  }
  const device = openDevice({ ...opencl, callAside }, found)
  const kernel = await device.compile(program('add'))
  const buffer = device.buffer(64)
  await buffer.write(new Uint8Array(64))
  t.is(device.lost, undefined)
  isBroken = true
  const launch = kernel.launch({ grid: [1, 1, 1], workgroup: [16, 1, 1], args: [buffer] })
  const error = await t.throwsAsync(launch, { instanceOf: ProfileError })
  t.is(error.failure._tag, 'Crashed')
  t.regex(error.message, /CL_EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST \(-14\)/)
  t.is(device.lost, error.message)
  await device.close()
})

onOpencl('a buffer that the device has no room for is out of memory', async t => {
  const { device } = await opened()
  const error = t.throws(() => device.buffer(2 ** 50), { instanceOf: ProfileError })
  t.is(error.failure._tag, 'OutOfMemory')
  t.regex(error.message, /CL_INVALID_BUFFER_SIZE \(-61\), for a buffer of 1125899906842624 bytes$/)
  await device.close()
})
