import { columnsOf, type Entry, type Noted as NotedAction } from '../policy-gradient/experience.js'
import { generalisedAdvantages } from './gae.js'
import type { Rollout } from './learner.js'
import type { PpoSettings } from './options.js'

/** What PPO notes with an action that it drew, and finds again with its outcome. */
export interface Noted extends NotedAction {
  readonly logProbability: number
  readonly value: number
}

/** Row by row, in the order of `rolloutOf`. */
export const nextObservationsOf = (entries: readonly Entry<Noted>[]): Float32Array =>
  Float32Array.from(entries.flatMap(({ nextObservation }) => nextObservation))

/** What an update learns from. `nextValues`: V of the observations that the transitions led to. */
export const rolloutOf = (
  entries: readonly Entry<Noted>[],
  nextValues: Float32Array,
  { gamma, gaeLambda }: PpoSettings,
): Rollout => {
  const n = entries.length
  const values = Float32Array.from(entries, ({ value }) => value)
  const advantages = new Float32Array(n)
  const returns = new Float32Array(n)
  for (let start = 0, end = 0; start < n; start = end) {
    while (end < n && entries[end]?.slot === entries[start]?.slot) end++
    const part = entries.slice(start, end)
    const estimates = generalisedAdvantages(
      {
        steps: part.length,
        slots: 1,
        rewards: Float32Array.from(part, ({ reward }) => reward),
        values: values.subarray(start, end),
        nextValues: nextValues.subarray(start, end),
        terminated: Uint8Array.from(part, ({ terminated }) => Number(terminated)),
        truncated: Uint8Array.from(part, ({ truncated }) => Number(truncated)),
      },
      gamma,
      gaeLambda,
    )
    advantages.set(estimates.advantages, start)
    returns.set(estimates.returns, start)
  }
  const logProbabilities = Float32Array.from(entries, ({ logProbability }) => logProbability)
  return { ...columnsOf(entries), logProbabilities, values, advantages, returns }
}
