/** One instance of a function to be minimised, without its offset: the least value is 0. */
interface Landscape {
  readonly minimiser: Float64Array
  value(x: ArrayLike<number>): number
}

/** Makes the instance that a seed draws, in D dimensions. */
export type Maker = (D: number, seed: number) => Landscape

/** From the seed of the shift and of Q, that of the other rotation, R. */
export const OTHER = 1_000_000
