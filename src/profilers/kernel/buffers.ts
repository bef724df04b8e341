import { ProfileError } from '../failure.js'
import { arrayLike, type BufferArgument, type KernelArgument } from './arguments.js'
import type { DeviceArgument, DeviceBuffer, KernelDevice } from './device.js'

const GUARD_BYTES = 256
const GUARD = 0xc3

/** The arguments of one input set, on the device. */
export interface BoundSet {
  readonly args: readonly DeviceArgument[]
  /** What a launch reads and writes at least once: the bytes of its arrays, those of `inout` twice. */
  readonly bytes: number
  readonly hasInout: boolean
  /** Puts `inout` arrays back to their values. */
  restore(): Promise<void>
  /** The same, and fills outputs with what no kernel would compute. */
  poison(): Promise<void>
  /** The outputs in their order. Throws a ProfileError `WrongOutput` where something was written behind one of them. */
  read(): Promise<readonly BoundOutput[]>
  release(): void
}

/** An output as it was read, and whether it is the poison still. */
export interface BoundOutput {
  readonly array: BufferArgument['data']
  readonly untouched: boolean
}

/** Puts the arguments on the device. What fails takes back what it did. */
export const bindSet = async (device: KernelDevice, args: readonly KernelArgument[]): Promise<BoundSet> => {
  const bound: BoundBuffer[] = []
  const release = (): void => {
    for (const { buffer } of bound) buffer.release()
  }
  const writes = async (which: (arg: BufferArgument) => boolean): Promise<void> => {
    for (const { arg, buffer, image } of bound) if (which(arg)) await buffer.write(image)
  }
  try {
    for (const arg of args) if ('access' in arg) bound.push(bindBuffer(device, arg))
    await writes(({ access }) => access !== 'output')
  } catch (thrown) {
    release()
    throw thrown
  }
  const buffers = bound.map(({ buffer }) => buffer)
  return {
    args: args.map(arg => ('access' in arg ? (buffers.shift() as DeviceBuffer) : arg)),
    bytes: bound.reduce((sum, { arg }) => sum + arg.data.byteLength * (arg.access === 'inout' ? 2 : 1), 0),
    hasInout: bound.some(({ arg }) => arg.access === 'inout'),
    restore: () => writes(({ access }) => access === 'inout'),
    poison: () => writes(({ access }) => access !== 'input'),
    read: async () => {
      const outputs: BoundOutput[] = []
      for (const one of bound) if (one.arg.access !== 'input') outputs.push(await readOutput(one, outputs.length))
      return outputs
    },
    release,
  }
}

interface BoundBuffer {
  readonly arg: BufferArgument
  readonly buffer: DeviceBuffer
  /** What is written to it before a run, guard included. */
  readonly image: Uint8Array
}

const bindBuffer = (device: KernelDevice, arg: BufferArgument): BoundBuffer => {
  const { access, data } = arg
  const values = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  if (access === 'input') return { arg, buffer: device.buffer(data.byteLength), image: values }
  const image = new Uint8Array(data.byteLength + (device.guardBytes ?? GUARD_BYTES)).fill(GUARD, data.byteLength)
  if (access === 'inout') image.set(values)
  else image.fill(poisonOf(data), 0, data.byteLength)
  return { arg, buffer: device.buffer(image.byteLength), image }
}

/** Bytes of a NaN that no arithmetic makes; in arrays of whole numbers, of numbers that are seldom a result. */
const poisonOf = (data: BufferArgument['data']): number =>
  data instanceof Float32Array || data instanceof Float64Array ? 0xff : 0xa5

const readOutput = async ({ arg, buffer, image }: BoundBuffer, index: number): Promise<BoundOutput> => {
  const { byteLength } = arg.data
  const bytes = await buffer.read()
  const spoilt = bytes.subarray(byteLength).findIndex(byte => byte !== GUARD)
  if (spoilt >= 0) {
    const message = `expected output ${index} to be written within its ${byteLength} bytes, got a write ${spoilt} bytes past its end`
    throw new ProfileError('WrongOutput', message)
  }
  return {
    array: arrayLike(arg.data, bytes.subarray(0, byteLength)),
    untouched: arg.access === 'output' && Buffer.compare(bytes, image) === 0,
  }
}
