import { isLeft } from '../../core/fp.js'
import { messageOf, show } from '../../core/index.js'
import type { Instrument, Meter, Reading } from './meter.js'

/** A meter as this machine has it. Whatever goes wrong with it is the reason why its metrics are absent; nothing throws. */
export class OpenedMeter<M extends string> {
  readonly #meter: Meter<M>
  readonly #instrument: Instrument<M> | undefined
  /** Why there is no instrument, or nothing to tell of this window. */
  #problem: string | undefined

  private constructor(meter: Meter<M>, opened: Instrument<M> | string) {
    this.#meter = meter
    if (typeof opened === 'string') this.#problem = opened
    else this.#instrument = opened
  }

  static async open<M extends string>(meter: Meter<M>): Promise<OpenedMeter<M>> {
    try {
      const opened = await meter.open()
      return new OpenedMeter(meter, isLeft(opened) ? opened.left : opened.right)
    } catch (thrown) {
      return new OpenedMeter<M>(meter, messageOf(thrown))
    }
  }

  get polls(): boolean {
    return this.#instrument?.poll !== undefined
  }

  /** A promise where starting takes time. */
  start(pid?: number): Promise<void> | void {
    if (this.#instrument === undefined) return
    this.#problem = undefined
    return this.#attempt(instrument => instrument.start(pid))
  }

  poll(): Promise<void> | void {
    if (this.#problem === undefined) return this.#attempt(instrument => instrument.poll?.())
  }

  /** Each metric of the meter, or why it is absent. An instrument that failed since the start is stopped all the same. */
  async stop(window: { readonly wallMs: number; readonly runs: number }): Promise<Reading<M>> {
    const reading = await this.#attempt(instrument => instrument.stop(window))
    const { runs } = window
    if (!(runs >= 1)) this.#problem ??= `expected 1 run or more in the window of the meters, got ${runs}`
    const metrics: Partial<Record<M, number>> = {}
    const absent: Partial<Record<M, string>> = {}
    for (const { name } of this.#meter.metrics) {
      const value = reading?.metrics[name]
      const reason = this.#problem ?? reading?.absent?.[name]
      if (reason !== undefined) absent[name] = reason
      else if (value !== undefined && value >= 0 && Number.isFinite(value)) metrics[name] = value
      else absent[name] = `expected ${this.#meter.name} to read a finite number, 0 or more, got ${show(value)}`
    }
    return { metrics, absent }
  }

  async close(): Promise<void> {
    await this.#attempt(instrument => instrument.close?.())
  }

  #attempt<T>(act: (instrument: Instrument<M>) => T | Promise<T>): T | undefined | Promise<T | undefined> {
    if (this.#instrument === undefined) return undefined
    const fail = (thrown: unknown): undefined => {
      this.#problem ??= messageOf(thrown)
    }
    try {
      const acted = act(this.#instrument)
      return acted instanceof Promise ? acted.catch(fail) : acted
    } catch (thrown) {
      return fail(thrown)
    }
  }
}
