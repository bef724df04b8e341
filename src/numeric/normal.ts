/**
 * P(Z <= z) of a standard normal Z: to 1e-15, and relative to its value to 1e-8 in the lower tail.
 * @see Hart et al. 1968, "Computer Approximations", algorithm 5666; as given by West 2005, "Better approximations to cumulative normal functions"
 */
export const normalCdf = (z: number): number => {
  const x = Math.abs(z)
  let tail = 0
  if (x < 37.6) {
    const density = Math.exp((-x * x) / 2)
    if (x < 7.07106781186547) {
      const top =
        (((((0.0352624965998911 * x + 0.700383064443688) * x + 6.37396220353165) * x + 33.912866078383) * x +
          112.079291497871) *
          x +
          221.213596169931) *
          x +
        220.206867912376
      const bottom =
        ((((((0.0883883476483184 * x + 1.75566716318264) * x + 16.064177579207) * x + 86.7807322029461) * x +
          296.564248779674) *
          x +
          637.333633378831) *
          x +
          793.826512519948) *
          x +
        440.413735824752
      tail = (density * top) / bottom
    } else {
      tail = density / (2.506628274631 * (x + 1 / (x + 2 / (x + 3 / (x + 4 / (x + 0.65))))))
    }
  }
  return z > 0 ? 1 - tail : tail
}

/** P(a < Z <= b) of a standard normal Z, a <= b: no digits are lost where both lie far out on one side. */
export const normalMass = (a: number, b: number): number =>
  a > 0 ? normalCdf(-a) - normalCdf(-b) : normalCdf(b) - normalCdf(a)
