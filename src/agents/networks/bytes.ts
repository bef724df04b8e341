import type { AdamState } from './adam.js'

// What a learner remembers in typed arrays, as the bytes that an agent saves, and back.

type Buffers = Readonly<Record<string, Uint8Array>>

export const bytesOf = (numbers: Float32Array): Uint8Array => new Uint8Array(numbers.slice().buffer)

/** Saved numbers, none where they are missing. */
export const numbersOf = (bytes: Uint8Array | undefined): Float32Array =>
  new Float32Array(new Uint8Array(bytes ?? []).buffer)

/** Parameters and the moments of their optimiser. Its step count `t` is the agent's to save. */
export const networkBuffers = (theta: Float32Array, { m, v }: AdamState): Buffers => ({
  theta: bytesOf(theta),
  adamM: bytesOf(m),
  adamV: bytesOf(v),
})

/** What `networkBuffers` packed. */
export const networkFrom = (
  { theta, adamM, adamV }: Buffers,
  t: number,
): { readonly theta: Float32Array; readonly adam: AdamState } => ({
  theta: numbersOf(theta),
  adam: { t, m: numbersOf(adamM), v: numbersOf(adamV) },
})
