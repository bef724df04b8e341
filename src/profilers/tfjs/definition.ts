import type { Config } from '../../core/index.js'
import type { MetricSpecs } from '../fn.js'
import type { Timing } from '../measure/measure.js'
import type { Metrics, ProfileContext } from '../profiler.js'
import type { TimedLimits } from '../timed.js'
import type { TfEngine } from './load.js'

/** The values of one tensor, downloaded. */
export type TfValues = Float32Array | Int32Array | Uint8Array | string[]

/** What the profiler asks of an output: a tensor of any copy of tfjs. */
export interface TfTensor {
  readonly isDisposed: boolean
  data(): Promise<TfValues>
  dataSync(): TfValues
  dispose(): void
}

/** What a run returns: one tensor, several, or several by name; numbers where tfjs downloaded them itself, as `trainOnBatch` does. */
export type TfOutput = TfValue | readonly TfValue[] | Readonly<Record<string, TfValue>>
type TfValue = TfTensor | number

/** How a configuration becomes a tfjs model that can be run and checked. `S` is what `build` made, `TF` the tfjs given. */
export interface TfjsDefinition<C extends Config, S, X extends string, TF extends TfEngine> {
  /** Default `tfjs`. */
  readonly name?: string
  /**
   * The tfjs to use: `@tensorflow/tfjs`, `@tensorflow/tfjs-node`, `@tensorflow/tfjs-node-gpu`. Default: tfjs-core and
   * tfjs-layers, loaded at the first profile (without chained methods: `tf.add(a, b)`, not `a.add(b)`).
   */
  readonly tf?: TF
  /** The backend that has to run it. `cpu`, `wasm` and `webgpu` are loaded where the given tfjs does not have them. */
  readonly backend: (config: C) => string
  /** Flags of tfjs during this profile, as in `{ WASM_HAS_SIMD_SUPPORT: false }`. */
  readonly flags?: (config: C) => Readonly<Record<string, number | boolean>>
  /** Makes the model and its inputs, on the backend asked for. What it throws is CompileFailed. */
  readonly build: (tf: TF, config: C, context: ProfileContext) => S | Promise<S>
  /**
   * One inference or one step of training, as your program does it: with a `tf.tidy` of its own where it makes tensors on the way. Its outputs are
   * downloaded and disposed; what else it leaves counts as leaked, and is taken away where it returns no promise.
   */
  readonly run: (tf: TF, state: S) => TfOutput | Promise<TfOutput>
  /** Looks at the outputs of the first run: true, or what is wrong with them. Default: no NaN. */
  readonly verify?: (outputs: readonly TfValues[], state: S) => true | string | Promise<true | string>
  /** Inputs that one run works on; default 1. */
  readonly items?: (config: C) => number
  /** Metrics of your own, taken once the latency is known. */
  readonly extra?: {
    readonly metrics: MetricSpecs<X>
    readonly measure: (tf: TF, state: S, timing: Timing) => Metrics<X> | Promise<Metrics<X>>
  }
  /** Remarks for those who read the figures. */
  readonly notes?: (config: C) => readonly string[]
  /** Limits of the measurement. */
  readonly limits?: TimedLimits
  /** Frees the state. Default: disposes the models and tensors in it, through arrays and plain objects. */
  readonly dispose?: (tf: TF, state: S) => void | Promise<void>
}
