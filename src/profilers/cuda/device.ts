import { readFileSync } from 'node:fs'
import type { KernelDevice } from '../kernel/device.js'
import { capabilityOf, deviceAttribute, deviceText, limitsOf } from './attributes.js'
import { CudaBuffer } from './buffer.js'
import { CudaContext } from './context.js'
import type { Driver } from './driver.js'
import { nvrtcFiles } from './files.js'
import { compiledImage } from './image.js'
import { loadKernel } from './kernel.js'
import { loadNvrtc, type Nvrtc } from './nvrtc.js'

/** Opens a device: a context of its own, events, and NVRTC once there is something to compile. */
export const openDevice = (driver: Driver, device: number, nvrtcFile: string | undefined): KernelDevice => {
  const capability = capabilityOf(driver, device)
  const multiprocessor = {
    warpThreads: deviceAttribute(driver, device, 'WARP_SIZE'),
    maxThreads: deviceAttribute(driver, device, 'MAX_THREADS_PER_MULTIPROCESSOR'),
  }
  const limits = limitsOf(driver, device)
  const cacheBytes = deviceAttribute(driver, device, 'L2_CACHE_SIZE')
  const machine: Record<string, string> = {
    'cuda device': `${deviceText(driver, device, 'cuDeviceGetName')} (sm_${capability})`,
    'cuda driver': `CUDA ${Math.floor(driver.version / 1000)}.${Math.floor((driver.version % 1000) / 10)}${kernelModule()}`,
  }
  const context = new CudaContext(driver, device)
  const timers = timersIn(context)
  let nvrtc: Promise<Nvrtc> | undefined
  const compiler = async (): Promise<Nvrtc> => {
    nvrtc ??= loadNvrtc(nvrtcFile === undefined ? nvrtcFiles(Math.floor(driver.version / 1000)) : [nvrtcFile])
    const { version } = await nvrtc
    machine.nvrtc = version
    return nvrtc
  }
  let flushed: CudaBuffer | undefined

  return {
    machine,
    limits,
    get lost() {
      return context.lost
    },
    compile: async program => {
      const image = compiledImage(program.source)
      const compiled =
        image === undefined ? await (await compiler()).compile(program, capability) : { image, entry: program.entry }
      return context.next(() => loadKernel(driver.koffi, context, compiled, timers, multiprocessor))
    },
    buffer: byteLength => new CudaBuffer(context, byteLength),
    flushCaches: async () => {
      if (cacheBytes === 0) return
      // Twice the L2 cache, since its sets need not fill evenly. Nobody waits: the launch that follows is queued behind it, so that
      // the time the host takes to launch is not counted.
      flushed ??= new CudaBuffer(context, 2 * cacheBytes)
      const { address, byteLength } = flushed
      await context.next(call => call('cuMemsetD8Async', address, 0, byteLength, null))
    },
    close: () => context.close(),
  }
}

/** Events before and after a launch. */
const timersIn = (context: CudaContext): readonly [bigint, bigint] => {
  const event = (): bigint => {
    const place = new BigUint64Array(1)
    context.enter()('cuEventCreate', place, 0)
    return place[0] as bigint
  }
  try {
    return [event(), event()]
  } catch (thrown) {
    void context.close().catch(() => {})
    throw thrown
  }
}

/** The version of NVIDIA's kernel module, as in ` (550.54.15)`; empty where Linux does not tell, as under WSL. */
const kernelModule = (): string => {
  try {
    const version = /Kernel Module\D*?([\d.]+)/.exec(readFileSync('/proc/driver/nvidia/version', 'utf8'))?.[1]
    return version === undefined ? '' : ` (${version})`
  } catch {
    return ''
  }
}
