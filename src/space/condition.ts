import { type Either, left, right } from '../core/fp.js'
import { type Config, fault, messageOf, type SpaceError, type Value } from '../core/index.js'
import type { Domain } from './domain.js'
import type { Scope } from './scope.js'
import { unknownName } from './suggest.js'

/** Thrown out of a condition by the first read of a parameter that has no value yet; without a name where all are listed. */
class Unbound {
  constructor(readonly name?: string) {}
}
const LIMIT = 4096

/**
 * Indices of the parameters that the condition of `parameter` reads: it is run for every value of what it reads, so that the
 * answer is exact. Where that cannot be (it lists keys, reads a real parameter or too many values) it is all that come before.
 */
export const readsOf = (
  test: (config: Config) => boolean,
  parameter: number,
  place: string,
  scope: Scope,
): Either<SpaceError, readonly number[]> => {
  const all = right(Array.from({ length: parameter }, (_, index) => index))
  const reads = new Set<number>()
  const pending: Map<string, Value | undefined>[] = [new Map()]
  for (let runs = 0; pending.length > 0; runs++) {
    const bound = pending.pop() as Map<string, Value | undefined>
    if (runs === LIMIT) return all
    try {
      test(recorder(bound))
    } catch (thrown) {
      if (!(thrown instanceof Unbound)) {
        const message = `expected ${place} to return true or false, got an error: ${messageOf(thrown)}`
        return left(fault('InvalidConstraint', message, { cause: thrown }))
      }
      if (thrown.name === undefined) return all
      const index = scope.indices.get(thrown.name)
      if (index === undefined) return left(unknownName(thrown.name, [...scope.indices.keys()], place))
      reads.add(index)
      if (index >= parameter) break
      const domain = scope.domains[index] as Domain
      if (domain.size + pending.length > LIMIT) return all
      for (let i = 0; i < domain.size; i++) pending.push(new Map(bound).set(domain.name, domain.valueAt(i)))
      if (scope.isConditional(domain.name)) pending.push(new Map(bound).set(domain.name, undefined))
    }
  }
  return right([...reads].sort((a, b) => a - b))
}

/** A configuration that tells which of its parameters are looked at. */
const recorder = (bound: ReadonlyMap<string, Value | undefined>): Config => {
  const need = (key: string): Value | undefined => {
    if (!bound.has(key)) throw new Unbound(key)
    return bound.get(key)
  }
  return new Proxy<Record<string, Value>>(
    {},
    {
      get: (_, key) => (typeof key === 'string' ? need(key) : undefined),
      has: (_, key) => typeof key === 'string' && need(key) !== undefined,
      ownKeys: () => {
        throw new Unbound()
      },
    },
  )
}
