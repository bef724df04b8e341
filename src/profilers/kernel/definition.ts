import type { Config } from '../../core/index.js'
import type { TimedLimits } from '../timed.js'
import type { KernelArgument } from './arguments.js'
import type { KernelArray } from './device.js'

/** A number, an expression over parameters and constants in Python's syntax, as in `-(-m // block_x)`, or a function. */
export type Expression<C> = number | string | ((config: C) => number)

/** How a configuration becomes a kernel that can be launched and checked. */
export interface KernelDefinition<C extends Config> {
  /** Default: the backend's. */
  readonly name?: string
  /** The source; templated where it is a function. */
  readonly source: string | ((config: C) => string)
  /** Name of the kernel function. */
  readonly entry: string
  /** What the source finds defined, besides the constants. Default: every parameter of the configuration. */
  readonly defines?: (config: C) => Readonly<Record<string, string | number | boolean>>
  /** Options of the compiler. */
  readonly options?: (config: C) => readonly string[]
  /** Names that expressions see besides the parameters, as in `{ m: 512 }`. They are defined for the source, too. */
  readonly constants?: Readonly<Record<string, number>>
  /** The arguments in the kernel's order (WebGPU: binding 0, 1, ... of group 0), for each of the input sets, counted from 0. */
  readonly inputs: (config: C, set: number) => readonly KernelArgument[]
  /** How many sets of inputs take turns from run to run, each in buffers of its own, so that a cache does not lie. Default 1. */
  readonly inputSets?: number
  /** Work items (threads) of a workgroup (block) along 1 to 3 axes. */
  readonly workgroup: readonly Expression<C>[]
  /** Workgroups (blocks) along 1 to 3 axes. */
  readonly grid: readonly Expression<C>[]
  /** Dynamic shared memory of a workgroup in bytes (CUDA). Default 0. */
  readonly sharedBytes?: Expression<C>
  /** What the outputs should be for a set of inputs. Asked once a profile for each set. */
  readonly reference?: (set: number, config: C) => Reference | Promise<Reference>
  /** Items that one launch works on, as in floating-point operations; default 1. */
  readonly items?: (config: C) => number
  /** Empties the device's caches before each run, where the device can. Default false. */
  readonly flushCaches?: boolean
  /** Above 1: a configuration that is clearly slower than this many times the best so far is sampled no further. */
  readonly slowerFactor?: number
  /** Limits of the measurement. */
  readonly limits?: Omit<TimedLimits, 'slowerFactor'>
}

/** What the outputs of a kernel should be. */
export interface Reference {
  /** For each `output` and `inout` in their order; undefined where one is not checked. */
  readonly expected: readonly (ArrayLike<number> | ArrayLike<bigint> | undefined)[]
  /** Part of the expected number that one may be off by. Default 1e-4, in arrays of whole numbers 0. */
  readonly relative?: number
  /** What it may be off by besides. Default 1e-5, in arrays of whole numbers 0. */
  readonly absolute?: number
  /** Compares in place of the tolerances: true, or what is wrong. `index` counts outputs from 0. */
  readonly compare?: (
    output: KernelArray,
    expected: ArrayLike<number> | ArrayLike<bigint>,
    index: number,
  ) => true | string
}
