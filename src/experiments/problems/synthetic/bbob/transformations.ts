// The transformations of BBOB's search space and values, all in place. Hansen, Finck, Ros & Auger 2009, section 0.2.

/** T_osz of one number: small waves in a logarithmic scale. */
export const oscillated = (x: number): number => {
  if (x === 0) return 0
  const log = Math.log(Math.abs(x)) / 0.1
  const waves = x > 0 ? Math.sin(log) + Math.sin(0.79 * log) : Math.sin(0.55 * log) + Math.sin(0.31 * log)
  return Math.sign(x) * Math.exp(log + 0.49 * waves) ** 0.1
}

/** T_osz of each coordinate. */
export const oscillate = (z: Float64Array): void => {
  for (let i = 0; i < z.length; i++) z[i] = oscillated(z[i] as number)
}

/** T_asy: coordinates above 0 are bent, the last one most. */
export const bend = (z: Float64Array, beta: number): void => {
  for (let i = 0; i < z.length; i++) {
    const zi = z[i] as number
    if (zi > 0) z[i] = zi ** (1 + ((beta * i) / (z.length - 1)) * Math.sqrt(zi))
  }
}

/** The diagonal of Lambda^alpha: from 1 to the square root of alpha. */
export const scales = (D: number, alpha: number): Float64Array =>
  Float64Array.from({ length: D }, (_, i) => Math.sqrt(alpha) ** (i / (D - 1)))

/** Writes x - origin to z. */
export const subtract = (x: ArrayLike<number>, origin: Float64Array, z: Float64Array): void => {
  for (let i = 0; i < z.length; i++) z[i] = (x[i] as number) - (origin[i] as number)
}

/** Writes M x to z, which is not x; M has its rows one behind the other. */
export const multiply = (M: Float64Array, x: ArrayLike<number>, z: Float64Array): void => {
  const D = z.length
  for (let i = 0; i < D; i++) {
    let sum = 0
    for (let j = 0; j < D; j++) sum += (M[i * D + j] as number) * (x[j] as number)
    z[i] = sum
  }
}

/** Places as seen from an origin through a matrix: M (x - origin), in the same array at each call. */
export const seenFrom = (origin: Float64Array, M: Float64Array): ((x: ArrayLike<number>) => Float64Array) => {
  const [y, z] = [new Float64Array(origin.length), new Float64Array(origin.length)]
  return x => {
    subtract(x, origin, y)
    multiply(M, y, z)
    return z
  }
}

/** A diag(d) B. */
export const product = (A: Float64Array, d: Float64Array, B: Float64Array): Float64Array => {
  const D = d.length
  const M = new Float64Array(D * D)
  for (let i = 0; i < D; i++)
    for (let j = 0; j < D; j++)
      for (let k = 0; k < D; k++)
        M[i * D + j] = (M[i * D + j] as number) + (A[i * D + k] as number) * (d[k] as number) * (B[k * D + j] as number)
  return M
}

/** f_pen: the squared distance from [-5, 5]^D. */
export const outside = (x: ArrayLike<number>): number => {
  let sum = 0
  for (let i = 0; i < x.length; i++) sum += Math.max(0, Math.abs(x[i] as number) - 5) ** 2
  return sum
}
