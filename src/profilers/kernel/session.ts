import type { Config } from '../../core/index.js'
import { checkedArguments } from './arguments.js'
import { type BoundOutput, type BoundSet, bindSet } from './buffers.js'
import type { KernelDefinition } from './definition.js'
import type { CompiledKernel, KernelDevice } from './device.js'
import { type Geometry, geometryOf } from './geometry.js'
import { isSettledWithin } from './settled.js'

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
  /** Frees all. Where the device is not done with it in time, that comes later, and `idle` tells when. */
  close(): Promise<{ readonly idle?: Promise<unknown> }>
}

/** A launch that was aborted may take that long to end; then the device counts as hanging. */
const GRACE_MS = 500

/** Compiles the kernel and puts its inputs on the device. What fails takes back what it did. */
export const openSession = async <C extends Config>(
  definition: KernelDefinition<C>,
  device: KernelDevice,
  config: C,
): Promise<Session<C>> => {
  const { source, entry, constants, defines, options, inputs, inputSets = 1 } = definition
  const geometry = geometryOf(definition, config, device.limits)
  const program = {
    source: typeof source === 'function' ? source(config) : source,
    entry,
    defines: { ...constants, ...(defines?.(config) ?? config) },
    options: options?.(config) ?? [],
  }
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
    return { config, device, compileMs, figures, ...runs(definition, device, compiled, geometry, sets, release) }
  } catch (thrown) {
    release()
    throw thrown
  }
}

const runs = <C extends Config>(
  { flushCaches = false }: KernelDefinition<C>,
  device: KernelDevice,
  compiled: CompiledKernel,
  geometry: Geometry,
  sets: readonly BoundSet[],
  release: () => void,
): Pick<Session<C>, 'bytes' | 'wallsMs' | 'check' | 'sample' | 'close'> => {
  const wallsMs: number[] = []
  let pending: Promise<unknown> = Promise.resolve()
  /** Remembered until it is done, since nothing may be freed before. */
  const busy = <A>(work: () => Promise<A>): Promise<A> => {
    const promise = work()
    pending = promise.catch(() => {})
    return promise
  }
  const launch = ({ args }: BoundSet): Promise<number> => compiled.launch({ ...geometry, args })
  const runNext = async (): Promise<number> => {
    const set = sets[wallsMs.length % sets.length] as BoundSet
    if (set.hasInout) await set.restore()
    if (flushCaches) await device.flushCaches?.()
    const beganMs = performance.now()
    const elapsedMs = await launch(set)
    wallsMs.push(performance.now() - beganMs)
    return elapsedMs
  }
  const checkAll = async (): Promise<readonly (readonly BoundOutput[])[]> => {
    const outputs: (readonly BoundOutput[])[] = []
    for (const set of sets) {
      await set.poison()
      await launch(set)
      outputs.push(await set.read())
    }
    return outputs
  }
  return {
    bytes: sets[0]?.bytes ?? 0,
    wallsMs,
    check: () => busy(checkAll),
    sample: () => busy(runNext),
    close: async () => {
      const idle = pending.then(release)
      return (await isSettledWithin(idle, GRACE_MS)) ? {} : { idle }
    },
  }
}
