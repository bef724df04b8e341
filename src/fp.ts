/** The corner for people who compose with fp-ts: what a profiler or a store of theirs returns, and what to make it with. */
export * as either from 'fp-ts/lib/Either.js'
export { pipe } from 'fp-ts/lib/function.js'
export * as taskEither from 'fp-ts/lib/TaskEither.js'
export { type Either, isLeft, isRight, left, right, type TaskEither } from './core/fp.js'
