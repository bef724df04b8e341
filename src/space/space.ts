import type { Either } from '../core/fp.js'
import type { Config, Json, Rng, SpaceError, Value } from '../core/index.js'

// The contract of a parameter space: what agents, the environment and the study ask of it.

/**
 * How two configurations are neighbours: one parameter moved to the next value of its order ('adjacent'), to any other value ('hamming'),
 * or to any other one where it has at most six and to the next one where it has more ('mixed', since the order of a few values often
 * means nothing).
 */
export type NeighbourKind = 'adjacent' | 'hamming' | 'mixed'

/** All valid configurations of a discrete space, held as index columns; objects are made on demand. */
export interface Enumeration<C extends Config = Config> extends Iterable<C> {
  readonly length: number
  /** The i-th valid configuration, in the order of the parameters, last one fastest. */
  at(i: number): C
  /** Its position, or -1 where the configuration is not valid. */
  indexOf(config: Config): number
}

export interface Space<C extends Config = Config> {
  /** Parameter names in declared order. */
  readonly names: readonly string[]
  readonly parameters: Readonly<Record<string, Parameter>>
  /** Number of combinations before constraints; Infinity where a real parameter has no step. */
  readonly size: number
  /** Length of an encoded configuration. */
  readonly dimension: number
  /** Stable hash of everything that makes the space what it is. */
  readonly id: string

  /** Reads unknown input as a configuration: names, types, ranges, activity and constraints are checked. */
  parse(input: unknown): Either<SpaceError, C>
  /** Number of valid configurations; Infinity where a real parameter has no step. */
  count(): number
  /** Every valid configuration; made once, then kept. Throws a ParetuneError (TooLarge) for a space that is not discrete. */
  enumerate(): Enumeration<C>
  /** Uniform over the valid configurations where these are finitely many; otherwise each parameter uniform in its scale, by rejection. */
  sample(rng: Rng): C
  /** For the first parameter that `prefix` does not bind: its values that can still lead to a valid configuration. */
  allowed(prefix: Partial<C>): readonly Value[]
  /** Valid neighbours of a configuration, in a fixed order. 'adjacent' and 'mixed' values of a real parameter without a step are `realStep` of its scale away, by default a sixteenth. */
  neighbours(config: C, kind: NeighbourKind, realStep?: number): C[]
  /** Point in [0, 1]^dimension: choices one-hot, ordered values at their position in scale, inactive slots 0.5. */
  encode(config: Config): Float64Array
  /** The configuration at a point. It has active parameters only, but may violate constraints: see `repair`. */
  decode(point: ArrayLike<number>): C
  /** A valid configuration near to the given one (itself where valid). Deterministic. */
  repair(config: Config): C
  /** Names of the parameters that are active in a configuration. */
  active(config: Config): readonly string[]
  /** Names of the constraints that a configuration breaks. */
  broken(config: Config): readonly string[]
  /** Identity of a configuration: equal texts for equal configurations, whatever the order of keys. */
  fingerprint(config: Config): string
  toJSON(): Json
}

/** Spacing of a numeric parameter. */
export type Scale = 'linear' | 'log'

/** One tunable parameter, as data. `V` carries the type of its values. */
export type Parameter<V extends Value = Value> =
  | ChoiceParameter<V>
  | OrdinalParameter<V>
  | IntegerParameter
  | RealParameter
  | FlagParameter

/** Unordered alternatives. */
export interface ChoiceParameter<V extends Value = Value> {
  readonly kind: 'choice'
  readonly values: readonly V[]
}
/** Values in the order given, in which neighbours are adjacent. */
export interface OrdinalParameter<V extends Value = Value> {
  readonly kind: 'ordinal'
  readonly values: readonly V[]
}
/** Whole numbers in [low, high], each `step` from low. */
export interface IntegerParameter {
  readonly kind: 'integer'
  readonly low: number
  readonly high: number
  readonly step: number
  readonly scale: Scale
}
/** Real numbers in [low, high]; with a step only low, low + step, ... up to high. */
export interface RealParameter {
  readonly kind: 'real'
  readonly low: number
  readonly high: number
  readonly step?: number
  readonly scale: Scale
}
/** true or false. */
export interface FlagParameter {
  readonly kind: 'flag'
}
