import { isLeft } from '../../core/fp.js'
import { type Config, fault, ParetuneError, show, type Value } from '../../core/index.js'
import type { Space } from '../../space/space.js'
import { type AgentFactory, agentFactory, savedState } from '../agent.js'
import { unpackState } from '../nested.js'
import { RulesAgent, type SavedJson } from './agent.js'
import type { Rule } from './rule.js'
import { rulebook } from './rulebook.js'

export interface RulesOptions {
  /**
   * The configuration to begin at. Default: the first one that the caller had measured (a study's `baseline`), otherwise the middle of the
   * space. Leave it out where a study has a `baseline`: one that is under way already would be asked for twice.
   */
  readonly start?: Config
  /** Facts about the machine, for rules to look at, as in `{ cores: 8 }`. Default: none. */
  readonly machine?: Readonly<Record<string, Value>>
  /** Who goes on once no rule fires. Default: nobody, and unknown configurations are drawn at random. */
  readonly next?: AgentFactory
}

/**
 * An agent made of rules. It is at one configuration, and proposes what the first rule that fires there makes of it, with the rule's reason
 * in the trial's record; it goes there unless what was measured is worse (dominated, more infeasible, or failed), and to whatever
 * else was measured and dominates. A rule that leads to a known configuration is passed over.
 *
 * Where no rule fires, `next` takes over for the rest: it is told every trial, those of the rules as the caller's. While rules' trials are pending
 * `next` is asked already, and the rules have the first word again when these are told. Without it configurations are drawn at random, and rules
 * go on from one that is better.
 *
 * A constraint on parameters that a change breaks is repaired. Its factory throws InvalidAgent for no rules, two of one name, a `start` that
 * is not valid, a parameter that the space lacks or that a change is not for, and a metric that the profiler lacks; where the
 * context names no metrics (the caller measures) a rule whose metric is missing never fires, and the reasons say so.
 *
 * @example
 * const agent = rules([batchAgainstMemory({ batch: 'batch', memory: 'peakRssBytes', limit: 2 ** 30 })], { next: tpe() })
 */
export const rules = (list: readonly (Rule | readonly Rule[])[], options: RulesOptions = {}): AgentFactory => {
  const { start, machine = {}, next } = options
  const name = next === undefined ? 'rules' : `rules, then ${next.agentName}`
  return agentFactory(name, async context => {
    const { state, ...rest } = context
    savedState(context, name, 1)
    const book = rulebook(list.flat(), context, machine)
    const first = start === undefined ? undefined : validStart(context.space, start)
    const inner = (state?.json as unknown as SavedJson | undefined)?.next
    const innerState = state && inner !== undefined ? unpackState('next', { ...state, json: inner }) : undefined
    const agent = await next?.({ ...rest, rng: context.rng.fork('next'), ...(innerState && { state: innerState }) })
    return new RulesAgent({ name, context, book, start: first, next: agent })
  })
}

const validStart = (space: Space, start: Config): Config => {
  const parsed = space.parse(start)
  if (!isLeft(parsed)) return parsed.right
  const message = `rules: expected a valid configuration for start, got ${show(start)}: ${parsed.left.message}`
  throw new ParetuneError(fault('InvalidAgent', message, { cause: parsed.left }))
}
