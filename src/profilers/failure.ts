import { type Either, left } from '../core/fp.js'
import { messageOf, type ProfileFailure, type ProfileFailureTag, profileFailure } from '../core/index.js'

/**
 * Thrown in user code, it becomes the failure of that tag: `throw new ProfileError('CompileFailed', log)`.
 * Anything else that is thrown becomes RunFailed (or OutOfMemory, where it says so).
 */
export class ProfileError extends Error {
  readonly failure: ProfileFailure

  constructor(tag: ProfileFailureTag, message: string, more: Pick<ProfileFailure, 'details' | 'cause'> = {}) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause })
    this.name = 'ProfileError'
    this.failure = profileFailure(tag, message, more)
  }
}

/** How V8 and WebAssembly word an allocation that did not fit. A negative length is a bug and not meant. */
const OUT_OF_MEMORY = /allocation failed|out of memory|could not allocate|maximum memory size|typed array length: \d/i

/** The failure that a thrown value stands for. */
export const failureOf = (thrown: unknown): ProfileFailure => {
  if (thrown instanceof ProfileError) return thrown.failure
  const message = messageOf(thrown)
  const tag = thrown instanceof RangeError && OUT_OF_MEMORY.test(message) ? 'OutOfMemory' : 'RunFailed'
  return profileFailure(tag, message, { cause: thrown })
}

/** The failure of a measurement that its signal ended. */
export const cancelled = (): ProfileFailure => profileFailure('Cancelled', 'cancelled before the measurement was done')

/**
 * Runs the work; answers Cancelled as soon as the signal is aborted, and leaves the work to notice that by itself.
 * What the work throws becomes a failure. Never rejects.
 */
export const unlessAborted = async <A>(
  signal: AbortSignal | undefined,
  work: () => Promise<Either<ProfileFailure, A>>,
): Promise<Either<ProfileFailure, A>> => {
  if (signal?.aborted) return left(cancelled())
  let onAbort = (): void => {}
  const aborted = new Promise<Either<ProfileFailure, A>>(resolve => {
    onAbort = () => resolve(left(cancelled()))
    signal?.addEventListener('abort', onAbort, { once: true })
  })
  try {
    return await Promise.race([work().catch((thrown: unknown) => left(failureOf(thrown))), aborted])
  } finally {
    signal?.removeEventListener('abort', onAbort)
  }
}
