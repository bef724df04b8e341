import { messageOf } from '../../../core/index.js'
import { nativeLibrary } from '../../native-library.js'
import type { GpuSource } from './source.js'

/** Where a driver puts its library: on Linux, under WSL, in containers, on NixOS. */
export const NVML_FILES: readonly string[] = [
  'libnvidia-ml.so.1',
  '/usr/lib/wsl/lib/libnvidia-ml.so.1',
  '/usr/local/nvidia/lib64/libnvidia-ml.so.1',
  '/run/opengl-driver/lib/libnvidia-ml.so.1',
]

/** Parameters of NVML's functions, all of which answer an nvmlReturn_t. Where a result is written, a typed array is passed. */
export const NVML_FUNCTIONS = {
  nvmlInit_v2: 'void',
  nvmlShutdown: 'void',
  nvmlDeviceGetHandleByIndex_v2: 'unsigned int index, void *device',
  nvmlDeviceGetHandleByUUID: 'const char *uuid, void *device',
  nvmlDeviceGetHandleByPciBusId_v2: 'const char *id, void *device',
  nvmlDeviceGetUtilizationRates: 'void *device, void *utilization',
  nvmlDeviceGetMemoryInfo: 'void *device, void *memory',
  nvmlDeviceGetPowerUsage: 'void *device, void *milliwatts',
  nvmlDeviceGetTotalEnergyConsumption: 'void *device, void *millijoules',
  nvmlDeviceGetTemperature: 'void *device, int sensor, void *temperature',
  nvmlDeviceGetClockInfo: 'void *device, int clock, void *mhz',
  nvmlDeviceGetComputeRunningProcesses_v3: 'void *device, void *count, void *processes',
  nvmlDeviceGetGraphicsRunningProcesses_v3: 'void *device, void *count, void *processes',
} as const

type NvmlFunction = keyof typeof NVML_FUNCTIONS

/** Of nvml.h. */
export const NVML = { CLOCK_SM: 1, CLOCK_MEM: 2, TEMPERATURE_GPU: 0, ERROR_INSUFFICIENT_SIZE: 7 } as const

/** nvmlProcessInfo_t: a process id, its memory at byte 8, and two numbers more. */
export const PROCESS_INFO = { bytes: 24, memoryAt: 8 } as const

/** NVML_VALUE_NOT_AVAILABLE: the driver does not know how much memory a process has. */
const UNKNOWN = 2n ** 64n - 1n

/** Why there is no NVML here; a GPU that it does not find, or a driver that does not run, is an error of another kind. */
export class NoNvml extends Error {}

/**
 * A GPU by NVML.
 *
 * @param device number as NVML counts, UUID or PCI bus id
 * @throws NoNvml where the library cannot be loaded; an Error where it has no such device
 */
export const openNvml = async (files: readonly string[], device: number | string): Promise<GpuSource> => {
  const { library, path } = await nativeLibrary('NVML', files).catch((thrown: unknown) => {
    throw new NoNvml(messageOf(thrown))
  })
  /** Bound at the first use: a library of another age may lack one that only one metric needs. */
  const functions = new Map<string, (...args: readonly unknown[]) => number>()
  const status = (name: NvmlFunction, ...args: readonly unknown[]): number => {
    const known = functions.get(name) ?? library.func(`int ${name}(${NVML_FUNCTIONS[name]})`)
    functions.set(name, known)
    return known(...args)
  }
  const textOf: (status: number) => string = library.func('const char *nvmlErrorString(int status)')
  const call = (name: NvmlFunction, ...args: readonly unknown[]): void => {
    const failed = status(name, ...args)
    if (failed !== 0) throw new Error(`expected ${name} of ${path} to succeed, got ${textOf(failed)}`)
  }

  call('nvmlInit_v2')
  let isOpen = true
  const close = (): void => {
    if (isOpen) call('nvmlShutdown')
    isOpen = false
  }
  const handle = new BigUint64Array(1)
  try {
    if (typeof device === 'number') call('nvmlDeviceGetHandleByIndex_v2', device, handle)
    else call(isUuid(device) ? 'nvmlDeviceGetHandleByUUID' : 'nvmlDeviceGetHandleByPciBusId_v2', device, handle)
  } catch (thrown) {
    close()
    throw thrown
  }

  const [gpu] = handle
  const int = (name: NvmlFunction, ...args: readonly number[]): number => {
    const place = new Uint32Array(1)
    call(name, gpu, ...args, place)
    return place[0] as number
  }
  const rate = (index: 0 | 1) => (): number => {
    const rates = new Uint32Array(2)
    call('nvmlDeviceGetUtilizationRates', gpu, rates)
    return (rates[index] as number) / 100
  }
  /** Memory of a process that does both graphics and computations stands in both lists. */
  const memoryOf = (processes: readonly number[]): number => {
    const held = new Map<number, bigint>()
    for (const kind of ['Compute', 'Graphics'] as const) {
      const name = `nvmlDeviceGet${kind}RunningProcesses_v3` as const
      for (const [pid, bytes] of listed((count, list) => status(name, gpu, count, list), name, textOf)) {
        held.set(pid, bytes)
      }
    }
    const found = processes.flatMap(pid => held.get(pid) ?? [])
    if (found.length === 0) throw new Error(notListed(processes, [...held.keys()]))
    if (found.includes(UNKNOWN)) throw new Error('expected NVML to know the memory of a process, got "not available"')
    return Number(found.reduce((sum, bytes) => sum + bytes, 0n))
  }

  return {
    look: processes => ({
      gpuUtilization: read(rate(0)),
      gpuMemoryUtilization: read(rate(1)),
      gpuMemoryBytes: read(() => {
        const [, , used] = filled(3, memory => call('nvmlDeviceGetMemoryInfo', gpu, memory))
        return Number(used)
      }),
      gpuProcessMemoryBytes: read(() => memoryOf(processes)),
      gpuPowerW: read(() => int('nvmlDeviceGetPowerUsage') / 1000),
      gpuTemperatureC: read(() => int('nvmlDeviceGetTemperature', NVML.TEMPERATURE_GPU)),
      gpuClockSmMhz: read(() => int('nvmlDeviceGetClockInfo', NVML.CLOCK_SM)),
      gpuClockMemMhz: read(() => int('nvmlDeviceGetClockInfo', NVML.CLOCK_MEM)),
    }),
    energyJ: () =>
      read(() => {
        const [millijoules] = filled(1, place => call('nvmlDeviceGetTotalEnergyConsumption', gpu, place))
        return Number(millijoules) / 1000
      }),
    close,
  }
}

const isUuid = (device: string): boolean => /^(GPU|MIG)-/.test(device)

const read = (get: () => number): number | string => {
  try {
    return get()
  } catch (thrown) {
    return messageOf(thrown)
  }
}

const filled = (length: number, fill: (place: BigUint64Array) => void): BigUint64Array => {
  const place = new BigUint64Array(length)
  fill(place)
  return place
}

/** Processes and their memory. The list is asked for again, as long as it is said to be, where it had no room. */
const listed = (
  ask: (count: Uint32Array, list: Uint8Array) => number,
  name: string,
  textOf: (status: number) => string,
): readonly (readonly [number, bigint])[] => {
  for (let room = 64; ; room *= 2) {
    const count = Uint32Array.of(room)
    const list = new Uint8Array(room * PROCESS_INFO.bytes)
    const status = ask(count, list)
    if (status === NVML.ERROR_INSUFFICIENT_SIZE) continue
    if (status !== 0) throw new Error(`expected ${name} to succeed, got ${textOf(status)}`)
    const view = new DataView(list.buffer)
    return Array.from({ length: count[0] as number }, (_process, index) => {
      const at = index * PROCESS_INFO.bytes
      return [view.getUint32(at, true), view.getBigUint64(at + PROCESS_INFO.memoryAt, true)]
    })
  }
}

const notListed = (processes: readonly number[], found: readonly number[]): string =>
  `expected NVML to list one of the processes ${processes.join(', ')}, got ${found.join(', ') || 'none'} ` +
  '(a container has process ids of its own)'
