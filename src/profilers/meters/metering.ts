import type { MeterWindow } from '../profiler.js'
import type { Reading } from './meter.js'
import type { OpenedMeter } from './opened-meter.js'

/** What one window showed. */
export interface Metered<M extends string> {
  readonly readings: readonly Reading<M>[]
  /** Another window of this process was open at the same time. */
  readonly sawOthers: boolean
}

/** The open windows of this process, each by what is to happen when another one opens. */
const openWindows = new Map<object, () => void>()

/**
 * The windows of one profile. It is read from `begin` to `end` as one run, unless `start` and `stop` tell which part counts:
 * then the last part that was both started and stopped. Never rejects, and does nothing any more after `end`.
 */
export class Metering<M extends string> implements MeterWindow {
  readonly #meters: readonly OpenedMeter<M>[]
  readonly #pollMs: number
  readonly #outer: MeterWindow | undefined
  /** Those whose start takes time: they begin before the others and end after them. */
  readonly #slow = new Set<OpenedMeter<M>>()
  #tail: Promise<void> = Promise.resolve()
  #timer: NodeJS.Timeout | undefined
  #polling: Promise<unknown> | undefined
  #beganMs = 0
  #isOpen = false
  #isTold = false
  #hasEnded = false
  #sawOthers = false
  #last: Metered<M> | undefined

  /** `outer` is the window of whoever meters around this one, and is told the same. */
  constructor(meters: readonly OpenedMeter<M>[], pollMs: number, outer: MeterWindow | undefined) {
    this.#meters = meters
    this.#pollMs = pollMs
    this.#outer = outer
  }

  begin(): Promise<void> {
    return this.#next(() => this.#open())
  }

  start(pid?: number): Promise<void> {
    return this.#next(async () => {
      await this.#outer?.start(pid)
      this.#isTold = true
      await this.#open(pid)
    })
  }

  stop(runs: number): Promise<void> {
    return this.#next(async () => {
      if (!this.#isTold || !this.#isOpen) return
      this.#last = await this.#close(runs)
      await this.#outer?.stop(runs)
    })
  }

  /** Undefined where a window was started and none was ever stopped. */
  async end(): Promise<Metered<M> | undefined> {
    await this.#next(async () => {
      this.#hasEnded = true
      if (!this.#isOpen) return
      const whole = await this.#close(1)
      if (!this.#isTold) this.#last = whole
    })
    return this.#last
  }

  /** One after the other: whoever was aborted may still be at it. */
  #next(work: () => Promise<void>): Promise<void> {
    this.#tail = this.#tail.then(() => (this.#hasEnded ? undefined : work()))
    return this.#tail
  }

  async #open(pid?: number): Promise<void> {
    await this.#rest()
    await Promise.all(
      this.#meters.map(meter => {
        const started = meter.start(pid)
        if (started !== undefined) this.#slow.add(meter)
        return started
      }),
    )
    // Those that start at once do so again: while the slow ones started, nothing ran.
    for (const meter of this.#meters) if (!this.#slow.has(meter)) void meter.start(pid)
    this.#isOpen = true
    this.#meetOthers()
    this.#beganMs = performance.now()
    if (this.#meters.some(meter => meter.polls)) this.#pollLater()
  }

  async #close(runs: number): Promise<Metered<M>> {
    await this.#rest()
    const window = { wallMs: performance.now() - this.#beganMs, runs }
    const slowLast = [...this.#meters].sort((a, b) => Number(this.#slow.has(a)) - Number(this.#slow.has(b)))
    const readings = await Promise.all(slowLast.map(meter => meter.stop(window)))
    this.#isOpen = false
    openWindows.delete(this)
    return { readings, sawOthers: this.#sawOthers }
  }

  /** A window within another one of the same profile is not another one. */
  #meetOthers(): void {
    if (this.#outer !== undefined) return
    openWindows.delete(this)
    this.#sawOthers = openWindows.size > 0
    for (const meet of openWindows.values()) meet()
    openWindows.set(this, () => {
      this.#sawOthers = true
    })
  }

  #pollLater(): void {
    this.#timer = setTimeout(() => {
      this.#polling = Promise.all(this.#meters.map(meter => meter.poll())).then(() => {
        if (this.#polling !== undefined) this.#pollLater()
      })
    }, this.#pollMs).unref()
  }

  /** No more polls, and none under way. */
  async #rest(): Promise<void> {
    clearTimeout(this.#timer)
    const polling = this.#polling
    this.#polling = undefined
    await polling
  }
}
