import type { GPU } from 'gpu.js'
import { type Config, messageOf } from '../../core/index.js'
import { failureOf, ProfileError } from '../failure.js'
import type { GpujsDefinition, GpujsMode, GpujsModule } from './definition.js'
import { type Handle, isHandle, written } from './handle.js'

/** A compiled kernel of one configuration, with its inputs. */
export interface Session {
  readonly args: readonly unknown[]
  /** The first call in ms: translation, compilation, start of the workers, and one run. */
  readonly compileMs: number
  /** One call; what it returns is really there, or will be when its promise is fulfilled. */
  run(): unknown
  /** Which backend ran the last call, and how. */
  ran(): string
  /** Frees the kernels and ends their worker threads. */
  close(): Promise<void>
}

/**
 * Makes the kernel of a configuration and calls it once.
 * @throws ProfileError CompileFailed, RunFailed (also where another backend than the one asked for ran), OutOfMemory
 */
export const openSession = async <C extends Config>(
  { GPU }: GpujsModule,
  definition: Pick<GpujsDefinition<C>, 'mode' | 'kernel' | 'inputs' | 'settings'>,
  config: C,
): Promise<Session> => {
  const mode = definition.mode(config)
  const gpu = compiling(() => new GPU({ mode }), ` (asked for mode ${mode}${HINTS[mode] ?? ''})`)
  const made = recordKernels(gpu, definition.settings?.(config) ?? {})
  const results = deviceResults()
  const close = async (): Promise<void> => {
    results.drop()
    await closeGpu(gpu, made)
  }
  try {
    const kernel = compiling(() => definition.kernel(gpu, config)) as (...inputs: readonly unknown[]) => unknown
    const args = definition.inputs(config)
    const run = (): unknown => results.finish(kernel(...args))
    const beganMs = performance.now()
    await run()
    const compileMs = performance.now() - beganMs
    if (made.length === 0) throw new ProfileError('CompileFailed', 'expected a kernel made by the given gpu, got none')
    for (const one of made) checkMode(one, mode)
    const ran = (): string => made.map(howItRan).join(', ')
    return { args, compileMs, run, ran, close }
  } catch (thrown) {
    const failure = failureOf(thrown)
    const isCompiled = made.every(one => one.kernel?.built !== false)
    await close()
    if (isCompiled || failure._tag !== 'RunFailed') throw thrown
    throw new ProfileError('CompileFailed', failure.message, { cause: thrown })
  }
}

const HINTS: Partial<Record<GpujsMode, string>> = {
  headlessgl: ': it takes the package gl, built with a compiler, and an X display',
}

/** Of a kernel or a pipeline what tells how it ran. gpu.js does not type all of it; found in its source, version 2.24. */
interface Made {
  /** The kernel behind a callable; another one after a fallback. */
  readonly kernel?: {
    readonly built: boolean
    readonly constructor: { readonly mode?: string }
    readonly fallbackReason?: string | null
    readonly _lastRunPath?: string | null
    readonly _pool?: { readonly workers: readonly PoolWorker[] } | null
  }
  /** Of a pipeline: the backend of its own copies of the kernels. */
  readonly backend?: string | null
  readonly executorKind?: string
}
interface PoolWorker {
  readonly handle: { terminate(): Promise<unknown> }
}

/** Lets `gpu` note every kernel and pipeline that it makes; kernels get the settings besides their own. */
const recordKernels = (gpu: GPU, settings: Readonly<Record<string, unknown>>): readonly Made[] => {
  const made: Made[] = []
  const noted = <A>(one: A): A => {
    made.push(one as Made)
    return one
  }
  const createKernel = gpu.createKernel.bind(gpu)
  const createPipeline = gpu.createPipeline.bind(gpu)
  gpu.createKernel = ((source: string, own?: object) =>
    noted(createKernel(source, { ...own, ...settings }))) as GPU['createKernel']
  gpu.createPipeline = (...parts) => noted(createPipeline(...parts))
  return made
}

/** gpu.js answers what a backend cannot do by running on the cpu, with a warning at most: that is another configuration. */
const checkMode = ({ kernel, backend }: Made, mode: GpujsMode): void => {
  const ran = backend ?? kernel?.constructor.mode
  if (ran === mode) return
  const reason = kernel?.fallbackReason
  throw new ProfileError('RunFailed', `expected mode ${mode}, got ${ran}${reason ? `: ${reason}` : ''}`, {
    details: { expected: mode, ran, reason },
  })
}

const howItRan = ({ kernel, backend, executorKind }: Made): string => {
  if (executorKind !== undefined) return `pipeline on ${backend} (${executorKind})`
  const path = kernel?._lastRunPath
  const workers = path === 'threaded' ? `, ${kernel?._pool?.workers.length} workers` : ''
  return `${kernel?.constructor.mode}${path ? ` (${path}${workers})` : ''}`
}

const compiling = <A>(make: () => A, hint = ''): A => {
  try {
    return make()
  } catch (cause) {
    if (cause instanceof ProfileError) throw cause
    throw new ProfileError('CompileFailed', `${messageOf(cause)}${hint}`, { cause })
  }
}

/**
 * Waits for what a call returned until it is really there. Plain results stay plain, so that a bare loop can time the
 * calls. Of those that stay on the device, each lives until the next one or `drop`.
 */
const deviceResults = () => {
  let last: Handle | undefined
  const drop = (): void => {
    last?.delete?.()
    last = undefined
  }
  const settle = async (pending: unknown): Promise<unknown> => {
    const result = await pending
    if (!isHandle(result)) return result
    await written(result)
    drop()
    last = result
    return result
  }
  const finish = (result: unknown): unknown => (isHandle(result) || result instanceof Promise ? settle(result) : result)
  return { finish, drop }
}

/** `gpu.destroy` does not wait until its workers are gone, which would disturb what is measured next. */
const closeGpu = async (gpu: GPU, made: readonly Made[]): Promise<void> => {
  const workers = made.flatMap(one => one.kernel?._pool?.workers ?? [])
  await gpu.destroy()
  await Promise.all(workers.map(worker => worker.handle.terminate()))
}
