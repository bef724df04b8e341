import { fault, ParetuneError } from '../../core/index.js'
import type { BoxSpace } from '../spaces.js'
import { currentConfig, lastProfile } from './last-trials.js'
import { best } from './leaders.js'
import type { ObservationPart, ObservedProblem, ObservedState } from './part.js'
import { budget, stagnation } from './progress.js'

/** What an observation shows unless `observe` says otherwise; `observe: [...defaultObservation(), bottlenecks(3)]` adds to it. */
export const defaultObservation = (): readonly ObservationPart[] => [
  budget(),
  stagnation(),
  lastProfile(),
  best(),
  currentConfig(),
]

export interface Observer {
  readonly space: BoxSpace
  observe(state: ObservedState): Float32Array
}

/** Declares and writes the observations that the parts make, one after the other. Throws InvalidStudy where two numbers have the same name. */
export const makeObserver = (problem: ObservedProblem, parts: readonly ObservationPart[]): Observer => {
  const declared = parts.map(part => part(problem))
  const names = declared.flatMap(part => part.names)
  const twice = names.find((name, i) => names.indexOf(name) < i)
  if (twice !== undefined)
    throw new ParetuneError(fault('InvalidStudy', `expected each part of an observation once, got \`${twice}\` twice`))
  const boundsOf = (side: 'low' | 'high'): Float32Array =>
    Float32Array.from(
      declared.flatMap(part => {
        const bounds = part[side]
        return typeof bounds === 'number' ? part.names.map(() => bounds) : bounds
      }),
    )
  const space: BoxSpace = { kind: 'box', size: names.length, low: boundsOf('low'), high: boundsOf('high'), names }
  // Written in one place, of which each part has its own piece, and copied out.
  const all = new Float32Array(space.size)
  let from = 0
  const pieces = declared.map(part => {
    from += part.names.length
    return { part, row: all.subarray(from - part.names.length, from) }
  })
  return {
    space,
    observe: state => {
      all.fill(0)
      for (const { part, row } of pieces) part.write(state, row)
      return all.slice()
    },
  }
}
