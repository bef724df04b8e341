import type { DeviceBuffer } from '../kernel/device.js'
import type { CudaContext } from './context.js'

/** Memory on the device. */
export class CudaBuffer implements DeviceBuffer {
  readonly byteLength: number
  readonly address: bigint
  readonly #context: CudaContext
  #isReleased = false

  constructor(context: CudaContext, byteLength: number) {
    const address = new BigUint64Array(1)
    context.enter()('cuMemAlloc_v2', address, byteLength)
    this.byteLength = byteLength
    this.address = address[0] as bigint
    this.#context = context
  }

  async write(data: Uint8Array): Promise<void> {
    if (data.byteLength > this.byteLength) {
      throw new RangeError(`expected at most ${this.byteLength} bytes, got ${data.byteLength}`)
    }
    await this.#context.next(call => call('cuMemcpyHtoD_v2', this.address, data, data.byteLength))
  }

  async read(): Promise<Uint8Array> {
    const data = new Uint8Array(this.byteLength)
    await this.#context.next(call => call('cuMemcpyDtoH_v2', data, this.address, this.byteLength))
    return data
  }

  release(): void {
    if (this.#isReleased) return
    this.#isReleased = true
    this.#context.free('cuMemFree_v2', this.address)
  }
}
