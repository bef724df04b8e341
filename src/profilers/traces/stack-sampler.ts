import type { Profiler as Inspected, Session } from 'node:inspector'

export type CpuProfile = Inspected.Profile

/** A part of the time that was sampled, in ms since it began. */
export interface TimeSpan {
  readonly fromMs: number
  readonly toMs: number
}

/** Samples the stack of this thread, from `start` to `stop`. */
export class StackSampler {
  readonly #session: Session
  readonly #intervalUs: number
  #startMs = 0

  private constructor(session: Session, intervalUs: number) {
    this.#session = session
    this.#intervalUs = intervalUs
  }

  /** Throws a RangeError for an interval that is not positive. */
  static async open(intervalMs = 1): Promise<StackSampler> {
    if (!(intervalMs > 0)) throw new RangeError(`expected an interval above 0 ms, got ${intervalMs}`)
    // Not at the top: some builds of Node.js have no inspector.
    const { Session } = await import('node:inspector')
    const session = new Session()
    session.connect()
    return new StackSampler(session, Math.max(1, Math.round(1000 * intervalMs)))
  }

  async start(): Promise<void> {
    await this.#post('Profiler.enable')
    await this.#post('Profiler.setSamplingInterval', { interval: this.#intervalUs })
    // Before the start, which takes a while: V8 counts from there.
    this.#startMs = performance.now()
    await this.#post('Profiler.start')
  }

  /** Time since the start. To begin anew in place of noting it would make V8 forget what functions it has compiled. */
  get elapsedMs(): number {
    return performance.now() - this.#startMs
  }

  async stop(): Promise<CpuProfile> {
    const { profile } = (await this.#post('Profiler.stop')) as { readonly profile: CpuProfile }
    return profile
  }

  close(): void {
    this.#session.disconnect()
  }

  #post(method: string, params: object = {}): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#session.post(method, params, (error, result) => (error ? reject(error) : resolve(result)))
    })
  }
}
