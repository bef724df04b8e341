import { nativeLibrary } from '../native-library.js'
import { OpenclError } from './codes.js'

/** A pointer that OpenCL gave out. */
export type Handle = bigint
type Argument = Handle | number | string | null | ArrayBufferView | readonly string[]

/** OpenCL's functions, with its error codes as exceptions. Sizes and handles are of 64 bits, as is every Node.js with a driver. */
export interface Opencl {
  /** @throws OpenclError */
  call(name: Call, ...args: readonly Argument[]): void
  /** The same on another thread, for calls that block. What the arguments point to stays alive meanwhile. */
  callAside(name: Call, ...args: readonly Argument[]): Promise<void>
  /** Calls one that answers with a handle, without its last argument, the place for the error code. @throws OpenclError */
  create(name: Create, ...args: readonly Argument[]): Handle
  /** What a `clGet...Info` function tells, as it came. @throws OpenclError */
  info(name: Info, of: readonly Handle[], parameter: number): Buffer
}

const POINTER = 'void *'
const INFO = ['uint32_t', 'size_t', POINTER, POINTER]
const INFOS = {
  clGetPlatformInfo: [POINTER, ...INFO],
  clGetDeviceInfo: [POINTER, ...INFO],
  clGetProgramInfo: [POINTER, ...INFO],
  clGetProgramBuildInfo: [POINTER, POINTER, ...INFO],
  clGetKernelWorkGroupInfo: [POINTER, POINTER, ...INFO],
  clGetEventInfo: [POINTER, ...INFO],
  clGetEventProfilingInfo: [POINTER, ...INFO],
}
const CALLS = {
  clGetPlatformIDs: ['uint32_t', POINTER, POINTER],
  clGetDeviceIDs: [POINTER, 'uint64_t', 'uint32_t', POINTER, POINTER],
  clBuildProgram: [POINTER, 'uint32_t', POINTER, 'const char *', POINTER, POINTER],
  clSetKernelArg: [POINTER, 'uint32_t', 'size_t', POINTER],
  clEnqueueNDRangeKernel: [POINTER, POINTER, 'uint32_t', POINTER, POINTER, POINTER, 'uint32_t', POINTER, POINTER],
  clEnqueueReadBuffer: [POINTER, POINTER, 'uint32_t', 'size_t', 'size_t', POINTER, 'uint32_t', POINTER, POINTER],
  clEnqueueWriteBuffer: [POINTER, POINTER, 'uint32_t', 'size_t', 'size_t', POINTER, 'uint32_t', POINTER, POINTER],
  clWaitForEvents: ['uint32_t', POINTER],
  clReleaseContext: [POINTER],
  clReleaseCommandQueue: [POINTER],
  clReleaseProgram: [POINTER],
  clReleaseKernel: [POINTER],
  clReleaseMemObject: [POINTER],
  clReleaseEvent: [POINTER],
}
const CREATES = {
  clCreateContext: [POINTER, 'uint32_t', POINTER, POINTER, POINTER, POINTER],
  clCreateCommandQueue: [POINTER, POINTER, 'uint64_t', POINTER],
  clCreateProgramWithSource: [POINTER, 'uint32_t', 'const char **', POINTER, POINTER],
  clCreateKernel: [POINTER, 'const char *', POINTER],
  clCreateBuffer: [POINTER, 'uint64_t', 'size_t', POINTER, POINTER],
}
type Info = keyof typeof INFOS
type Call = keyof typeof CALLS
type Create = keyof typeof CREATES

/** The loader, which finds the drivers; it goes by these names. */
const FILES: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  win32: ['OpenCL.dll'],
  darwin: ['/System/Library/Frameworks/OpenCL.framework/OpenCL'],
}
const FILES_ELSEWHERE = ['libOpenCL.so.1', 'libOpenCL.so']

/** @throws ParetuneError `MissingPackage` without koffi, `InvalidProfiler` without a library; it names the files tried */
export const loadOpencl = async (files = FILES[process.platform] ?? FILES_ELSEWHERE): Promise<Opencl> => {
  const { library } = await nativeLibrary('OpenCL', files)
  const declared = (result: string, signatures: Readonly<Record<string, readonly string[]>>) =>
    Object.fromEntries(
      Object.entries(signatures).map(([name, types]) => [name, library.func(name, result, [...types])]),
    )
  const statuses = declared('int32_t', { ...INFOS, ...CALLS })
  const makers = declared(POINTER, CREATES)
  const call = (name: Info | Call, ...args: readonly Argument[]): void => {
    const code: number = statuses[name]?.(...args)
    if (code !== 0) throw new OpenclError(name, code)
  }
  const held = new Set<readonly Argument[]>()
  return {
    call,
    callAside: (name, ...args) => {
      // Of what another thread works on, koffi holds the address alone.
      held.add(args)
      return new Promise<void>((resolve, reject) => {
        statuses[name]?.async(...args, (error: unknown, code: number) => {
          held.delete(args)
          if (error) reject(error)
          else if (code === 0) resolve()
          else reject(new OpenclError(name, code))
        })
      })
    },
    create: (name, ...args) => {
      const code = new Int32Array(1)
      const handle: Handle | null = makers[name]?.(...args, code)
      if (code[0] !== 0 || !handle) throw new OpenclError(name, code[0] as number)
      return handle
    },
    info: (name, of, parameter) => {
      const size = new BigUint64Array(1)
      call(name, ...of, parameter, 0, null, size)
      const told = Buffer.alloc(Number(size[0]))
      if (told.length > 0) call(name, ...of, parameter, told.length, told, null)
      return told
    },
  }
}

/** A text of `info`, without the zero at its end. */
export const textOf = (told: Buffer): string => told.toString().replace(/\0.*$/s, '').trim()

/** The numbers of `info`: of 32 bits each where they are that, else of 64. */
export const numbersOf = (told: Buffer, bits: 32 | 64 = told.length === 4 ? 32 : 64): number[] =>
  Array.from({ length: (8 * told.length) / bits }, (_, i) =>
    bits === 32 ? told.readUInt32LE(4 * i) : Number(told.readBigUInt64LE(8 * i)),
  )
export const numberOf = (told: Buffer): number => numbersOf(told)[0] as number
