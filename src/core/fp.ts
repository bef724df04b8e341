import type { Either, Left, Right } from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'

/**
 * The one door to fp-ts: every other file takes these names from here. Errors travel inside the library as its `Either` and
 * `TaskEither`; the plain face turns a `Left` into a `ParetuneError`.
 *
 * The types are fp-ts's own. The four functions are written out, as fp-ts defines them: loading its modules took nearly half of the time of
 * `import 'paretune'`. Whoever wants all of it finds it in `paretune/fp`.
 */
export type { Either, TaskEither }

export const left = <E>(error: E): Either<E, never> => ({ _tag: 'Left', left: error })
export const right = <A>(value: A): Either<never, A> => ({ _tag: 'Right', right: value })
export const isLeft = <E>(either: Either<E, unknown>): either is Left<E> => either._tag === 'Left'
export const isRight = <A>(either: Either<unknown, A>): either is Right<A> => either._tag === 'Right'
