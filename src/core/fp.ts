/**
 * The one door to fp-ts: every other file takes these names from here.
 * Errors travel inside the library as `Either` and `TaskEither`; the plain face turns a `Left` into a `ParetuneError`.
 */

export * as either from 'fp-ts/lib/Either.js'
export { type Either, isLeft, isRight, left, right } from 'fp-ts/lib/Either.js'
export { pipe } from 'fp-ts/lib/function.js'
export type { TaskEither } from 'fp-ts/lib/TaskEither.js'
export * as taskEither from 'fp-ts/lib/TaskEither.js'
