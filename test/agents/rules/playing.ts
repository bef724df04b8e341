import { type Agent, type AgentFactory, halve, type Rule, rule, type Suggestion } from '#src/agents/index.js'
import type { Config, Measured, Outcome } from '#src/core/index.js'
import { choice, defineSpace, integer, ordinal, type Space } from '#src/space/index.js'
import { contextFor, loop, measured, request } from '../loop.js'

/** Rules that fit every space: whatever is a number is halved or doubled. */
export const rulesForAnySpace: readonly Rule[] = [
  rule({
    name: 'halve all',
    metrics: ['g'],
    when: state => state.metric('g') > 0.3,
    change: config => scaled(config, 0.5),
    reason: 'g is large',
  }),
  rule({
    name: 'double all',
    when: ({ outcome }) => outcome._tag === 'Measured',
    change: config => scaled(config, 2),
    reason: 'it was measured',
  }),
]

const scaled = (config: Config, factor: number): Config =>
  Object.fromEntries(
    Object.entries(config).map(([name, value]) => [name, typeof value === 'number' ? value * factor : value]),
  )

/** An outcome with metrics, and the losses given. */
export const showing = (
  metrics: Readonly<Record<string, number>>,
  losses: readonly number[],
  violation = 0,
): Measured => {
  const outcome = measured(losses, violation)
  return { ...outcome, profile: { ...outcome.profile, metrics } }
}

export const space = defineSpace({
  batch: ordinal(1, 2, 4, 8, 16, 32),
  workers: integer(0, 8),
  precision: choice('fp32', 'fp16'),
}) as unknown as Space
export const start = { batch: 16, workers: 2, precision: 'fp32' }

export const slow = rule({
  name: 'slow',
  metrics: ['latencyMs'],
  when: state => state.metric('latencyMs') > 50,
  change: halve('batch'),
  reason: 'requests wait for the whole batch',
})
export const always = (name: string, change: Rule['change']): Rule =>
  rule({ name, when: () => true, change, reason: 'to see' })

/** Latency is 10 ms for each of a batch, and the loss. */
export const latency = ({ batch }: Config): Outcome => {
  const latencyMs = 10 * (batch as number)
  return showing({ latencyMs }, [latencyMs])
}

export const played = async (
  factory: AgentFactory,
  count: number,
  evaluate: (config: Config, trial: number) => Outcome,
  context = contextFor(space, 1, 1),
) => {
  const { trials } = await loop(factory, context, count, (config, trial) => ({ outcome: evaluate(config, trial) }))
  return trials.map(({ config, suggestion }) => ({ config, reason: suggestion.reason }))
}

export const ask = async (agent: Agent, trial: number): Promise<Suggestion> => {
  const [suggestion] = await agent.ask([request(trial)])
  if (suggestion === undefined) throw new Error('expected a suggestion')
  return suggestion
}
