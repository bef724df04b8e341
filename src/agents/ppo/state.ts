import type { Json } from '../../core/index.js'
import type { AgentState } from '../agent.js'
import { bytesOf, numbersOf } from '../networks/bytes.js'
import type { PpoLearnerState } from './learner.js'

// A learner's state as JSON and bytes, and back.

interface LearnerJson {
  readonly learner: { readonly rng: Json; readonly t: number }
}

/** For the agent's `save`: `json` goes under `learner`. */
export const learnerBuffers = ({ theta, adam, rng }: PpoLearnerState) => ({
  json: { rng, t: adam.t },
  buffers: { theta: bytesOf(theta), adamM: bytesOf(adam.m), adamV: bytesOf(adam.v) },
})

/** From what the agent's `save` gave. */
export const learnerFrom = ({ json, buffers }: AgentState): PpoLearnerState => {
  const { rng, t } = (json as unknown as LearnerJson).learner
  return {
    theta: numbersOf(buffers.theta),
    adam: { t, m: numbersOf(buffers.adamM), v: numbersOf(buffers.adamV) },
    rng,
  }
}
