import type { Instrument } from './meter.js'

export type Awaitable<T> = T | Promise<T>

/** Numbers that only go up. */
export type Counters = readonly number[]

/** What counters counted from the start of a window to its end, and what it means. Reads at once where `read` does. */
export const counting = <T, M extends string>(
  read: () => Awaitable<T>,
  countersIn: (seen: T) => Counters,
  tell: (counted: Counters, window: { readonly wallMs: number; readonly runs: number }) => Readonly<Record<M, number>>,
): Instrument<M> => {
  let before: Counters = []
  return {
    start: () =>
      whenThere(read(), seen => {
        before = countersIn(seen)
      }),
    stop: window =>
      whenThere(read(), seen => {
        const counted = countersIn(seen).map((count, i) => count - (before[i] ?? Number.NaN))
        return { metrics: tell(counted, window) }
      }),
  }
}

const whenThere = <A, B>(value: Awaitable<A>, use: (value: A) => B): Awaitable<B> =>
  value instanceof Promise ? value.then(use) : use(value)
