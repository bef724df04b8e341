/**
 * Matern's correlation with nu = 5/2, by the squared distance in lengthscales.
 * @see Rasmussen & Williams 2006, equation 4.17
 */
export const matern52 = (r2: number): number => {
  const x = Math.sqrt(5 * r2)
  return (1 + x + x * x * (1 / 3)) * Math.exp(-x)
}

/** Its derivative by the squared distance. */
export const matern52Slope = (r2: number): number => {
  const x = Math.sqrt(5 * r2)
  return (-5 / 6) * (1 + x) * Math.exp(-x)
}
