import type { Reset, Step } from '../env/env.js'
import type { ActionSpace, BoxSpace } from '../env/spaces.js'

// What each answer of an environment has to be, one sentence for each thing that it is not.

/** What is wrong with the declaration of an action space. */
export const wrongActions = (space: ActionSpace): string[] => {
  switch (space?.kind) {
    case 'config':
      return []
    case 'box':
      return wrongBox('action', space)
    case 'multi-discrete': {
      if (space.sizes.length === 0) return ['the action space has no places to choose in']
      const bad = space.sizes.findIndex(size => !(Number.isInteger(size) && size >= 1))
      return bad < 0 ? [] : [`place ${bad} of the action space has ${space.sizes[bad]} alternatives`]
    }
    default:
      return [`the action space is no box, multi-discrete or config: ${JSON.stringify(space)}`]
  }
}

/** What is wrong with the declaration of a box. */
export const wrongBox = (which: 'observation' | 'action', { size, low, high, names }: BoxSpace): string[] => {
  const wrong: string[] = []
  if (!(Number.isInteger(size) && size >= 1)) wrong.push(`the ${which} space has the size ${size}`)
  for (const [what, { length }] of Object.entries({ low, high, names }))
    if (length !== size) wrong.push(`the ${which} space has ${length} numbers in \`${what}\`, not ${size}`)
  const bad = names.findIndex((_, i) => !((low[i] as number) <= (high[i] as number)))
  if (bad >= 0) wrong.push(`\`${names[bad]}\` in the ${which} space has the bounds [${low[bad]}, ${high[bad]}]`)
  const twice = names.find((name, i) => names.indexOf(name) < i)
  if (twice !== undefined) wrong.push(`two numbers of the ${which} space are called \`${twice}\``)
  return wrong
}

/** What is wrong with an observation. */
export const wrongObservation = (space: BoxSpace, observation: Float32Array, place: string): string[] => {
  if (!(observation instanceof Float32Array)) return [`the observation of ${place} is not a Float32Array`]
  if (observation.length !== space.size)
    return [`the observation of ${place} has ${observation.length} numbers, not ${space.size}`]
  const bad = observation.findIndex(
    (value, i) => !(Number.isFinite(value) && value >= (space.low[i] as number) && value <= (space.high[i] as number)),
  )
  if (bad < 0) return []
  const name = `\`${space.names[bad]}\` in the observation of ${place}`
  return Number.isFinite(observation[bad])
    ? [`${name} is ${observation[bad]}, outside [${space.low[bad]}, ${space.high[bad]}]`]
    : [`${name} is ${observation[bad]}, not a finite number`]
}

/** What is wrong with a mask: one byte for each alternative, 0 or 1, and a 1 in each place. */
export const wrongMask = (space: ActionSpace, mask: Reset['mask'], place: string): string[] => {
  if (mask === undefined) return []
  if (space.kind !== 'multi-discrete')
    return [`${place} has a mask, but there are no alternatives in actions of kind ${space.kind}`]
  if (!(mask instanceof Uint8Array)) return [`the mask of ${place} is not a Uint8Array`]
  const length = space.sizes.reduce((sum, size) => sum + size, 0)
  if (mask.length !== length) return [`the mask of ${place} has ${mask.length} bytes, not ${length}`]
  if (mask.some(byte => byte > 1)) return [`the mask of ${place} has bytes other than 0 and 1`]
  let from = 0
  for (const [i, size] of space.sizes.entries()) {
    if (!mask.subarray(from, from + size).includes(1)) return [`the mask of ${place} allows nothing in place ${i}`]
    from += size
  }
  return []
}

/** What is wrong with the rest of a step. */
export const wrongOutcome = ({ reward, terminated, truncated }: Step, place: string): string[] => {
  const wrong: string[] = []
  if (!Number.isFinite(reward)) wrong.push(`the reward of ${place} is ${reward}, not a finite number`)
  for (const [what, flag] of Object.entries({ terminated, truncated }))
    if (typeof flag !== 'boolean') wrong.push(`\`${what}\` of ${place} is ${flag}, not true or false`)
  if (terminated && truncated) wrong.push(`${place} is both terminated and truncated`)
  return wrong
}

/** Whether a mask allows an action; one without a mask or of another kind is allowed. */
export const isAllowed = (space: ActionSpace, mask: Reset['mask'], action: unknown): boolean => {
  if (mask === undefined || space.kind !== 'multi-discrete' || !Array.isArray(action)) return true
  let from = 0
  return space.sizes.every((size, i) => {
    const allowed = mask[from + Number(action[i])] === 1
    from += size
    return allowed
  })
}

/** Keeps what an environment answered, and tells what it changed or gave away again afterwards. */
export class Kept {
  readonly #all: { place: string; what: string; array: Float32Array | Uint8Array; copy: string }[] = []

  add({ observation, mask }: Reset, place: string): void {
    this.#all.push({ place, what: 'observation', array: observation, copy: String(observation) })
    if (mask) this.#all.push({ place, what: 'mask', array: mask, copy: String(mask) })
  }

  /** A mask may be the same array in two steps as long as it does not change; an observation may not. */
  get wrong(): string[] {
    const changed = this.#all.find(({ array, copy }) => String(array) !== copy)
    if (changed) return [`the ${changed.what} of ${changed.place} changed after it was given`]
    const observations = this.#all.filter(({ what }) => what === 'observation')
    const again = observations.find(({ array }, i) => observations.findIndex(other => other.array === array) < i)
    return again ? [`the observation of ${again.place} is an array that was given before`] : []
  }
}
