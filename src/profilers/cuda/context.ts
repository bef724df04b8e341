import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import { ProfileError } from '../failure.js'
import { type Call, CUDA_ERROR_NOT_READY, type Driver, type DriverFunction, endsContext, invalid } from './driver.js'

/** Short launches end while we look; then other work gets its turns; then looking often is not worth the processor time. */
const LOOKING_MS = 0.2
const TURNS_MS = 5

/** What cuda.h says of the errors that end a context. */
const SPOILT =
  'from a kernel before: this process can use the device no more, start another (and run trials in processes of their own)'

/**
 * A context of our own on a device: what goes wrong in it is nobody else's, and destroying it frees all that was made in it. A
 * context belongs to the thread that entered it last, so each piece of work enters first.
 */
export class CudaContext {
  readonly #driver: Driver
  readonly #handle: bigint
  #tail: Promise<unknown> = Promise.resolve()
  #waiting = 0
  #lost: string | undefined
  #isClosed = false

  constructor(driver: Driver, device: number) {
    const handle = new BigUint64Array(1)
    const status = driver.status('cuCtxCreate_v2', handle, 0, device)
    if (status !== 0) {
      const error = driver.errorOf('cuCtxCreate_v2', status)
      throw endsContext(status) ? invalid(`${error.message}, ${SPOILT}`, error) : error
    }
    this.#driver = driver
    this.#handle = handle[0] as bigint
  }

  /** The error that ended it: every later call would answer the same. */
  get lost(): string | undefined {
    return this.#lost
  }

  /** Makes the context current; what it returns serves until the next `await`. */
  enter(): Call {
    if (this.#isClosed) throw new ProfileError('RunFailed', 'expected an open CUDA device, got a closed one')
    if (this.#lost !== undefined) throw new ProfileError('Crashed', this.#lost)
    this.#call('cuCtxSetCurrent', this.#handle)
    return this.#call
  }

  readonly #call: Call = (name, ...args) => this.#check(name, this.#driver.status(name, ...args))

  #check(name: DriverFunction, status: number): void {
    if (status === 0) return
    const error = this.#driver.errorOf(name, status)
    if (endsContext(status)) this.#lost = error.message
    throw error
  }

  /** Does the work once all is done that was asked for before, so that nothing makes the driver wait for a kernel. */
  next<A>(work: (call: Call) => A | Promise<A>): Promise<A> {
    this.#waiting++
    const done = this.#tail.then(() => work(this.enter()))
    this.#tail = done.then(
      () => this.#waiting--,
      () => this.#waiting--,
    )
    return done
  }

  /** Waits until `event` has come to pass, and lets the event loop go on meanwhile. */
  async reached(event: bigint): Promise<void> {
    const beganMs = performance.now()
    for (;;) {
      const status = this.#driver.status('cuEventQuery', event)
      if (status === 0) return
      if (status !== CUDA_ERROR_NOT_READY) this.#check('cuEventQuery', status)
      const waitedMs = performance.now() - beganMs
      if (waitedMs < LOOKING_MS) continue
      await (waitedMs < TURNS_MS ? nextTurn() : sleep(1))
      this.#driver.call('cuCtxSetCurrent', this.#handle)
    }
  }

  /** Frees something, at once where nothing runs. What is lost or closed has freed all. */
  free(name: 'cuMemFree_v2' | 'cuModuleUnload', handle: bigint): void {
    if (this.#isClosed || this.#lost !== undefined) return
    if (this.#waiting === 0) this.enter()(name, handle)
    // An error that comes as late as this has left its mark in `lost`.
    else void this.next(call => call(name, handle)).catch(() => {})
  }

  /** Destroys it once all is done. */
  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    await this.#tail
    const status = this.#driver.status('cuCtxDestroy_v2', this.#handle)
    if (status !== 0 && this.#lost === undefined) throw this.#driver.errorOf('cuCtxDestroy_v2', status)
  }
}
