import { fault, messageOf, ParetuneError, type ProfileFailureTag } from '../../core/index.js'
import { ProfileError } from '../failure.js'
import { type Koffi, nativeLibrary } from '../native-library.js'

/** What is passed to a native function: handles and addresses as bigint, places for results and memory as typed arrays. */
export type NativeArgument = number | bigint | string | null | ArrayBufferView | readonly string[]

/**
 * Parameters of the functions that are used here, by the names that the library exports: `_v2` are those with 64-bit sizes.
 * All answer a CUresult. Where a result is written, a typed array is passed.
 */
export const DRIVER_FUNCTIONS = {
  cuInit: 'unsigned int flags',
  cuDriverGetVersion: 'void *version',
  cuDeviceGetCount: 'void *count',
  cuDeviceGet: 'void *device, int ordinal',
  cuDeviceGetName: 'void *name, int length, int device',
  cuDeviceGetPCIBusId: 'void *id, int length, int device',
  cuDeviceTotalMem_v2: 'void *bytes, int device',
  cuDeviceGetAttribute: 'void *value, int attribute, int device',
  cuCtxCreate_v2: 'void *context, unsigned int flags, int device',
  cuCtxDestroy_v2: 'void *context',
  cuCtxSetCurrent: 'void *context',
  cuModuleLoadDataEx: 'void *module, const void *image, unsigned int count, void *options, void *values',
  cuModuleUnload: 'void *module',
  cuModuleGetFunction: 'void *function, void *module, const char *name',
  cuFuncGetAttribute: 'void *value, int attribute, void *function',
  cuFuncSetAttribute: 'void *function, int attribute, int value',
  cuOccupancyMaxActiveBlocksPerMultiprocessor: 'void *blocks, void *function, int threads, size_t sharedBytes',
  cuMemAlloc_v2: 'void *address, size_t bytes',
  cuMemFree_v2: 'uint64_t address',
  cuMemcpyHtoD_v2: 'uint64_t to, const void *from, size_t bytes',
  cuMemcpyDtoH_v2: 'void *to, uint64_t from, size_t bytes',
  cuMemsetD8Async: 'uint64_t address, unsigned char value, size_t count, void *stream',
  cuEventCreate: 'void *event, unsigned int flags',
  cuEventRecord: 'void *event, void *stream',
  cuEventQuery: 'void *event',
  cuEventElapsedTime: 'void *ms, void *start, void *end',
  cuLaunchKernel:
    'void *function, unsigned int gridX, unsigned int gridY, unsigned int gridZ, unsigned int blockX, unsigned int blockY, ' +
    'unsigned int blockZ, unsigned int sharedBytes, void *stream, void *parameters, void *extra',
} as const

export type DriverFunction = keyof typeof DRIVER_FUNCTIONS

/** Calls a function of the driver, and throws unless it succeeds. */
export type Call = (name: DriverFunction, ...args: readonly NativeArgument[]) => void

/** The driver's library, initialised. */
export interface Driver {
  readonly koffi: Koffi
  /** As in 12040 for CUDA 12.4: the latest that the driver supports. */
  readonly version: number
  /** Calls a function; what it answers is its CUresult. */
  status(name: DriverFunction, ...args: readonly NativeArgument[]): number
  /** What a CUresult other than success means, as an error that names the function. */
  errorOf(name: DriverFunction, status: number): ProfileError
  /** Throws a ProfileError: `OutOfMemory`, `Crashed` (see `endsContext`) or `RunFailed`. */
  readonly call: Call
}

const CUDA_ERROR_OUT_OF_MEMORY = 2
export const CUDA_ERROR_NOT_READY = 600

/**
 * Errors after which every call in the context answers the same: what cuda.h says "leaves the process in an inconsistent state", and
 * ECC and NVLink errors, a context that is destroyed, and a failed assertion.
 */
const FATAL = new Set([214, 220, 226, 700, 702, 709, 710, 714, 715, 716, 717, 718, 719, 721, 810, 911])

export const endsContext = (status: number): boolean => FATAL.has(status)

/**
 * Loads and initialises the driver.
 * @throws ParetuneError `MissingPackage` without koffi; `InvalidProfiler` where no file can be loaded (its message names them), the
 *   driver lacks a function, or it finds no device to work with.
 */
export const openDriver = async (files: readonly string[]): Promise<Driver> => {
  const { koffi, library, path } = await nativeLibrary('the CUDA driver', files)
  const functions = bound(DRIVER_FUNCTIONS, prototype => library.func(prototype), path)
  const nameOf = library.func('int cuGetErrorName(int error, _Out_ const char **name)')
  const textOf = library.func('int cuGetErrorString(int error, _Out_ const char **text)')
  const described = (status: number): { readonly code: string; readonly text: string } => {
    const [code, text] = [nameOf, textOf].map(ask => {
      const answer: [string | null] = [null]
      ask(status, answer)
      return answer[0]
    })
    return { code: code ?? `CUDA error ${status}`, text: text ?? 'unknown to the driver' }
  }
  const status: Driver['status'] = (name, ...args) => functions[name](...args)
  const errorOf: Driver['errorOf'] = (name, failed) => {
    const { code, text } = described(failed)
    const message = `expected ${name} to succeed, got ${code} (${text})`
    return new ProfileError(tagOf(failed), message, { details: { call: name, status: failed, code } })
  }
  const call: Call = (name, ...args) => {
    const failed = status(name, ...args)
    if (failed !== 0) throw errorOf(name, failed)
  }
  const initialised = status('cuInit', 0)
  if (initialised !== 0) {
    const { code, text } = described(initialised)
    throw invalid(`expected a device that the CUDA driver can use, got ${code} (${text}) from ${path}`)
  }
  const version = new Int32Array(1)
  call('cuDriverGetVersion', version)
  return { koffi, version: version[0] as number, status, errorOf, call }
}

const tagOf = (status: number): ProfileFailureTag => {
  if (status === CUDA_ERROR_OUT_OF_MEMORY) return 'OutOfMemory'
  return endsContext(status) ? 'Crashed' : 'RunFailed'
}

export type NativeFunction = ((...args: readonly NativeArgument[]) => number) & {
  async(...args: readonly unknown[]): void
}

/** Functions of a library by name, all of which answer an int. */
export const bound = <Name extends string>(
  parameters: Readonly<Record<Name, string>>,
  find: (prototype: string) => NativeFunction,
  path: string,
): Readonly<Record<Name, NativeFunction>> => {
  try {
    const entries = Object.entries<string>(parameters).map(([name, list]) => [name, find(`int ${name}(${list})`)])
    return Object.fromEntries(entries)
  } catch (cause) {
    throw invalid(`expected a newer library than ${path}: ${messageOf(cause)}`, cause)
  }
}

export const invalid = (message: string, cause?: unknown): ParetuneError =>
  new ParetuneError(fault('InvalidProfiler', message, { cause }))
