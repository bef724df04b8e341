import { ProfileError } from '../failure.js'
import type { CompiledKernel, DeviceArgument, Launch } from '../kernel/device.js'
import type { Koffi } from '../native-library.js'
import { packed } from './arguments.js'
import type { CudaContext } from './context.js'
import type { Call } from './driver.js'
import type { Compiled } from './nvrtc.js'

/** CU_FUNC_ATTRIBUTE_... of cuda.h. */
export const FUNCTION_ATTRIBUTES = {
  MAX_THREADS_PER_BLOCK: 0,
  SHARED_SIZE_BYTES: 1,
  CONST_SIZE_BYTES: 2,
  LOCAL_SIZE_BYTES: 3,
  NUM_REGS: 4,
  MAX_DYNAMIC_SHARED_SIZE_BYTES: 8,
} as const

/** CU_JIT_... of cuda.h. */
export const JIT_OPTIONS = { ERROR_LOG_BUFFER: 5, ERROR_LOG_BUFFER_SIZE_BYTES: 6 } as const

const LOG_BYTES = 64 * 1024

/** What is told of each compiled kernel. */
export const cudaFigures = {
  /** Per thread. */
  registers: { unit: '', better: 'lower' },
  /** Per block: `__shared__` arrays and what the launch asks for. */
  sharedBytes: { unit: 'bytes' },
  /** Per thread: what registers had no room for, and arrays that are indexed at run time. */
  localBytes: { unit: 'bytes', better: 'lower' },
  constantBytes: { unit: 'bytes' },
  /** Most threads that a block of this kernel can have. */
  maxThreads: { unit: '', better: 'higher' },
  /** Blocks that a multiprocessor can hold at a time. */
  activeBlocks: { unit: '', better: 'higher' },
  /** In theory: threads that a multiprocessor can hold of this kernel, as part of those that it can hold at all. */
  occupancy: { unit: '', better: 'higher' },
} as const

export type CudaFigure = keyof typeof cudaFigures

/** What of a device a kernel needs to know. */
export interface Multiprocessor {
  readonly warpThreads: number
  readonly maxThreads: number
}

/**
 * Loads what was compiled.
 * @throws ProfileError `CompileFailed` with the driver's log, `OutOfMemory`
 */
export const loadKernel = (
  koffi: Koffi,
  context: CudaContext,
  { image, entry }: Compiled,
  timers: readonly [bigint, bigint],
  multiprocessor: Multiprocessor,
): CompiledKernel => {
  const module = loadModule(koffi, context.enter(), image)
  const place = new BigUint64Array(1)
  try {
    context.enter()('cuModuleGetFunction', place, module, entry)
  } catch (thrown) {
    context.free('cuModuleUnload', module)
    throw compileFailed(thrown, `expected a kernel named ${entry}`)
  }
  const kernel = place[0] as bigint
  const attribute = (call: Call, name: keyof typeof FUNCTION_ATTRIBUTES): number => {
    const value = new Int32Array(1)
    call('cuFuncGetAttribute', value, FUNCTION_ATTRIBUTES[name], kernel)
    return value[0] as number
  }
  /** More than 48 KiB are to be asked for, and less does no harm. */
  const askForShared = (call: Call, bytes: number): void => {
    if (bytes > 0) call('cuFuncSetAttribute', kernel, FUNCTION_ATTRIBUTES.MAX_DYNAMIC_SHARED_SIZE_BYTES, bytes)
  }
  const parameters = new WeakMap<readonly DeviceArgument[], ReturnType<typeof packed>>()
  const parametersOf = (args: readonly DeviceArgument[]): ReturnType<typeof packed> => {
    const known = parameters.get(args) ?? packed(koffi, args)
    parameters.set(args, known)
    return known
  }

  const figures = ({
    workgroup: [x, y, z],
    sharedBytes = 0,
  }: Pick<Launch, 'workgroup' | 'sharedBytes'>): Readonly<Record<CudaFigure, number>> => {
    const call = context.enter()
    const threads = x * y * z
    const blocks = new Int32Array(1)
    askForShared(call, sharedBytes)
    call('cuOccupancyMaxActiveBlocksPerMultiprocessor', blocks, kernel, threads, sharedBytes)
    const activeBlocks = blocks[0] as number
    const { warpThreads, maxThreads } = multiprocessor
    return {
      registers: attribute(call, 'NUM_REGS'),
      sharedBytes: attribute(call, 'SHARED_SIZE_BYTES') + sharedBytes,
      localBytes: attribute(call, 'LOCAL_SIZE_BYTES'),
      constantBytes: attribute(call, 'CONST_SIZE_BYTES'),
      maxThreads: attribute(call, 'MAX_THREADS_PER_BLOCK'),
      activeBlocks,
      occupancy: (activeBlocks * Math.ceil(threads / warpThreads) * warpThreads) / maxThreads,
    }
  }

  const launch = ({ grid, workgroup, args, sharedBytes = 0 }: Launch): Promise<number> =>
    context.next(async call => {
      const values = parametersOf(args)
      const [start, end] = timers
      askForShared(call, sharedBytes)
      // Nothing comes between these three: an idle device would count it.
      call('cuEventRecord', start, null)
      call('cuLaunchKernel', kernel, ...grid, ...workgroup, sharedBytes, null, values, null)
      call('cuEventRecord', end, null)
      await context.reached(end)
      const elapsedMs = new Float32Array(1)
      context.enter()('cuEventElapsedTime', elapsedMs, start, end)
      return elapsedMs[0] as number
    })

  return { figures, launch, release: () => context.free('cuModuleUnload', module) }
}

const loadModule = (koffi: Koffi, call: Call, image: Uint8Array): bigint => {
  const place = new BigUint64Array(1)
  const log = Buffer.alloc(LOG_BYTES)
  const options = Int32Array.of(JIT_OPTIONS.ERROR_LOG_BUFFER, JIT_OPTIONS.ERROR_LOG_BUFFER_SIZE_BYTES)
  // Values are pointers; a size is passed as if it were one.
  const values = BigUint64Array.of(koffi.address(log), BigInt(LOG_BYTES))
  try {
    call('cuModuleLoadDataEx', place, image, options.length, options, values)
  } catch (thrown) {
    const written = log.indexOf(0)
    throw compileFailed(thrown, 'expected an image that the driver loads', log.toString('utf8', 0, written).trim())
  }
  return place[0] as bigint
}

/** What the driver says of an image is the compiler's news; memory that ran out and a lost device are not. */
const compileFailed = (thrown: unknown, expected: string, log = ''): unknown => {
  if (!(thrown instanceof ProfileError) || thrown.failure._tag !== 'RunFailed') return thrown
  const message = `${expected}: ${thrown.message}${log === '' ? '' : `\n${log}`}`
  return new ProfileError('CompileFailed', message, { details: { ...thrown.failure.details, log }, cause: thrown })
}
