/** How the weights are stored. */
export type Precision = 'float32' | 'float16' | 'uint8'

/** The weights of one tensor as they are stored: `bytes` counts the scale and the zero point too. */
export type Packed =
  | { readonly precision: 'float32'; readonly data: Float32Array; readonly bytes: number }
  | { readonly precision: 'float16'; readonly data: Uint16Array; readonly bytes: number }
  | {
      readonly precision: 'uint8'
      readonly data: Uint8Array
      readonly scale: number
      readonly zeroPoint: number
      readonly bytes: number
    }

export const pack = (weights: Float32Array, precision: Precision): Packed => {
  switch (precision) {
    case 'float32':
      return { precision, data: weights, bytes: weights.byteLength }
    case 'float16': {
      const data = Uint16Array.from(weights, toHalf)
      return { precision, data, bytes: data.byteLength }
    }
    case 'uint8': {
      const { data, scale, zeroPoint } = quantise(weights)
      // A scale of 4 bytes and a zero point of 1.
      return { precision, data, scale, zeroPoint, bytes: data.byteLength + 5 }
    }
  }
}

/** The weights that are computed with. */
export const unpack = (packed: Packed): Float32Array => {
  switch (packed.precision) {
    case 'float32':
      return packed.data
    case 'float16':
      return Float32Array.from(packed.data, fromHalf)
    case 'uint8':
      return Float32Array.from(packed.data, value => packed.scale * (value - packed.zeroPoint))
  }
}

/**
 * One scale and zero point per tensor; a weight is off by half a scale at most, and 0 stays 0.
 * @see Jacob et al. 2018, Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference, section 2.1
 */
const quantise = (weights: Float32Array) => {
  let [low, high] = [0, 0]
  for (const weight of weights) {
    low = Math.min(low, weight)
    high = Math.max(high, weight)
  }
  const scale = Math.fround((high - low) / 255) || 1
  const zeroPoint = Math.round(-low / scale)
  // Uint8ClampedArray would round too, but halves to even: a sum of two roundings that is out of the range by one is clamped here.
  const data = Uint8Array.from(weights, weight => Math.min(255, Math.max(0, Math.round(weight / scale) + zeroPoint)))
  return { data, scale, zeroPoint }
}

const float = new Float32Array(1)
const bits = new Uint32Array(float.buffer)

/** The 16 bits of the nearest half-precision number (IEEE 754 binary16), halves to even. */
export const toHalf = (value: number): number => {
  float[0] = value
  const sign = ((bits[0] as number) >>> 16) & 0x8000
  const magnitude = (bits[0] as number) & 0x7fffffff
  if (magnitude > 0x7f800000) return sign | 0x7e00
  // From 65520 on infinity is nearest.
  if (magnitude >= 0x477ff000) return sign | 0x7c00
  if (magnitude >= 0x38800000) {
    // Exponents are biased by 15 in place of 127; a carry out of the 10 bits of the fraction goes up into the exponent.
    const toEven = 0xfff + ((magnitude >>> 13) & 1)
    return sign | ((magnitude - 0x38000000 + toEven) >>> 13)
  }
  // Subnormal: multiples of 2^-24, which is the last place of float32 from 0.5 to 1, so that the addition rounds.
  float[0] = Math.abs(float[0]) + 0.5
  return sign | ((bits[0] as number) - 0x3f000000)
}

/** The number that 16 bits stand for. */
export const fromHalf = (half: number): number => {
  const sign = half & 0x8000 ? -1 : 1
  const exponent = (half >>> 10) & 31
  const fraction = half & 1023
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15))
}
