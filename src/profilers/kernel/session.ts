import type { Config } from '../../core/index.js'
import { cancelled, ProfileError } from '../failure.js'
import { checkedArguments } from './arguments.js'
import { type BoundOutput, type BoundSet, bindSet } from './buffers.js'
import type { KernelDefinition } from './definition.js'
import type { CompiledKernel, KernelDevice } from './device.js'
import { type Geometry, geometryOf } from './geometry.js'
import { programOf } from './program.js'

/** A compiled kernel of one configuration, with its input sets on the device. */
export interface Session<C> {
  readonly config: C
  readonly device: KernelDevice
  readonly compileMs: number
  readonly figures: Readonly<Record<string, number>>
  /** Bytes that a launch touches. */
  readonly bytes: number
  /** Wall times of the launches by `sample`. */
  readonly wallsMs: readonly number[]
  /** Runs every input set once, outputs poisoned: the outputs of each. */
  check(): Promise<readonly (readonly BoundOutput[])[]>
  /** Runs the next input set: ms as the device counted them. */
  sample(): Promise<number>
  /** Frees all, once the device is done with it. */
  close(): Promise<void>
}

/** Compiles the kernel and puts its inputs on the device. What fails takes back what it did. */
export const openSession = async <C extends Config>(
  definition: KernelDefinition<C>,
  device: KernelDevice,
  config: C,
  signal: AbortSignal,
): Promise<Session<C>> => {
  const { inputs, inputSets = 1 } = definition
  const geometry = geometryOf(definition, config, device.limits)
  const program = programOf(definition, config)
  const beganMs = performance.now()
  const compiled = await device.compile(program)
  const compileMs = performance.now() - beganMs
  const sets: BoundSet[] = []
  const release = (): void => {
    for (const set of sets) set.release()
    compiled.release()
  }
  try {
    for (let set = 0; set < inputSets; set++) sets.push(await bindSet(device, checkedArguments(inputs(config, set))))
    const figures = compiled.figures(geometry)
    const runs = runsOf(definition, { device, compiled, geometry, sets, signal })
    return { config, device, compileMs, figures, ...runs, close: () => runs.idle().then(release) }
  } catch (thrown) {
    release()
    throw thrown
  }
}

interface Parts {
  readonly device: KernelDevice
  readonly compiled: CompiledKernel
  readonly geometry: Geometry
  readonly sets: readonly BoundSet[]
  readonly signal: AbortSignal
}

const runsOf = <C extends Config>(
  { flushCaches = false }: KernelDefinition<C>,
  { device, compiled, geometry, sets, signal }: Parts,
): Pick<Session<C>, 'bytes' | 'wallsMs' | 'check' | 'sample'> & { idle(): Promise<unknown> } => {
  const wallsMs: number[] = []
  let pending: Promise<unknown> = Promise.resolve()
  /** Remembered until it is done, since nothing may be freed before. */
  const busy = <A>(work: () => Promise<A>): Promise<A> => {
    const promise = work()
    pending = promise.catch(() => {})
    return promise
  }
  const launch = ({ args }: BoundSet): Promise<number> => compiled.launch({ ...geometry, args })
  const checkAll = async (): Promise<readonly (readonly BoundOutput[])[]> => {
    const outputs: (readonly BoundOutput[])[] = []
    for (const set of sets) {
      if (signal.aborted) throw new ProfileError('Cancelled', cancelled().message)
      await set.poison()
      await launch(set)
      outputs.push(await set.read())
    }
    return outputs
  }
  const runNext = async (): Promise<number> => {
    const set = sets[wallsMs.length % sets.length] as BoundSet
    if (set.hasInout) await set.restore()
    if (flushCaches) await device.flushCaches?.()
    const beganMs = performance.now()
    const elapsedMs = await launch(set)
    wallsMs.push(performance.now() - beganMs)
    return elapsedMs
  }
  return {
    bytes: sets[0]?.bytes ?? 0,
    wallsMs,
    check: () => busy(checkAll),
    sample: () => busy(runNext),
    idle: () => pending,
  }
}
