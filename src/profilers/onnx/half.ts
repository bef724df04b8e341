// Numbers of 16 bits (IEEE 754 binary16), which ONNX Runtime hands over as their bits where Node.js has no Float16Array.

/** The bits of the nearest number of 16 bits; ties go to the even one. */
export const halfBits = (value: number): number => {
  if (Number.isNaN(value)) return 0x7e00
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0
  const size = Math.abs(value)
  // Half a step beyond 65504, the largest finite one.
  if (size >= 65520) return sign | 0x7c00
  const exponent = Math.max(-14, Math.floor(Math.log2(size)))
  const steps = roundToEven(size / 2 ** (exponent - 10))
  // Steps of 1024 and more carry the implicit bit, and rounding up to 2048 moves on to the next exponent by itself.
  return sign | (size < 2 ** -14 ? steps : (exponent + 14) * 1024 + steps)
}

const roundToEven = (value: number): number => {
  const below = Math.floor(value)
  const rest = value - below
  return rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below
}

/** The number behind 16 bits. */
export const halfValue = (bits: number): number => {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >>> 10) & 0x1f
  const fraction = bits & 0x3ff
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25)
}
