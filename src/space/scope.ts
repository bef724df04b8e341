import type { Domain } from './domain.js'

/** What a rule may speak of. */
export interface Scope {
  readonly domains: readonly Domain[]
  readonly indices: ReadonlyMap<string, number>
  readonly isConditional: (name: string) => boolean
}
