import type { WorkgroupLimits } from '../kernel/device.js'
import type { Driver } from './driver.js'

/** CU_DEVICE_ATTRIBUTE_... of cuda.h. */
export const DEVICE_ATTRIBUTES = {
  MAX_THREADS_PER_BLOCK: 1,
  MAX_BLOCK_DIM_X: 2,
  MAX_BLOCK_DIM_Y: 3,
  MAX_BLOCK_DIM_Z: 4,
  MAX_SHARED_MEMORY_PER_BLOCK: 8,
  WARP_SIZE: 10,
  MULTIPROCESSOR_COUNT: 16,
  L2_CACHE_SIZE: 38,
  MAX_THREADS_PER_MULTIPROCESSOR: 39,
  COMPUTE_CAPABILITY_MAJOR: 75,
  COMPUTE_CAPABILITY_MINOR: 76,
  MAX_SHARED_MEMORY_PER_BLOCK_OPTIN: 97,
} as const

export type DeviceAttribute = keyof typeof DEVICE_ATTRIBUTES

export const deviceAttribute = (driver: Driver, device: number, name: DeviceAttribute): number => {
  const value = new Int32Array(1)
  driver.call('cuDeviceGetAttribute', value, DEVICE_ATTRIBUTES[name], device)
  return value[0] as number
}

/** A block gets the opt-in amount of shared memory where it asks for it at the launch; `__shared__` arrays get 48 KiB at most. */
export const limitsOf = (driver: Driver, device: number): WorkgroupLimits => {
  const get = (name: DeviceAttribute): number => deviceAttribute(driver, device, name)
  return {
    size: [get('MAX_BLOCK_DIM_X'), get('MAX_BLOCK_DIM_Y'), get('MAX_BLOCK_DIM_Z')],
    items: get('MAX_THREADS_PER_BLOCK'),
    sharedBytes: Math.max(get('MAX_SHARED_MEMORY_PER_BLOCK'), get('MAX_SHARED_MEMORY_PER_BLOCK_OPTIN')),
  }
}

/** As in 90 for compute capability 9.0. */
export const capabilityOf = (driver: Driver, device: number): number =>
  10 * deviceAttribute(driver, device, 'COMPUTE_CAPABILITY_MAJOR') +
  deviceAttribute(driver, device, 'COMPUTE_CAPABILITY_MINOR')

/** Text that a function writes into a place of its own. */
export const deviceText = (driver: Driver, device: number, name: 'cuDeviceGetName' | 'cuDeviceGetPCIBusId'): string => {
  const place = Buffer.alloc(256)
  driver.call(name, place, place.length, device)
  return place.toString('utf8', 0, place.indexOf(0))
}
