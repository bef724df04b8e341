import type { Config, Json, Value } from '../../core/index.js'
import type { Domain } from '../../space/index.js'

/** What a move has left, and may not come back to for a while. */
interface Attribute {
  readonly name: string
  readonly value: Value
  /** Of a real parameter: how near in its scale counts as come back. */
  readonly reach: number
  /** The last step of which it is tabu. */
  readonly until: number
}

/** Which moves are tabu: those that give a parameter back a value that it had not long ago. @see Glover 1989, "Tabu search, part I" */
export interface TabuList {
  /** How many steps from `step` on a move stays tabu; 0 where it is not. */
  remaining(from: Config, to: Config, step: number): number
  /** Forbids, for `tenure` steps, what a move made at `step` has left. */
  add(from: Config, to: Config, step: number, tenure: number): void
  clear(): void
  save(): Json
}

export const tabuListOf = (domains: readonly Domain[], saved?: Json): TabuList => {
  let attributes = (saved ?? []) as unknown as readonly Attribute[]
  const distance = (domain: Domain, a: Value, b: Value): number =>
    domain.size === Number.POSITIVE_INFINITY ? Math.abs(domain.positionOf(a) - domain.positionOf(b)) : a === b ? 0 : 1
  return {
    remaining: (from, to, step) => {
      let longest = 0
      for (const domain of domains) {
        const { name } = domain
        const value = to[name]
        if (value === undefined || value === from[name]) continue
        for (const attribute of attributes) {
          if (attribute.name !== name || attribute.until < step) continue
          if (distance(domain, attribute.value, value) <= attribute.reach)
            longest = Math.max(longest, attribute.until - step + 1)
        }
      }
      return longest
    },
    add: (from, to, step, tenure) => {
      attributes = attributes.filter(({ until }) => until > step)
      for (const domain of domains) {
        const { name } = domain
        const [value, next] = [from[name], to[name]]
        if (value === undefined || value === next) continue
        // Half the way back is not come back.
        const reach =
          next === undefined || domain.size !== Number.POSITIVE_INFINITY ? 0 : distance(domain, value, next) / 2
        attributes = [...attributes, { name, value, reach, until: step + tenure }]
      }
    },
    clear: () => {
      attributes = []
    },
    save: () => attributes as unknown as Json,
  }
}
