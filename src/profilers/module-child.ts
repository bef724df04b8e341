import { type ChildProcess, fork } from 'node:child_process'
import type { Socket } from 'node:net'
import { type Either, left, right } from '../core/fp.js'
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
import type { FromChild, ToChild } from './module-messages.js'
import type { ProfileContext } from './profiler.js'

/** What a process of a module profiler is made from. */
export interface ChildSpec {
  readonly url: string
  readonly exportName: string
  readonly args: unknown
  readonly metrics: readonly MetricSpec[]
  readonly execArgv: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly graceMs: number
}

/** How a process ended. */
interface Ending {
  readonly _tag: 'ended'
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stderr: string
}

const WORKER = new URL('./module-worker.js', import.meta.url)
/** Of what a process writes to stderr, this much of the end is kept. */
const STDERR_CHARACTERS = 16_384

/** A process with the module loaded, measuring one configuration at a time. While idle it does not keep this process alive. */
export class Child {
  readonly #spec: ChildSpec
  readonly #process: ChildProcess
  readonly #ended: Promise<Ending>
  #hear: (message: FromChild) => void = () => {}
  #isBusy = false
  #isEnding = false

  constructor(spec: ChildSpec) {
    this.#spec = spec
    this.#process = fork(WORKER, [], {
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

  /** Loads the module and compares its metrics with those promised. */
  async load(signal: AbortSignal): Promise<Either<ProfileFailure, this>> {
    const { url, exportName, args, metrics } = this.#spec
    const kill = (): void => this.#kill()
    signal.addEventListener('abort', kill, { once: true })
    const came = await this.#exchange({ _tag: 'load', url, exportName, args }, () => {})
    signal.removeEventListener('abort', kill)
    if (came._tag === 'ended') return left(this.#failureOf(came, signal))
    if (came._tag === 'unusable') return left(this.#unusable(came.message))
    if (came._tag !== 'ready') return left(this.#unusable(`expected a handshake, got ${came._tag}`))
    const [expected, got] = [specText(metrics), specText(came.metrics)]
    return expected === got ? right(this) : left(this.#unusable(`expected the metrics ${expected}, got ${got}`))
  }

  /** Measures. An aborted process that does not answer within the grace period is killed. */
  async profile(config: Config, context: ProfileContext): Promise<Either<ProfileFailure, Profile>> {
    const { signal, timeoutMs, fidelity, seed } = context
    let timer: NodeJS.Timeout | undefined
    const onAbort = (): void => {
      this.#send({ _tag: 'abort' })
      timer = setTimeout(() => this.#kill(), this.#spec.graceMs)
    }
    signal.addEventListener('abort', onAbort, { once: true })
    const request: ToChild = { _tag: 'profile', config, context: { timeoutMs, fidelity, seed } }
    try {
      const came = await this.#exchange(request, message => {
        if (message._tag === 'log') context.log(message.metric, message.value)
        if (message._tag !== 'report') return
        if (context.report(message.step, message.metrics) === 'stop') this.#send({ _tag: 'stop' })
      })
      if (came._tag === 'answer') return came.answer
      if (came._tag === 'ended') return left(this.#failureOf(came, signal))
      return left(this.#unusable(`expected an answer, got ${came._tag}`))
    } finally {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
    }
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

  /** Sends a request; resolves with the message that ends it, or with the ending of the process. Rejects where `onProgress` throws. */
  async #exchange(request: ToChild, onProgress: (message: FromChild) => void): Promise<FromChild | Ending> {
    this.#isBusy = true
    this.#hold()
    const reply = new Promise<FromChild>((resolve, reject) => {
      this.#hear = message => {
        if (message._tag !== 'log' && message._tag !== 'report') return resolve(message)
        try {
          onProgress(message)
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

const endingOf = (child: ChildProcess): Promise<Ending> =>
  new Promise(resolve => {
    let stderr = ''
    child.stderr?.setEncoding('utf8')
    child.stderr?.on('data', (text: string) => {
      stderr = (stderr + text).slice(-STDERR_CHARACTERS)
    })
    child.on('error', error => resolve({ _tag: 'ended', code: null, signal: null, stderr: error.message }))
    child.once('exit', (code, signal) => {
      const end = (): void => {
        clearTimeout(timer)
        child.stderr?.destroy()
        resolve({ _tag: 'ended', code, signal, stderr })
      }
      // A grandchild may hold stderr open for ever, so its end is not waited for long.
      const timer = setTimeout(end, 200)
      child.stderr?.once('end', end)
    })
  })

const crashOf = ({ code, signal, stderr }: Ending): ProfileFailure => {
  const lines = stderr.split('\n').filter(line => line.trim() !== '')
  const details = { code, signal, stderr: lines.slice(-20) }
  const outOfMemory = lines.find(line => /heap out of memory|allocation failed/i.test(line))
  if (outOfMemory !== undefined) return profileFailure('OutOfMemory', outOfMemory.trim(), { details })
  const end = signal === null ? `exit code ${code}` : `signal ${signal}`
  const tail = lines.length === 0 ? 'nothing on stderr' : `on stderr: ${lines.slice(-5).join('\n')}`
  return profileFailure('Crashed', `the profiler's process ended by ${end}, ${tail}`, { details })
}

const specText = (metrics: readonly MetricSpec[]): string =>
  metrics
    .map(({ name, unit, better }) => `${name} [${[unit, better].filter(Boolean).join(', ')}]`)
    .sort((a, b) => (a < b ? -1 : 1))
    .join(', ')
