import type { Config, MetricSpec, OpProfile } from '../../core/index.js'
import type { MetricSpecs } from '../fn.js'
import { summarize } from '../measure/summarize.js'
import type { Metrics, Profiler } from '../profiler.js'
import { type TimedMetric, timed } from '../timed.js'
import type { BoundOutput } from './buffers.js'
import type { KernelDefinition } from './definition.js'
import type { KernelBackend } from './device.js'
import { heldDevice } from './held-device.js'
import { checkDefinition } from './program.js'
import { openSession, type Session } from './session.js'
import { isSettledWithin } from './settled.js'
import { verified } from './verify.js'

const ownMetrics = {
  wallMs: { unit: 'ms', better: 'lower' },
  compileMs: { unit: 'ms', better: 'lower' },
} as const

type OwnMetric = keyof typeof ownMetrics
export type KernelMetric = TimedMetric | OwnMetric

/** What every profile of a kernel has, for `moduleProfiler`; a backend's figures come on top. */
export const kernelMetrics: Readonly<Record<KernelMetric, Omit<MetricSpec, 'name'>>> = {
  latencyMs: { unit: 'ms', better: 'lower' },
  throughput: { unit: 'items/s', better: 'higher' },
  ...ownMetrics,
}

/**
 * Profiles kernels on the devices of a backend. Metrics: `latencyMs` (one launch, as the device counted it), `throughput`
 * (items per second at its median), `wallMs` (the same launches as the host saw them, waiting included), `compileMs`, and
 * what the backend tells of a compiled kernel.
 *
 * Before anything is measured, every input set is run once on poisoned outputs and compared with the reference. Failures:
 * CompileFailed (the log is in `details.log`), RunFailed (also where grid or workgroup cannot be launched), WrongOutput,
 * OutOfMemory, Crashed, Cancelled. Rejects with the ParetuneError of a backend that is not to be had, and of a definition that
 * cannot work with any configuration.
 *
 * The device is opened at the first profile and stays until `close`. A lost one gives way to a new one at the next profile, and so
 * does one that does not come to the end of a launch that was aborted: that profile has no answer until it does (the guard around
 * every profiler of a study answers in its place), and only the end of the process ends it for sure.
 */
export const kernelProfiler = <C extends Config, F extends string = never>(
  backend: KernelBackend<F>,
  definition: KernelDefinition<C>,
): Profiler<C, KernelMetric | F> => {
  checkDefinition(definition)
  const { name = backend.name, reference, items, limits, slowerFactor, flushCaches = false } = definition
  const held = heldDevice(backend)
  return {
    ...timed<C, Use<C>, Promise<readonly (readonly BoundOutput[])[]>, OwnMetric | F>({
      name,
      setup: async (config, { signal }) => ({
        ...(await openSession(definition, await held.take(), config, signal)),
        hanging: held.hanging,
        ops: [],
      }),
      run: session => session.check(),
      verify: async (sets, { config }) => {
        for (const [set, outputs] of sets.entries()) {
          const verdict = verified(outputs, await reference?.(set, config))
          if (verdict !== true) return sets.length === 1 ? verdict : `input set ${set}, ${verdict}`
        }
        return true
      },
      sample: session => session.sample(),
      teardown: async session => {
        const end = session.close()
        if (!(await isSettledWithin(end, GRACE_MS))) held.giveUp(session.device, end)
        await end
      },
      ...(items === undefined ? {} : { items: ({ config }) => items(config) }),
      extra: {
        metrics: { ...ownMetrics, ...backend.figures } as MetricSpecs<OwnMetric | F>,
        measure: (session, { measurement }) => {
          const { figures, wallsMs, compileMs, bytes } = session
          session.ops.push({ name: definition.entry, timeMs: measurement.median, count: 1, bytes, share: 1 })
          const wallMs = summarize(wallsMs.slice(-measurement.n), 'ms')
          return { ...figures, wallMs, compileMs } as unknown as Metrics<OwnMetric | F>
        },
      },
      about: ({ device, hanging, ops }) => ({
        ops,
        machine: device.machine,
        notes: [
          ...(device.notes ?? []),
          ...(hanging > 0 ? [`launches that were aborted still ran beside it: ${hanging}`] : []),
          ...(reference === undefined ? ['the outputs were not compared with a reference'] : []),
          ...(flushCaches && device.flushCaches === undefined ? ['the caches of this device cannot be emptied'] : []),
        ],
      }),
      limits: { ...limits, ...(slowerFactor !== undefined && { slowerFactor }) },
    }),
    close: held.close,
  }
}

/** A launch that was aborted may take that long to end; then the device counts as hanging. */
const GRACE_MS = 500

/** A session, and what is found out beside the metrics. */
interface Use<C> extends Session<C> {
  /** Devices that still ran what was aborted when it began. */
  readonly hanging: number
  readonly ops: OpProfile[]
}
