import { fault, ParetuneError, show } from '../../core/index.js'
import type { KernelArray, KernelScalar } from './device.js'

/** An argument of a kernel, made by `input`, `output`, `inout`, `int32` ... `float64` or `local`. */
export type KernelArgument = BufferArgument | KernelScalar | LocalArgument

/** An array on the device. An `output` has the length and type of `data`, and none of its values. */
export interface BufferArgument {
  readonly access: 'input' | 'output' | 'inout'
  readonly data: KernelArray
}

/** Memory shared by a workgroup (OpenCL's `__local`). */
export interface LocalArgument {
  readonly localBytes: number
}

/** An array that the kernel reads. */
export const input = (data: KernelArray): BufferArgument => buffer('input', data)

/** An array that the kernel writes: as long as this one and of its type. Poisoned before the run that is verified. */
export const output = (data: KernelArray): BufferArgument => buffer('output', data)

/** An array that the kernel reads and writes. Put back to these values before every run. */
export const inout = (data: KernelArray): BufferArgument => buffer('inout', data)

export const int32 = (value: number): KernelScalar => whole('int32', value, -(2n ** 31n), 2n ** 31n - 1n)
export const uint32 = (value: number): KernelScalar => whole('uint32', value, 0n, 2n ** 32n - 1n)
export const int64 = (value: number | bigint): KernelScalar => whole('int64', value, -(2n ** 63n), 2n ** 63n - 1n)
export const uint64 = (value: number | bigint): KernelScalar => whole('uint64', value, 0n, 2n ** 64n - 1n)
export const float32 = (value: number): KernelScalar => float('float32', value)
export const float64 = (value: number): KernelScalar => float('float64', value)

/** So many bytes of memory shared by a workgroup. */
export const local = (bytes: number): LocalArgument => {
  if (!Number.isSafeInteger(bytes) || bytes < 1) throw wrong('local(...)', 'a whole number of bytes, 1 or more', bytes)
  return { localBytes: bytes }
}

/** Constructors by the name that arrays of their kind have, also those that extend them, as Node's Buffer does. */
const ARRAYS: Readonly<Record<string, new (buffer: ArrayBuffer) => KernelArray>> = {
  Int8Array,
  Uint8Array,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
}

/** These bytes as an array of the same kind. */
export const arrayLike = (kind: KernelArray, bytes: Uint8Array): KernelArray => {
  const Kind = ARRAYS[kind[Symbol.toStringTag]] as new (buffer: ArrayBuffer) => KernelArray
  return new Kind(new Uint8Array(bytes).buffer)
}

/** The arguments, if they are such. */
export const checkedArguments = (args: unknown): readonly KernelArgument[] => {
  if (!Array.isArray(args)) throw wrong('`inputs`', 'an array of arguments', args)
  for (const [index, arg] of args.entries()) {
    const { access, type, localBytes }: Partial<BufferArgument & KernelScalar & LocalArgument> = arg ?? {}
    if (access === undefined && type === undefined && localBytes === undefined) {
      throw wrong(
        `argument ${index} of the kernel`,
        'one made by input, output, inout, int32 ... float64 or local',
        arg,
      )
    }
  }
  return args
}

const buffer = (access: BufferArgument['access'], data: KernelArray): BufferArgument => {
  if (!ArrayBuffer.isView(data) || !(data[Symbol.toStringTag] in ARRAYS) || data.length === 0) {
    throw wrong(`${access}(...)`, 'a typed array with at least one element', data)
  }
  return { access, data }
}

const whole = (type: KernelScalar['type'], value: number | bigint, low: bigint, high: bigint): KernelScalar => {
  const isWhole = typeof value === 'bigint' || Number.isSafeInteger(value)
  if (!isWhole || value < low || value > high)
    throw wrong(`${type}(...)`, `a whole number from ${low} to ${high}`, value)
  return { type, value }
}

const float = (type: KernelScalar['type'], value: number): KernelScalar => {
  if (typeof value !== 'number') throw wrong(`${type}(...)`, 'a number', value)
  return { type, value }
}

const wrong = (place: string, expected: string, got: unknown): ParetuneError => {
  const shown = ArrayBuffer.isView(got) ? `a ${got.constructor.name} of ${got.byteLength} bytes` : show(got)
  return new ParetuneError(fault('InvalidProfiler', `expected ${place} to be given ${expected}, got ${shown}`))
}
