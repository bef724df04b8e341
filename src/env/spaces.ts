/** A box of reals, as Gymnasium's Box: one low, high and name for each of its `size` numbers. */
export interface BoxSpace {
  readonly kind: 'box'
  readonly size: number
  readonly low: Float32Array
  readonly high: Float32Array
  readonly names: readonly string[]
}
/** Several independent categorical choices, as Gymnasium's MultiDiscrete: `sizes[i]` alternatives in place i. */
export interface MultiDiscreteSpace {
  readonly kind: 'multi-discrete'
  readonly sizes: readonly number[]
}
/** A whole configuration of the tuned space. */
export interface ConfigSpace {
  readonly kind: 'config'
}
export type ObservationSpace = BoxSpace
export type ActionSpace = BoxSpace | MultiDiscreteSpace | ConfigSpace
