import { type Either, isLeft, left } from '../core/fp.js'
import { type Config, type Profile, type ProfileFailure, profileFailure } from '../core/index.js'
import { answerChecker } from './answer.js'
import { contextWith } from './context.js'
import { cancelled, failureOf } from './failure.js'
import type { ProfileContext, Profiler } from './profiler.js'

/** How a guard behaves once it has aborted a measurement. */
export interface GuardOptions {
  /** How long an aborted profiler may clean up before the guard answers without it. Default 1000. */
  readonly graceMs?: number
}

/**
 * What stands between a study and any profiler; whatever the profiler does, the answer is an `Either`:
 * - over `context.timeoutMs`: TimedOut (a profile that comes later counts as none), and the profiler's signal is aborted;
 * - `context.signal` aborted: Cancelled, and so is the profiler's signal;
 * - thrown or rejected: RunFailed or OutOfMemory;
 * - a promised metric missing, any metric not finite, a negative time or size: InvalidMetric.
 * A failure that does not know what it cost is charged the time that passed.
 *
 * An endless loop in plain code blocks the process and with it every timer: such code belongs in a `moduleProfiler`.
 */
export const guarded = <C extends Config, M extends string>(
  profiler: Profiler<C, M>,
  { graceMs = 1000 }: GuardOptions = {},
): Profiler<C, M> => {
  const profileSync = profiler.profileSync?.bind(profiler)
  const close = profiler.close?.bind(profiler)
  const checked = answerChecker(profiler)
  return {
    name: profiler.name,
    metrics: profiler.metrics,
    ...(profiler.isolated && { isolated: true }),
    profile: (config, context) => () => profileGuarded(profiler, checked, config, context, graceMs),
    ...(profileSync === undefined
      ? {}
      : {
          profileSync: (config, context) => {
            const beganMs = performance.now()
            try {
              return charged(beganMs, checked(profileSync(config, context)))
            } catch (thrown) {
              return charged(beganMs, left(failureOf(thrown)))
            }
          },
        }),
    ...(close === undefined ? {} : { close }),
  }
}

type Checked<M extends string> = ReturnType<typeof answerChecker<M>>

const profileGuarded = async <C extends Config, M extends string>(
  profiler: Profiler<C, M>,
  checked: Checked<M>,
  config: C,
  context: ProfileContext,
  graceMs: number,
): Promise<Either<ProfileFailure, Profile<M>>> => {
  if (context.signal.aborted) return left(cancelled())
  const beganMs = performance.now()
  const deadline = deadlineOf(config, context, graceMs)
  try {
    const answer = await Promise.race([
      answerOf(profiler, checked, config, contextWith(context, { signal: deadline.signal })),
      deadline.passed,
    ])
    const isLate = performance.now() - beganMs > context.timeoutMs
    if (deadline.signal.aborted) return charged(beganMs, left(deadline.signal.reason as ProfileFailure))
    return charged(beganMs, isLate ? left(timedOut(config, context.timeoutMs)) : answer)
  } finally {
    deadline.clear()
  }
}

/** Longer timers would fire at once: no timer is needed for more than 24 days. */
const MAX_TIMER_MS = 2 ** 31 - 1

/** A signal, aborted with the failure as its reason when the time is up or the outer signal is; `passed` is answered `graceMs` later. */
const deadlineOf = (config: Config, { signal, timeoutMs }: ProfileContext, graceMs: number) => {
  const controller = new AbortController()
  const resolvers: { passed?: (answer: Either<ProfileFailure, never>) => void } = {}
  const passed = new Promise<Either<ProfileFailure, never>>(resolve => {
    resolvers.passed = resolve
  })
  let timer: NodeJS.Timeout | undefined
  const end = (failure: ProfileFailure): void => {
    clear()
    timer = setTimeout(() => resolvers.passed?.(left(failure)), graceMs)
    controller.abort(failure)
  }
  const onAbort = (): void => end(cancelled())
  const clear = (): void => {
    clearTimeout(timer)
    signal.removeEventListener('abort', onAbort)
  }
  signal.addEventListener('abort', onAbort)
  if (timeoutMs <= MAX_TIMER_MS) timer = setTimeout(() => end(timedOut(config, timeoutMs)), timeoutMs)
  return { signal: controller.signal, passed, clear }
}

const answerOf = async <C extends Config, M extends string>(
  profiler: Profiler<C, M>,
  checked: Checked<M>,
  config: C,
  context: ProfileContext,
): Promise<Either<ProfileFailure, Profile<M>>> => {
  try {
    return checked(await profiler.profile(config, context)())
  } catch (thrown) {
    return left(failureOf(thrown))
  }
}

/** A failure that does not know its cost is charged the time since then. */
const charged = <A>(beganMs: number, answer: Either<ProfileFailure, A>): Either<ProfileFailure, A> =>
  isLeft(answer) && answer.left.costMs === undefined
    ? left({ ...answer.left, costMs: performance.now() - beganMs })
    : answer

const timedOut = (config: Config, timeoutMs: number): ProfileFailure => {
  const message = `expected a profile within ${timeoutMs} ms, got none for ${JSON.stringify(config)}`
  return profileFailure('TimedOut', message, { details: { timeoutMs, config } })
}
