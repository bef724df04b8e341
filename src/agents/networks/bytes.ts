/** Parameters as they are saved. */
export const bytesOf = (numbers: Float32Array): Uint8Array => new Uint8Array(numbers.slice().buffer)

/** Saved parameters, none where they are missing. */
export const numbersOf = (bytes: Uint8Array | undefined): Float32Array =>
  new Float32Array(new Uint8Array(bytes ?? []).buffer)
