import { fault, ParetuneError, show } from '../../core/index.js'
import type { WorkgroupLimits } from '../kernel/device.js'
import { type Handle, loadOpencl, numberOf, numbersOf, type Opencl, textOf } from './api.js'
import { OpenclError } from './codes.js'

/** Which device: by its place in the list, counted from 0, or by a part of its name in either case. Default: the first. */
export interface OpenclChoice {
  /** Of the platforms of `openclDevices`. */
  readonly platform?: number | string
  /** Of the devices of `openclDevices`, those of `platform` where that is given. */
  readonly device?: number | string
}

export interface OpenclDevice {
  /** As in `Portable Computing Language`. */
  readonly platform: string
  readonly platformVersion: string
  readonly device: string
  readonly type: 'cpu' | 'gpu' | 'accelerator' | 'other'
  readonly version: string
  readonly driver: string
}

export interface FoundDevice extends OpenclDevice {
  readonly handle: Handle
}

/**
 * The devices that OpenCL finds, platform by platform.
 * @throws ParetuneError `MissingPackage` without koffi, `InvalidProfiler` without OpenCL's library: it names the files tried
 */
export const openclDevices = async (): Promise<readonly OpenclDevice[]> =>
  findDevices(await loadOpencl()).map(({ handle: _, ...told }) => told)

/**
 * What a device allows of one workgroup, to build a space from.
 * @throws ParetuneError as `openclDevices` does, and `InvalidProfiler` where there is no such device
 */
export const openclLimits = async (choice: OpenclChoice = {}): Promise<WorkgroupLimits> => {
  const opencl = await loadOpencl()
  return limitsOf(opencl, chooseDevice(findDevices(opencl), choice).handle)
}

export const findDevices = (opencl: Opencl): readonly FoundDevice[] =>
  listed(opencl, 'clGetPlatformIDs', NO_PLATFORM).flatMap(platform => {
    const ofPlatform = (parameter: number): string => textOf(opencl.info('clGetPlatformInfo', [platform], parameter))
    return listed(opencl, 'clGetDeviceIDs', NO_DEVICE, platform, ALL_TYPES).map(handle => {
      const told = (parameter: number): Buffer => opencl.info('clGetDeviceInfo', [handle], parameter)
      return {
        handle,
        platform: ofPlatform(0x0902),
        platformVersion: ofPlatform(0x0901),
        device: textOf(told(0x102b)),
        type: TYPES.get(numberOf(told(0x1000)) & TYPE_BITS) ?? 'other',
        version: textOf(told(0x102f)),
        driver: textOf(told(0x102d)),
      }
    })
  })

const ALL_TYPES = 0xff_ff_ff_ff
const TYPES = new Map<number, OpenclDevice['type']>([
  [2, 'cpu'],
  [4, 'gpu'],
  [8, 'accelerator'],
])
/** Without the bit that says that it is the default one. */
const TYPE_BITS = 0b1110
const NO_DEVICE = -1
const NO_PLATFORM = -1001

/** The handles of a list: asked for their number first. None are none, not an error. */
const listed = (
  opencl: Opencl,
  name: 'clGetPlatformIDs' | 'clGetDeviceIDs',
  none: number,
  ...of: readonly (Handle | number)[]
): readonly Handle[] => {
  const count = new Uint32Array(1)
  try {
    opencl.call(name, ...of, 0, null, count)
  } catch (thrown) {
    if (thrown instanceof OpenclError && thrown.code === none) return []
    throw thrown
  }
  const handles = new BigUint64Array(count[0] as number)
  if (handles.length > 0) opencl.call(name, ...of, handles.length, handles, null)
  return [...handles]
}

/** @throws ParetuneError `InvalidProfiler` where there is no such device; its message names those that there are */
export const chooseDevice = <D extends OpenclDevice>(devices: readonly D[], { platform, device }: OpenclChoice): D => {
  const platforms = [...new Set(devices.map(one => one.platform))]
  const there = devices.filter(one => isMeant(platform, one.platform, platforms.indexOf(one.platform)))
  const chosen = there.find((one, index) => isMeant(device, one.device, index))
  if (chosen !== undefined) return chosen
  const asked = [
    platform === undefined ? '' : ` of platform ${show(platform)}`,
    device === undefined ? '' : ` ${show(device)}`,
  ]
  const names = devices.map((one, index) => `${index}: ${one.device} (${one.platform})`).join(', ')
  const found =
    devices.length > 0
      ? names
      : 'none: beside the library it takes a driver; on Debian, pocl-opencl-icd is one for the CPU'
  throw new ParetuneError(fault('InvalidProfiler', `expected an OpenCL device${asked[1]}${asked[0]}, got ${found}`))
}

const isMeant = (asked: number | string | undefined, name: string, index: number): boolean =>
  asked === undefined ||
  (typeof asked === 'number' ? asked === index : name.toLowerCase().includes(asked.toLowerCase()))

export const limitsOf = (opencl: Opencl, device: Handle): WorkgroupLimits => {
  const told = (parameter: number): Buffer => opencl.info('clGetDeviceInfo', [device], parameter)
  const [x = 1, y = 1, z = 1] = numbersOf(told(0x1005), 64)
  return { size: [x, y, z], items: numberOf(told(0x1004)), sharedBytes: numberOf(told(0x1023)) }
}
