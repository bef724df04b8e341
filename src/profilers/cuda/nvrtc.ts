import { dirname, isAbsolute, join } from 'node:path'
import { ProfileError } from '../failure.js'
import type { KernelProgram } from '../kernel/device.js'
import { hasDeepStack, type Koffi, nativeLibrary } from '../native-library.js'
import { bound, invalid, type NativeArgument, type NativeFunction } from './driver.js'

/** Parameters of NVRTC's functions, all of which answer an nvrtcResult. */
export const NVRTC_FUNCTIONS = {
  nvrtcVersion: 'void *major, void *minor',
  nvrtcGetNumSupportedArchs: 'void *count',
  nvrtcGetSupportedArchs: 'void *architectures',
  nvrtcCreateProgram:
    'void *program, const char *source, const char *name, int headers, void *contents, void *includeNames',
  nvrtcAddNameExpression: 'void *program, const char *expression',
  nvrtcCompileProgram: 'void *program, int count, const char **options',
  nvrtcGetProgramLogSize: 'void *program, void *size',
  nvrtcGetProgramLog: 'void *program, void *log',
  nvrtcGetCUBINSize: 'void *program, void *size',
  nvrtcGetCUBIN: 'void *program, void *cubin',
  nvrtcGetPTXSize: 'void *program, void *size',
  nvrtcGetPTX: 'void *program, void *ptx',
  nvrtcDestroyProgram: 'void *program',
} as const

type NvrtcFunction = keyof typeof NVRTC_FUNCTIONS

/** What the driver loads, and the name of the kernel in it. */
export interface Compiled {
  readonly image: Uint8Array
  readonly entry: string
}

export interface Nvrtc {
  /** As in `12.9`. */
  readonly version: string
  /**
   * Compiles for a compute capability, as in 90 for 9.0. The entry may be a C++ expression, as in `gemm<TILE>`. Throws a
   * ProfileError `CompileFailed` with the log.
   */
  compile(program: KernelProgram, capability: number): Promise<Compiled>
}

/** @throws ParetuneError `MissingPackage` without koffi, `InvalidProfiler` where no file can be loaded. */
export const loadNvrtc = async (files: readonly string[]): Promise<Nvrtc> => {
  const { koffi, library, path } = await nativeLibrary('NVRTC, which compiles CUDA C++', files)
  const functions = bound(NVRTC_FUNCTIONS, prototype => library.func(prototype), path)
  const describe: (status: number) => string = library.func('const char *nvrtcGetErrorString(int status)')
  const loweredName = library.func(
    'int nvrtcGetLoweredName(void *program, const char *expression, _Out_ const char **name)',
  )
  const call = (name: NvrtcFunction, ...args: readonly NativeArgument[]): void => {
    const status = functions[name](...args)
    if (status !== 0) throw new ProfileError('CompileFailed', `expected ${name} to succeed, got ${describe(status)}`)
  }
  const int = (name: NvrtcFunction): number => {
    const value = new Int32Array(1)
    call(name, value)
    return value[0] as number
  }
  /** What a pair of functions tells: the size first. */
  const bytes = (sizeOf: NvrtcFunction, get: NvrtcFunction, program: bigint): Uint8Array => {
    const size = new BigUint64Array(1)
    call(sizeOf, program, size)
    const data = new Uint8Array(Number(size[0]))
    if (data.length > 0) call(get, program, data)
    return data
  }

  const [major, minor] = [new Int32Array(1), new Int32Array(1)]
  call('nvrtcVersion', major, minor)
  const version = `${major[0]}.${minor[0]}`
  loadBuiltins(koffi, path, version)
  const architectures = new Int32Array(int('nvrtcGetNumSupportedArchs'))
  call('nvrtcGetSupportedArchs', architectures)

  const compileIn = async (handle: bigint, { entry }: KernelProgram, options: readonly string[]): Promise<Compiled> => {
    call('nvrtcAddNameExpression', handle, entry)
    const { nvrtcCompileProgram } = functions
    // NVRTC needs no context, so it may run on a thread of koffi's, where there is stack enough.
    const status = await (hasDeepStack(koffi) ? promised : called)(nvrtcCompileProgram, handle, options.length, options)
    if (status !== 0) {
      const log = Buffer.from(bytes('nvrtcGetProgramLogSize', 'nvrtcGetProgramLog', handle)).toString()
      throw failedWith(describe(status), log.replace(/\0$/, '').trim())
    }
    const name: [string | null] = [null]
    loweredName(handle, entry, name)
    const cubin = bytes('nvrtcGetCUBINSize', 'nvrtcGetCUBIN', handle)
    const image = cubin.length > 0 ? cubin : bytes('nvrtcGetPTXSize', 'nvrtcGetPTX', handle)
    return { image, entry: name[0] ?? entry }
  }

  return {
    version,
    compile: async (program, capability) => {
      const options = optionsOf(program, () => architectureFor(capability, [...architectures], version))
      const handle = new BigUint64Array(1)
      call('nvrtcCreateProgram', handle, program.source, 'kernel.cu', 0, null, null)
      try {
        return await compileIn(handle[0] as bigint, program, options)
      } finally {
        functions.nvrtcDestroyProgram(handle)
      }
    },
  }
}

const called = (of: NativeFunction, ...args: readonly NativeArgument[]): number => of(...args)

const promised = (of: NativeFunction, ...args: readonly NativeArgument[]): Promise<number> =>
  new Promise((resolve, reject) => {
    of.async(...args, (error: unknown, status: number) => (error ? reject(error) : resolve(status)))
  })

/** koffi unloads what nobody refers to. */
const builtins = new Set<unknown>()

/** NVRTC opens this part of its own by bare name, which finds what is loaded already. */
const loadBuiltins = (koffi: Koffi, path: string, version: string): void => {
  if (!isAbsolute(path)) return
  try {
    builtins.add(koffi.load(join(dirname(path), `libnvrtc-builtins.so.${version}`), { global: true }))
  } catch {
    // Where it lies elsewhere, the loader may find it all the same; if not, the compilation says so.
  }
}

const optionsOf = ({ defines, options }: KernelProgram, architecture: () => string): readonly string[] => [
  ...(options.some(option => /^(--gpu-architecture|-arch)\b/.test(option))
    ? []
    : [`--gpu-architecture=${architecture()}`]),
  ...Object.entries(defines).map(([name, value]) => `-D${name}=${typeof value === 'boolean' ? Number(value) : value}`),
  ...options,
]

/** The device's own architecture; where it is too new for this NVRTC, the latest that it can run, as PTX for the driver to compile. */
export const architectureFor = (capability: number, architectures: readonly number[], version: string): string => {
  if (architectures.includes(capability)) return `sm_${capability}`
  const older = architectures.filter(architecture => architecture < capability)
  if (older.length > 0) return `compute_${Math.max(...older)}`
  throw invalid(
    `expected an NVRTC that compiles for sm_${capability}, got ${version}, which compiles for ${architectures.join(', ')}`,
  )
}

const failedWith = (status: string, log: string): ProfileError =>
  new ProfileError('CompileFailed', `expected CUDA C++ that compiles, got ${status}\n${log}`, { details: { log } })
