import { type ChildProcess, fork } from 'node:child_process'
import type { Socket } from 'node:net'
import { type Either, isRight, left, right } from '../core/fp.js'
import {
  type Config,
  fault,
  type MetricSpec,
  ParetuneError,
  type Profile,
  type ProfileFailure,
  profileFailure,
} from '../core/index.js'
import { cancelled } from './failure.js'
import { crashOf, type Ending, endingOf } from './module-ending.js'
import type { FromChild, ProgressOfChild, ToChild } from './module-messages.js'
import type { MeterWindow, ProfileContext } from './profiler.js'

/** What a process of a module profiler is made from. */
export interface ChildSpec {
  readonly url: string
  readonly exportName: string
  readonly args: unknown
  readonly metrics: readonly MetricSpec[]
  readonly execArgv: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** Of resident memory. */
  readonly memoryLimitBytes: number
  readonly graceMs: number
}

const WORKER = new URL('./module-worker.js', import.meta.url)

/** A process with the module loaded, measuring one configuration at a time. While idle it does not keep this process alive. */
export class Child {
  readonly #spec: ChildSpec
  readonly #process: ChildProcess
  readonly #ended: Promise<Ending>
  #hear: (message: FromChild) => void = () => {}
  #isBusy = false
  #isClean = true
  #isEnding = false

  constructor(spec: ChildSpec) {
    this.#spec = spec
    this.#process = fork(WORKER, [String(spec.memoryLimitBytes)], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      execArgv: [...spec.execArgv],
      env: { ...process.env, ...spec.env },
    })
    this.#process.on('message', message => this.#hear(message as FromChild))
    this.#ended = endingOf(this.#process)
  }

  get isAlive(): boolean {
    return this.#process.connected && !this.#isEnding
  }

  /** The process is as it was before its last measurement, as far as can be seen from outside. */
  get isClean(): boolean {
    return this.isAlive && this.#isClean
  }

  /** Loads the module and compares its metrics with those promised. */
  async load(signal: AbortSignal): Promise<Either<ProfileFailure, this>> {
    const { url, exportName, args, metrics } = this.#spec
    const kill = (): void => this.#kill()
    signal.addEventListener('abort', kill, { once: true })
    const came = await this.#exchange({ _tag: 'load', url, exportName, args }, () => undefined)
    signal.removeEventListener('abort', kill)
    if (came._tag === 'ended') return left(this.#failureOf(came, signal))
    if (came._tag === 'unusable') return left(this.#unusable(came.message))
    if (came._tag !== 'ready') return left(this.#unusable(`expected a handshake, got ${came._tag}`))
    const [expected, got] = [specText(metrics), specText(came.metrics)]
    return expected === got ? right(this) : left(this.#unusable(`expected the metrics ${expected}, got ${got}`))
  }

  /** Measures. An aborted process that does not answer within the grace period is killed. */
  async profile(config: Config, context: ProfileContext): Promise<Either<ProfileFailure, Profile>> {
    const { signal, timeoutMs, fidelity, seed, trial, resumeFrom, window } = context
    let timer: NodeJS.Timeout | undefined
    const onAbort = (): void => {
      this.#send({ _tag: 'abort' })
      timer = setTimeout(() => this.#kill(), this.#spec.graceMs)
    }
    signal.addEventListener('abort', onAbort, { once: true })
    const request: ToChild = {
      _tag: 'profile',
      config,
      context: {
        timeoutMs,
        fidelity,
        seed,
        ...(trial !== undefined && { trial }),
        ...(resumeFrom !== undefined && { resumeFrom }),
      },
      isMetered: window !== undefined,
    }
    let wasMetered = false
    try {
      await window?.start(this.#process.pid)
      const came = await this.#exchange(request, message => {
        if (message._tag === 'window') {
          wasMetered ||= message.runs !== undefined
          return this.#meter(window, message)
        }
        if (message._tag === 'log') context.log(message.metric, message.value)
        else if (context.report(message.step, message.metrics) === 'stop') this.#send({ _tag: 'stop' })
        return undefined
      })
      if (!wasMetered) await window?.stop(1)
      if (came._tag === 'ended') return left(this.#failureOf(came, signal))
      if (came._tag === 'answer') {
        // An aborted measurement may run on, and one that ran out of memory may hold it still.
        const isShort = came.answer._tag === 'Left' && came.answer.left._tag === 'OutOfMemory'
        this.#isClean = !signal.aborted && !isShort && came.leftRunning.length === 0
        return isRight(came.answer) ? right(withLeftovers(came.answer.right, came.leftRunning)) : came.answer
      }
      return left(this.#unusable(`expected an answer, got ${came._tag}`))
    } finally {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
    }
  }

  async #meter(
    window: MeterWindow | undefined,
    { pid, runs }: Extract<ProgressOfChild, { _tag: 'window' }>,
  ): Promise<void> {
    await (runs === undefined ? window?.start(pid) : window?.stop(runs))
    this.#send({ _tag: 'metered' })
  }

  /** Lets the module's profiler close and the process end; kills it where it measures still or takes longer than the grace period. */
  async close(): Promise<void> {
    this.#isEnding = true
    this.#hold()
    if (this.#isBusy) this.#kill()
    else this.#send({ _tag: 'close' })
    const timer = setTimeout(() => this.#kill(), this.#spec.graceMs)
    await this.#ended
    clearTimeout(timer)
  }

  /** Sends a request; resolves with the message that ends it, or with the ending of the process. Rejects where `onProgress` does. */
  async #exchange(
    request: ToChild,
    onProgress: (message: ProgressOfChild) => Promise<void> | undefined,
  ): Promise<Exclude<FromChild, ProgressOfChild> | Ending> {
    this.#isBusy = true
    this.#hold()
    const reply = new Promise<Exclude<FromChild, ProgressOfChild>>((resolve, reject) => {
      this.#hear = message => {
        if (message._tag !== 'log' && message._tag !== 'report' && message._tag !== 'window') return resolve(message)
        try {
          onProgress(message)?.catch(reject)
        } catch (thrown) {
          reject(thrown)
        }
      }
    })
    this.#send(request)
    try {
      return await Promise.race([reply, this.#ended])
    } finally {
      this.#isBusy = false
      this.#release()
    }
  }

  #send(message: ToChild): void {
    // An ended process is told of by `#ended`; the message that it missed does not matter.
    if (this.#process.connected) this.#process.send(message, () => {})
  }

  #kill(): void {
    this.#isEnding = true
    this.#process.kill('SIGKILL')
  }

  #hold(): void {
    this.#process.ref()
    this.#process.channel?.ref()
    ;(this.#process.stderr as Socket | null)?.ref()
  }

  #release(): void {
    this.#process.unref()
    this.#process.channel?.unref()
    ;(this.#process.stderr as Socket | null)?.unref()
  }

  #failureOf(ending: Ending, signal: AbortSignal): ProfileFailure {
    return signal.aborted || this.#isEnding ? cancelled() : crashOf(ending)
  }

  /** What is wrong with the module is wrong for every configuration: a program finds it as the failure's cause. */
  #unusable(problem: string): ProfileFailure {
    const message = `profiler module ${this.#spec.url}: ${problem}`
    return profileFailure('RunFailed', message, { cause: new ParetuneError(fault('InvalidProfiler', message)) })
  }
}

const withLeftovers = (profile: Profile, kinds: readonly string[]): Profile =>
  kinds.length === 0
    ? profile
    : { ...profile, notes: [...(profile.notes ?? []), `left running, so its process was ended: ${kinds.join(', ')}`] }

const specText = (metrics: readonly MetricSpec[]): string =>
  metrics
    .map(({ name, unit, better }) => `${name} [${[unit, better].filter(Boolean).join(', ')}]`)
    .sort((a, b) => (a < b ? -1 : 1))
    .join(', ')
