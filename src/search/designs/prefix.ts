import type { Config, Value } from '../../core/index.js'
import type { Domain, Space } from '../../space/index.js'

/** Whether parameter number `p` is active where `prefix` holds the active ones before it. */
export const isActiveAfter = (space: Space, domains: readonly Domain[], prefix: Config, p: number): boolean => {
  // The conditions of all parameters are run, and must not meet one without a value.
  const filled: Record<string, Value> = { ...prefix }
  for (const { name, valueAt } of domains.slice(p)) filled[name] = valueAt(0)
  return space.active(filled).includes((domains[p] as Domain).name)
}
