import type { WorkgroupLimits } from '../kernel/device.js'
import { capabilityOf, deviceAttribute, deviceText, limitsOf } from './attributes.js'
import { type Driver, invalid, openDriver } from './driver.js'
import { DRIVER_FILES } from './files.js'

/** Which device, and which libraries. */
export interface CudaOptions {
  /** Counted from 0, as CUDA does, with `CUDA_VISIBLE_DEVICES` looked at. Default 0. */
  readonly device?: number
  /** File of the driver's library. Default: `libcuda.so.1`, by the loader and in the usual folders. */
  readonly driver?: string
  /** File of NVRTC. Default: of the toolkit in `CUDA_PATH` or `CUDA_HOME`, by the loader, and in /usr/local/cuda. */
  readonly nvrtc?: string
}

/** A device, as the driver tells of it. */
export interface CudaDevice {
  readonly index: number
  /** As in `NVIDIA H100 80GB HBM3`. */
  readonly name: string
  /** As in `9.0`. */
  readonly computeCapability: string
  readonly memoryBytes: number
  readonly multiprocessors: number
  readonly l2Bytes: number
  /** The meter `gpu({ device })` finds it by this; the numbers that NVML counts by may be others. */
  readonly pciBusId: string
  readonly limits: WorkgroupLimits
}

/**
 * The devices that there are.
 * @throws ParetuneError `MissingPackage` without koffi, `InvalidProfiler` where there is no driver or no device.
 */
export const cudaDevices = async (options: Omit<CudaOptions, 'device'> = {}): Promise<readonly CudaDevice[]> => {
  const driver = await driverAt(options.driver)
  return Array.from({ length: countOf(driver) }, (_device, index) => describe(driver, index))
}

/**
 * What the device allows of a block, for `fitsWorkgroup` and constraints of one's own.
 * @throws ParetuneError as `cudaDevices`
 */
export const cudaLimits = async (options: CudaOptions = {}): Promise<WorkgroupLimits> => {
  const driver = await driverAt(options.driver)
  return limitsOf(driver, deviceHandle(driver, options.device))
}

export const driverAt = (file: string | undefined): Promise<Driver> =>
  openDriver(file === undefined ? DRIVER_FILES : [file])

export const deviceHandle = (driver: Driver, index = 0): number => {
  const count = countOf(driver)
  if (!Number.isInteger(index) || index < 0 || index >= count) {
    throw invalid(`expected one of ${count} CUDA devices, counted from 0, got ${index}`)
  }
  const device = new Int32Array(1)
  driver.call('cuDeviceGet', device, index)
  return device[0] as number
}

const countOf = (driver: Driver): number => {
  const count = new Int32Array(1)
  driver.call('cuDeviceGetCount', count)
  return count[0] as number
}

const describe = (driver: Driver, index: number): CudaDevice => {
  const device = deviceHandle(driver, index)
  const capability = capabilityOf(driver, device)
  const bytes = new BigUint64Array(1)
  driver.call('cuDeviceTotalMem_v2', bytes, device)
  return {
    index,
    name: deviceText(driver, device, 'cuDeviceGetName'),
    computeCapability: `${Math.floor(capability / 10)}.${capability % 10}`,
    memoryBytes: Number(bytes[0]),
    multiprocessors: deviceAttribute(driver, device, 'MULTIPROCESSOR_COUNT'),
    l2Bytes: deviceAttribute(driver, device, 'L2_CACHE_SIZE'),
    pciBusId: deviceText(driver, device, 'cuDeviceGetPCIBusId'),
    limits: limitsOf(driver, device),
  }
}
