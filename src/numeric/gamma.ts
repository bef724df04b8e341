/** Stirling's series is used from here on, where what it leaves out is under 4e-12. */
const FAR = 15

/**
 * Logarithm of the gamma function, for `x` above 0, with an absolute error under 1e-11.
 * @see Abramowitz and Stegun 1964, 6.1.41 (Stirling's series) and 6.1.15 (from x to x + 1)
 */
export const logGamma = (x: number): number => {
  let product = 1
  let far = x
  for (; far < FAR; far++) product *= far
  const series = 1 / (12 * far) - 1 / (360 * far ** 3) + 1 / (1260 * far ** 5)
  return (far - 0.5) * Math.log(far) - far + Math.log(2 * Math.PI) / 2 + series - Math.log(product)
}
