import { fault, ParetuneError, type Rng } from '../../core/index.js'
import type { ActionSpace } from '../../env/spaces.js'

/**
 * What a policy's outputs mean: independent categorical choices, real numbers, or both. An action is one row of numbers, the index of each
 * choice and then each real number.
 */
export interface HeadShape {
  /** Alternatives of each categorical choice. */
  readonly sizes: readonly number[]
  /** How many real numbers, each normal with a mean from the network and a standard deviation of its own. */
  readonly reals: number
}

/** The head for an environment's actions. Throws InvalidAgent for whole configurations, which `ppo()` in a study factors itself. */
export const headOf = (space: ActionSpace): HeadShape => {
  if (space.kind === 'multi-discrete') return { sizes: space.sizes, reals: 0 }
  if (space.kind === 'box') return { sizes: [], reals: space.size }
  throw new ParetuneError(fault('InvalidAgent', `expected discrete or real actions, got a ${space.kind} space`))
}

/** Network outputs of a head: a logit for each alternative, a mean for each real number. */
export const outputsOf = ({ sizes, reals }: HeadShape): number => sizes.reduce((sum, size) => sum + size, reals)
export const actionWidthOf = ({ sizes, reals }: HeadShape): number => sizes.length + reals
/** Length of a mask: one byte for each alternative, 1 where it is allowed. */
export const maskWidthOf = ({ sizes }: HeadShape): number => sizes.reduce((sum, size) => sum + size, 0)

const HALF_LOG_TAU = 0.5 * Math.log(2 * Math.PI)

/** Says which alternatives of choice `place` are allowed, by writing 0 for the others; it may depend on the choices before. */
export type Masking = (place: number, before: readonly number[], mask: Uint8Array) => void

/** What environments allow, by row; undefined where they have no masks. */
export const maskingOf = (head: HeadShape, masks: Uint8Array | undefined): ((row: number) => Masking) | undefined => {
  if (masks === undefined) return undefined
  const width = maskWidthOf(head)
  const offsets = head.sizes.map((_, place) => head.sizes.slice(0, place).reduce((sum, size) => sum + size, 0))
  return row => (place, _before, mask) => {
    const start = row * width + (offsets[place] as number)
    mask.set(masks.subarray(start, start + mask.length))
  }
}

export interface Drawn {
  readonly action: number[]
  readonly logProbability: number
  /** What was allowed at each choice; it is needed again in the loss. */
  readonly mask: Uint8Array
}

/**
 * Draws an action, choice by choice, so that what is allowed may depend on the choices before; greedy: the likeliest alternatives and
 * the means.
 *
 * @param outputs logits and means of one row.
 * @param logStd of the real numbers.
 */
export const draw = (
  head: HeadShape,
  outputs: Float32Array,
  logStd: Float32Array,
  rng: Rng,
  { masking, greedy = false }: { readonly masking?: Masking | undefined; readonly greedy?: boolean } = {},
): Drawn => {
  const action: number[] = []
  const mask = new Uint8Array(maskWidthOf(head)).fill(1)
  let logProbability = 0
  let offset = 0
  for (const [place, size] of head.sizes.entries()) {
    const allowed = mask.subarray(offset, offset + size)
    masking?.(place, action, allowed)
    const logits = outputs.subarray(offset, offset + size)
    const logTotal = logSumExp(logits, allowed)
    const index = greedy ? likeliest(logits, allowed) : drawIndex(logits, allowed, logTotal, rng)
    action.push(index)
    logProbability += (logits[index] as number) - logTotal
    offset += size
  }
  for (let i = 0; i < head.reals; i++) {
    const [mean, log] = [outputs[offset + i] as number, logStd[i] as number]
    const z = greedy ? 0 : rng.normal()
    action.push(mean + Math.exp(log) * z)
    logProbability += -0.5 * z * z - log - HALF_LOG_TAU
  }
  return { action, logProbability, mask }
}

const logSumExp = (logits: Float32Array, allowed: Uint8Array): number => {
  let most = Number.NEGATIVE_INFINITY
  for (let i = 0; i < logits.length; i++) if (allowed[i] === 1) most = Math.max(most, logits[i] as number)
  if (most === Number.NEGATIVE_INFINITY)
    throw new ParetuneError(
      fault('InvalidAgent', 'expected at least one allowed alternative in an action mask, got none'),
    )
  let sum = 0
  for (let i = 0; i < logits.length; i++) if (allowed[i] === 1) sum += Math.exp((logits[i] as number) - most)
  return most + Math.log(sum)
}

const drawIndex = (logits: Float32Array, allowed: Uint8Array, logTotal: number, rng: Rng): number => {
  let left = rng.next()
  let last = 0
  for (let i = 0; i < logits.length; i++) {
    if (allowed[i] !== 1) continue
    last = i
    left -= Math.exp((logits[i] as number) - logTotal)
    if (left < 0) break
  }
  return last
}

const likeliest = (logits: Float32Array, allowed: Uint8Array): number => {
  let best = -1
  for (let i = 0; i < logits.length; i++)
    if (allowed[i] === 1 && (best === -1 || (logits[i] as number) > (logits[best] as number))) best = i
  return best
}
