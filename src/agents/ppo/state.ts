import type { Json } from '../../core/index.js'
import type { AgentState } from '../agent.js'
import type { PpoLearnerState } from './learner.js'

// A learner's state as JSON and bytes, and back.

interface LearnerJson {
  readonly learner: { readonly rng: Json; readonly t: number }
}

const bytesOf = (numbers: Float32Array): Uint8Array => new Uint8Array(numbers.slice().buffer)
const numbersOf = (bytes: Uint8Array | undefined): Float32Array => new Float32Array(new Uint8Array(bytes ?? []).buffer)

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
