import {
  type Config,
  type ErrorCode,
  fault,
  messageOf,
  ParetuneError,
  type Profile,
  show,
  statisticOf,
  type Value,
} from '../../core/index.js'
import { type Domain, domainsOf, suggestion } from '../../space/index.js'
import type { AgentContext } from '../agent.js'
import type { Place } from './place.js'
import type { Rule, RuleState } from './rule.js'
import { snapped } from './values.js'

/** Where a rule leads. */
interface Move {
  readonly rule: Rule
  readonly config: Config
}

/** Rules that were checked against a space. */
export interface Rulebook {
  /** Where the rules that fire at a place lead, in their order; each configuration is valid, and may be known. */
  movesFrom(place: Place): Iterable<Move>
  /** Metrics that rules look at and the profile of a place lacks. */
  lacking(place: Place): readonly string[]
}

/** Throws InvalidAgent, naming the rule, for a name or a parameter that does not fit. */
export const rulebook = (
  rules: readonly Rule[],
  { space, metrics }: Pick<AgentContext, 'space' | 'metrics'>,
  machine: RuleState['machine'],
): Rulebook => {
  const domains = new Map(domainsOf(space).map(domain => [domain.name, domain]))
  const known = { parameter: space.names, metric: metrics?.map(({ name }) => name) }
  expectRules(rules)
  for (const rule of rules) {
    for (const name of rule.parameters) expectKnown(rule, 'parameter of the space', name, known.parameter)
    for (const name of rule.metrics) if (known.metric) expectKnown(rule, 'metric of the profiler', name, known.metric)
    if (typeof rule.change === 'function') continue
    const domain = domains.get(rule.change.parameter) as Domain
    const refusal = rule.change.refuses(domain)
    if (refusal !== undefined) {
      const { name, expected } = domain
      throw invalid(rule, `expected the parameter to ${refusal}, got \`${name}\` (${expected})`)
    }
  }

  /** The values that a rule wants; undefined where it has none. */
  const wanted = (rule: Rule, state: RuleState): Readonly<Record<string, unknown>> | undefined => {
    const { change } = rule
    if (typeof change === 'function') return change(state.config, state)
    const { parameter } = change
    const value = change.from(state.config[parameter] as Value, domains.get(parameter) as Domain)
    return value === undefined ? undefined : { [parameter]: value }
  }

  const changed = (rule: Rule, config: Config, values: Readonly<Record<string, unknown>>): Config => {
    const result: Record<string, Value> = { ...config }
    for (const [name, value] of Object.entries(values)) {
      if (value === undefined) continue
      expectKnown(rule, 'parameter of the space', name, known.parameter)
      const domain = domains.get(name) as Domain
      const own = snapped(domain, value)
      if (own === undefined) throw invalid(rule, `expected ${domain.expected} for \`${name}\`, got ${show(value)}`)
      result[name] = own
    }
    return space.repair(result)
  }

  return {
    *movesFrom(place) {
      for (const rule of rules) {
        const state = stateAt(place, machine)
        if (rule.metrics.some(name => !hasMetric(state.profile, name))) continue
        if (rule.parameters.some(name => place.config[name] === undefined)) continue
        const values = calling(rule, () => (rule.when(state) ? wanted(rule, state) : undefined))
        if (values !== undefined) yield { rule, config: changed(rule, place.config, values) }
      }
    },
    lacking: ({ outcome }) => {
      if (outcome._tag !== 'Measured') return []
      return [...new Set(rules.flatMap(rule => rule.metrics))].filter(name => !hasMetric(outcome.profile, name))
    },
  }
}

const stateAt = ({ config, outcome }: Place, machine: RuleState['machine']): RuleState => {
  const measured = outcome._tag === 'Measured' ? outcome : undefined
  const { profile, objectives, violation } = measured ?? {}
  return {
    config,
    outcome,
    profile,
    objectives,
    violation,
    machine,
    metric: (name, statistic) => {
      const value = profile?.metrics[name]
      if (value !== undefined) return statisticOf(value, statistic)
      throw new TypeError(`expected a metric that the rule names in \`metrics\`, got \`${name}\``)
    },
  }
}

/** A metric that was no finite number is null once it went through JSON. */
const hasMetric = (profile: Profile | undefined, name: string): boolean => (profile?.metrics[name] ?? null) !== null

const expectRules = (rules: readonly Rule[]): void => {
  const names = rules.map(({ name }) => name)
  const twice = names.find((name, i) => names.indexOf(name) < i)
  if (names.length === 0) throw new ParetuneError(fault('InvalidAgent', 'rules: expected at least one rule, got none'))
  if (twice !== undefined) {
    const message = `rules: expected a name of its own for each rule, got \`${twice}\` twice`
    throw new ParetuneError(fault('InvalidAgent', message))
  }
}

const expectKnown = (rule: Rule, what: string, name: string, known: readonly string[]): void => {
  if (!known.includes(name)) throw invalid(rule, `expected a ${what}, got \`${name}\`${suggestion(name, known)}`)
}

const calling = <T>(rule: Rule, call: () => T): T => {
  try {
    return call()
  } catch (thrown) {
    throw broken(rule, 'AgentFailed', `it threw: ${messageOf(thrown)}`, thrown)
  }
}

const invalid = (rule: Rule, message: string): ParetuneError => broken(rule, 'InvalidAgent', message)

const broken = ({ name }: Rule, code: ErrorCode, message: string, cause?: unknown): ParetuneError =>
  new ParetuneError(fault(code, `rule \`${name}\`: ${message}`, { details: { rule: name }, cause }))
