import {
  type Config,
  fault,
  type Outcome,
  ParetuneError,
  type Profile,
  type Statistic,
  show,
  type Value,
} from '../../core/index.js'
import type { Space } from '../../space/space.js'
import type { Adjustment } from './changes.js'

/** What a rule judges: the configuration where the agent is, and what came of it. */
export interface RuleState<C extends Config = Config, M extends string = string> {
  readonly config: C
  readonly outcome: Outcome
  /** Undefined after a failed or pruned trial; so are the objectives and the violation. */
  readonly profile: Profile | undefined
  /** Each in its own direction and unit. */
  readonly objectives: Readonly<Record<string, number>> | undefined
  /** Scaled excess over the constraints on metrics, 0 where feasible. */
  readonly violation: number | undefined
  /** The facts that `rules` was given, as in `{ cores: 8 }`. */
  readonly machine: Readonly<Record<string, Value>>
  /** A metric that the rule names, in its own unit; the median unless said otherwise. */
  metric(name: M, statistic?: Statistic): number
}

/**
 * What a rule does to the configuration: an adjustment of one parameter, or a function that returns the values to take. A number of an
 * integer, a real or an ordinal parameter becomes the nearest value that it has.
 */
export type Change<C extends Config = Config, M extends string = string> =
  | Adjustment<keyof C & string>
  | ((config: C, state: RuleState<C, M>) => Partial<C>)

export interface RuleOptions<C extends Config, M extends string> {
  /** Names the rule in the trial's record; no two rules of an agent share one. */
  readonly name: string
  /** Gives `when` and `change` the type of its configurations, and nothing more. */
  readonly space?: Space<C>
  /** The metrics that `when` looks at. Where a profile lacks one, or there is none, the rule does not fire. Default: none, and the rule sees failures too. */
  readonly metrics?: readonly M[]
  /** Further parameters that it works on, beside that of an adjustment. Where one is inactive, the rule does not fire. */
  readonly parameters?: readonly (keyof NoInfer<C> & string)[]
  /** Whether it fires. Pure: it may be asked any number of times. */
  readonly when: (state: RuleState<C, M>) => boolean
  readonly change: Change<NoInfer<C>, NoInfer<M>>
  /** Why the change should help, one sentence for people. */
  readonly reason: string
}

/** A rule made by `rule`; its types are known to its author alone. */
export interface Rule {
  readonly name: string
  readonly metrics: readonly string[]
  readonly parameters: readonly string[]
  readonly when: (state: RuleState) => boolean
  readonly change: Change
  readonly reason: string
}

/**
 * A rule of thumb over profile and configuration: when this, then change that, for this reason.
 *
 * Throws InvalidAgent for an empty name or reason. Names that the space or the profiler does not have are InvalidAgent once an agent is made
 * of it.
 *
 * @example
 * rule({
 *   name: 'latency first',
 *   metrics: ['latencyMs'],
 *   when: state => state.metric('latencyMs', 'p99') > 50,
 *   change: halve('batch'),
 *   reason: 'requests wait for the whole batch',
 * })
 */
export const rule = <C extends Config = Config, const M extends string = never>(options: RuleOptions<C, M>): Rule => {
  const { name, metrics = [], parameters = [], when, change, reason } = options
  const expectText = (what: string, text: string): void => {
    if (typeof text !== 'string' || text.trim() === '')
      throw new ParetuneError(fault('InvalidAgent', `rule: expected a ${what}, got ${show(text)}`))
  }
  expectText('name', name)
  expectText(`reason for \`${name}\``, reason)
  const own = typeof change === 'function' ? [] : [change.parameter]
  return {
    name,
    metrics,
    parameters: [...new Set([...own, ...parameters])],
    when: when as unknown as Rule['when'],
    change: change as unknown as Change,
    reason,
  }
}
