import type { Json, Outcome } from '../../core/index.js'
import type { Transition } from '../agent.js'

/** A transition as it is after a save: told of now or later, an agent learns the same. */
export const plainTransition = (transition: Transition): Transition => ({
  ...transition,
  outcome: plainOutcome(transition.outcome),
})

export const transitionToJson = ({ observation, nextObservation, mask, ...rest }: Transition): Json =>
  ({
    ...rest,
    observation: [...observation],
    nextObservation: [...nextObservation],
    ...(mask && { mask: [...mask] }),
  }) as unknown as Json

export const transitionFromJson = (json: Json): Transition => {
  const saved = json as unknown as Transition & { readonly mask?: readonly number[] }
  return {
    ...saved,
    observation: Float32Array.from(saved.observation),
    nextObservation: Float32Array.from(saved.nextObservation),
    ...(saved.mask && { mask: Uint8Array.from(saved.mask) }),
  }
}

/** A failure's cause may be anything; the rest is data. */
const plainOutcome = (outcome: Outcome): Outcome => {
  if (outcome._tag !== 'Failed') return JSON.parse(JSON.stringify(outcome)) as Outcome
  const { _tag, message } = outcome.failure
  return { _tag: 'Failed', failure: { _tag, message }, costMs: outcome.costMs }
}
