import { ProfileError } from '../failure.js'
import type { DeviceArgument, KernelScalar } from '../kernel/device.js'
import type { Koffi } from '../native-library.js'
import { CudaBuffer } from './buffer.js'

/** Every parameter has a slot of this many bytes, as wide as the widest. */
const SLOT_BYTES = 8

/**
 * Parameters as cuLaunchKernel takes them: an array of the addresses of their values. Addresses and values share one piece of memory
 * that lives as long as what is returned.
 */
export const packed = (koffi: Koffi, args: readonly DeviceArgument[]): ArrayBufferView | null => {
  if (args.length === 0) return null
  const memory = new ArrayBuffer(2 * SLOT_BYTES * args.length)
  const addresses = new BigUint64Array(memory, 0, args.length)
  const values = new DataView(memory, SLOT_BYTES * args.length)
  const firstValue = koffi.address(addresses) + BigInt(values.byteOffset)
  for (const [index, arg] of args.entries()) {
    const offset = SLOT_BYTES * index
    addresses[index] = firstValue + BigInt(offset)
    if (arg instanceof CudaBuffer) values.setBigUint64(offset, arg.address, true)
    else if ('type' in arg) SETTERS[arg.type](values, offset, arg.value)
    else throw unfit('localBytes' in arg)
  }
  return addresses
}

const SETTERS: Readonly<Record<KernelScalar['type'], (to: DataView, offset: number, value: number | bigint) => void>> =
  {
    int32: (to, offset, value) => to.setInt32(offset, Number(value), true),
    uint32: (to, offset, value) => to.setUint32(offset, Number(value), true),
    int64: (to, offset, value) => to.setBigInt64(offset, BigInt(value), true),
    uint64: (to, offset, value) => to.setBigUint64(offset, BigInt(value), true),
    float32: (to, offset, value) => to.setFloat32(offset, Number(value), true),
    float64: (to, offset, value) => to.setFloat64(offset, Number(value), true),
  }

const unfit = (isLocal: boolean): ProfileError =>
  new ProfileError(
    'RunFailed',
    isLocal
      ? 'expected memory shared by a block as `sharedBytes`, got an argument: CUDA kernels find it as `extern __shared__`'
      : 'expected a buffer of this CUDA device, got one of another',
  )
