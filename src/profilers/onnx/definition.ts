import type { InferenceSession, Tensor } from 'onnxruntime-node'
import type { Config } from '../../core/index.js'
import type { MetricSpecs } from '../fn.js'
import type { Timing } from '../measure/measure.js'
import type { Metrics } from '../profiler.js'
import type { TimedLimits } from '../timed.js'

/** An `.onnx` file by its path or `file:` URL, or its bytes. */
export type OnnxModel = string | URL | Uint8Array

type Known = Pick<
  InferenceSession.SessionOptions,
  | 'enableCpuMemArena'
  | 'enableMemPattern'
  | 'executionMode'
  | 'executionProviders'
  | 'externalData'
  | 'freeDimensionOverrides'
  | 'graphOptimizationLevel'
  | 'interOpNumThreads'
  | 'intraOpNumThreads'
  | 'logId'
  | 'logSeverityLevel'
  | 'logVerbosityLevel'
  | 'optimizedModelFilePath'
>

/** Options of a session, named as ONNX Runtime names them. Undefined is the same as absent. */
export type OnnxSessionOptions = { readonly [K in keyof Known]?: Known[K] | undefined } & {
  /** Entries of the session's configuration: `{ 'session.intra_op.allow_spinning': false }`. Flags become `1` and `0`. */
  readonly extra?: Readonly<Record<string, string | number | boolean>> | undefined
}

/** Inputs or outputs of a model by name. */
export type OnnxTensors = Readonly<Record<string, Tensor>>

/**
 * What goes into an input: a tensor; values in the order of its elements (as long as all dimensions but one are known, that one
 * follows from their number); or one number for all of them.
 */
export type OnnxFeed = Tensor | Tensor.DataTypeMap[Tensor.Type] | readonly number[] | number | bigint | boolean

/** What outputs should be, and how far off they may be. */
export interface OnnxReference {
  /** Values by output, in the order of its elements; outputs that are not named are not compared. */
  readonly expected: Readonly<Record<string, ArrayLike<number> | ArrayLike<bigint>>>
  /** Part of the expected number that it may be off by. Default 1e-4. */
  readonly relative?: number
  /** What it may be off by besides. Default 1e-5. */
  readonly absolute?: number
}

/** How a configuration becomes a session that can be run and checked. */
export interface OnnxDefinition<C extends Config, X extends string = never> {
  /** Default `onnx`. */
  readonly name?: string
  readonly model: OnnxModel | ((config: C) => OnnxModel | Promise<OnnxModel>)
  /**
   * Options of the session. Its `executionProviders` (default `['cpu']`) say where the model may run: where `cpu` is not among
   * them, a node left to the CPU is CompileFailed. Free dimensions that are overridden are fixed in the model.
   */
  readonly session?: (config: C) => OnnxSessionOptions
  /** Sizes of free dimensions by name, and whole shapes by input, for the feeds: `{ batch: 8 }`, `{ input: [8, 576] }`. */
  readonly dimensions?: (config: C) => Readonly<Record<string, number | readonly number[]>>
  /**
   * Values of inputs, once or several sets that are taken in turn. Inputs that are not named get random values from the
   * trial's seed: normal ones where they are real, 0 and 1 otherwise.
   */
  readonly feeds?: (
    config: C,
    seed: number,
  ) => Readonly<Record<string, OnnxFeed>> | readonly Readonly<Record<string, OnnxFeed>>[]
  /** Outputs that are inputs of the next run, as in `{ stateN: 'state' }`. */
  readonly carry?: Readonly<Record<string, string>>
  /** One run. Default: `session.run(feeds)`. */
  readonly run?: (session: InferenceSession, feeds: OnnxTensors) => Promise<OnnxTensors>
  /** What the outputs of the n-th set of feeds should be. */
  readonly reference?: (feeds: OnnxTensors, config: C, set: number) => OnnxReference | Promise<OnnxReference>
  /** Looks at the outputs of the n-th set of feeds: true, or what is wrong with them. NaN is wrong in any case. */
  readonly verify?: (outputs: OnnxTensors, config: C, set: number) => true | string | Promise<true | string>
  /** Items that one run works on; default 1. */
  readonly items?: (config: C) => number
  /** Metrics of your own, taken once the latency is known. */
  readonly extra?: {
    readonly metrics: MetricSpecs<X>
    readonly measure: (session: InferenceSession, config: C, timing: Timing) => Metrics<X> | Promise<Metrics<X>>
  }
  /** What `profile.ops` adds up: operators of one type (default), or each node by its name; `false` for none. */
  readonly ops?: 'type' | 'name' | false
  /** Limits of the measurement. */
  readonly limits?: TimedLimits
}
