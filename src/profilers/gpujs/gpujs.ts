import { type Config, canonicalJson, type MetricSpec } from '../../core/index.js'
import { compare } from '../compare.js'
import { metricSpecs } from '../fn.js'
import { optionalPackage } from '../optional-package.js'
import type { Profiler } from '../profiler.js'
import { type TimedDefinition, type TimedMetric, timed } from '../timed.js'
import { installWebGpu } from '../webgpu-device.js'
import type { GpujsDefinition, GpujsModule } from './definition.js'
import { type DeviceHold, deviceHold } from './device.js'
import { isHandle } from './handle.js'
import { type KeptSessions, keptSessions } from './kept.js'
import { openSession, type Session } from './session.js'

export type GpujsMetric = TimedMetric | 'compileMs'

/** What every profile of `gpujs` has, for `moduleProfiler`. */
export const gpujsMetrics: Readonly<Record<GpujsMetric, Omit<MetricSpec, 'name'>>> = {
  latencyMs: { unit: 'ms', better: 'lower' },
  throughput: { unit: 'items/s', better: 'higher' },
  compileMs: { unit: 'ms', better: 'lower' },
}

/**
 * Profiles gpu.js kernels. Metrics: `latencyMs` (wall time of one call until its result is really there: promises
 * fulfilled, device queues empty), `throughput` (items per second at the median latency) and `compileMs` (the first call;
 * of a kept kernel, the one that compiled it). The notes say which backend ran, and how: `webasm (threaded, 2 workers)`.
 *
 * Failures: CompileFailed, RunFailed (also where gpu.js fell back to another backend than the one asked for, or WebGPU has
 * no adapter), WrongOutput, OutOfMemory, Cancelled. What runs on the main thread cannot be interrupted: an abort is seen
 * between two calls. A profile rejects with the ParetuneError `MissingPackage` where gpu.js, or for webgpu the package
 * `webgpu`, is not installed.
 *
 * Kernels and worker threads are freed after each profile (see `keep`). The WebGPU device stays, since getting one takes
 * longer than many a trial; it ends when the last profiler that used it is closed. A closed profiler may be used again.
 *
 * @example
 * const twice = gpujs({
 *   mode: (config: { mode: 'cpu' | 'webasm' }) => config.mode,
 *   kernel: gpu => gpu.createKernel('function (a) { return 2 * a[this.thread.x] }', { output: [4] }),
 *   inputs: () => [[1, 2, 3, 4]],
 *   reference: () => ({ expected: [2, 4, 6, 8] }),
 * })
 */
export const gpujs = <C extends Config, const X extends string = never>(
  definition: GpujsDefinition<C, X>,
): Profiler<C, GpujsMetric | X> => {
  const kept = keptSessions(definition.keep ?? 0)
  const device = deviceHold()
  return {
    ...timed(timing(definition, kept, device)),
    close: async () => {
      await kept.close()
      await device.letGo()
    },
  }
}

/** What one profile holds on to. */
interface Use<C> {
  readonly config: C
  readonly session: Session
  readonly era: number
  readonly notes: string[]
  readonly machine: Record<string, string>
  /** Set once all went well: only then may the session be used again. */
  isSound: boolean
}

const timing = <C extends Config, X extends string>(
  definition: GpujsDefinition<C, X>,
  kept: KeptSessions,
  device: DeviceHold,
): TimedDefinition<C, Use<C>, unknown, 'compileMs' | X> => {
  const { load = loadGpujs, extra, reference, items, limits } = definition
  return {
    name: definition.name ?? 'gpu.js',
    setup: async config => {
      const module = await load()
      const machine: Record<string, string> = {}
      if (definition.mode(config) === 'webgpu') {
        const { adapter } = await installWebGpu()
        machine['webgpu adapter'] = adapter
        if (module.WebGPUContext) await device.take(module.WebGPUContext)
      }
      const { era } = kept
      const session = kept.take(canonicalJson(config)) ?? (await openSession(module, definition, config))
      return { config, session, era, notes: [], machine, isSound: false }
    },
    run: ({ session }) => session.run(),
    ...(reference === undefined
      ? {}
      : {
          verify: async (output, { session, config }) =>
            compare(isHandle(output) ? await output.toArray() : output, await reference(session.args, config)),
        }),
    ...(items === undefined ? {} : { items: ({ config }) => items(config) }),
    extra: {
      metrics: {
        compileMs: gpujsMetrics.compileMs,
        ...Object.fromEntries(metricSpecs(extra?.metrics ?? []).map(({ name, ...spec }) => [name, spec])),
      } as Record<'compileMs' | X, { unit: string }>,
      measure: async (use, timingOfIt) => {
        const more = await extra?.measure(use.config, timingOfIt)
        use.notes.push(`ran ${use.session.ran()}`)
        use.isSound = true
        return { ...more, compileMs: use.session.compileMs } as Record<'compileMs' | X, number>
      },
    },
    teardown: ({ session, config, era, isSound }) =>
      isSound ? kept.give(canonicalJson(config), session, era) : session.close(),
    about: ({ notes, machine }) => ({ notes, machine }),
    ...(limits === undefined ? {} : { limits }),
  }
}

const loadGpujs = (): Promise<GpujsModule> =>
  optionalPackage('gpu.js', async () => (await import('gpu.js')) as unknown as GpujsModule)
