import type { Config, Value } from '../core/index.js'
import type {
  ChoiceParameter,
  FlagParameter,
  IntegerParameter,
  OrdinalParameter,
  Parameter,
  RealParameter,
  Space,
} from './space.js'

/** Parameters by name, in the order in which they are declared. */
export type Parameters = Readonly<Record<string, Parameter>>

/** The type of a parameter's values. */
export type ValueOf<P> = P extends FlagParameter
  ? boolean
  : P extends IntegerParameter | RealParameter
    ? number
    : P extends ChoiceParameter<infer V> | OrdinalParameter<infer V>
      ? V
      : never

/** Configurations over the parameters `P`; those named `K` are conditional, and absent where inactive. */
export type ConfigFrom<P extends Parameters, K extends PropertyKey = never> = Flat<
  { readonly [N in Exclude<keyof P, K>]: ValueOf<P[N]> } & { readonly [N in Extract<keyof P, K>]?: ValueOf<P[N]> }
>
type Flat<T> = { [N in keyof T]: T[N] }

/** The type of a space's configurations: `ConfigOf<typeof space>`. */
export type ConfigOf<S> = S extends Space<infer C> ? C : never

/** A function over named parameters, made by `on`. `C` is what it needs of a configuration. */
export interface On<in C = never> {
  readonly parameters: readonly string[]
  readonly name: string
  readonly test: (config: C) => boolean
}

/**
 * A constraint as a function over the parameters that it names: `on(['batch', 'tile'], c => c.batch * c.tile <= 4096)`.
 * It is called only where all of them are active (it holds elsewhere), with an object that is valid during the call only;
 * it must be pure. Within `defineSpace` the type of `c` is inferred.
 */
export const on = <C extends Config = Config, K extends keyof C & string = keyof C & string>(
  parameters: readonly K[],
  test: (config: Readonly<Required<Pick<C, K>>>) => boolean,
  options: { readonly name?: string } = {},
): On<C> => ({
  parameters,
  name: options.name ?? `on(${parameters.join(', ')})`,
  test: test as (config: Config) => boolean,
})

/** A list of the combinations that are allowed, made by `listed`. */
export interface Listed {
  readonly name: string
  /** Values by parameter, one for each row; undefined where inactive. */
  readonly columns: Readonly<Record<string, ArrayLike<Value | undefined>>>
}

/**
 * A constraint as a list: only the given combinations of values are allowed. Columns of equal length, one for each parameter that it
 * speaks of; row i is the i-th value of each, undefined where the parameter is inactive. Made for hundreds of thousands of rows.
 *
 * @example defineSpace({ a: ordinal(1, 2), b: ordinal(1, 2) }, { where: [listed({ a: [1, 2], b: [2, 1] })] }) // (1, 2) and (2, 1)
 */
export const listed = (columns: Listed['columns'], options: { readonly name?: string } = {}): Listed => ({
  columns,
  name: options.name ?? `listed(${Object.keys(columns).join(', ')})`,
})

/**
 * What must hold of every configuration (`where`), and which parameters exist only under a condition (`when`).
 * Both take `on(...)` or a T1 expression (Python syntax), a constraint also `listed(...)`. A condition may also be a plain function of the configuration so
 * far: it sees the parameters declared before the one that it switches, the inactive ones absent. An expression or `on` that
 * names an inactive parameter holds as a constraint, and does not hold as a condition.
 */
export interface SpaceOptions<P extends Parameters, K extends keyof P & string> {
  readonly where?: readonly (string | Listed | On<Required<ConfigFrom<P>>>)[]
  readonly when?: {
    readonly [N in K]: string | On<Required<ConfigFrom<P>>> | ((config: Partial<ConfigFrom<P>>) => boolean)
  }
}

/** The values of a configuration in declared order; undefined where inactive. */
export type Row = (Value | undefined)[]

/** A parameter with the values that are looked at. */
export interface Axis {
  readonly parameter: number
  readonly values: Row
}

/** A predicate over the parameters at the given indices of a row. */
export interface Predicate {
  readonly name: string
  readonly parameters: readonly number[]
  holds(row: Row): boolean
  /** 0 or 1 for all combinations of the axes, the last one changing fastest, where there is a faster way than one by one. */
  tabulate?(axes: readonly Axis[]): Uint8Array | undefined
  /** All of it at once, where it is at hand. */
  readonly automaton?: Automaton
}

/**
 * Rules over one set of parameters as a finite automaton that reads the parameters' indices in declared order. A state stands
 * for all beginnings that can be completed in the same ways; state 0 for those that cannot be completed.
 */
export interface Automaton {
  /** Indices of the parameters, ascending. */
  readonly parameters: readonly number[]
  readonly start: number
  /** moves[j][state * size + index]: the state after the j-th parameter. After the last one it is 0 or 1. */
  readonly moves: readonly Int32Array[]
  /** Number of states before the j-th parameter. */
  readonly counts: readonly number[]
}
