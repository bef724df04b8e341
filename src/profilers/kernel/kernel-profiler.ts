import { type Config, fault, type OpProfile, ParetuneError, show } from '../../core/index.js'
import type { MetricSpecs } from '../fn.js'
import { summarize } from '../measure/summarize.js'
import type { Metrics, Profiler } from '../profiler.js'
import { type TimedMetric, timed } from '../timed.js'
import type { BoundOutput } from './buffers.js'
import type { KernelDefinition } from './definition.js'
import type { KernelBackend } from './device.js'
import { heldDevice } from './held-device.js'
import { openSession, type Session } from './session.js'
import { verified } from './verify.js'

export type KernelMetric = TimedMetric | 'wallMs' | 'compileMs'

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
 * The device is opened at the first profile and stays until `close`; a lost one, and one that hangs when it is aborted, gives way
 * to a new one at the next profile.
 */
export const kernelProfiler = <C extends Config, F extends string = never>(
  backend: KernelBackend<F>,
  definition: KernelDefinition<C>,
): Profiler<C, KernelMetric | F> => {
  checkDefinition(definition)
  const { name = backend.name, reference, items, limits, slowerFactor, flushCaches = false } = definition
  const held = heldDevice(backend)
  return {
    ...timed<C, Use<C>, Promise<readonly (readonly BoundOutput[])[]>, 'wallMs' | 'compileMs' | F>({
      name,
      setup: async config => ({ ...(await openSession(definition, await held.take(), config)), ops: [] }),
      run: session => session.check(),
      verify: (sets, { config }) => {
        for (const [set, outputs] of sets.entries()) {
          const verdict = verified(outputs, reference?.(set, config))
          if (verdict !== true) return sets.length === 1 ? verdict : `input set ${set}, ${verdict}`
        }
        return true
      },
      sample: session => session.sample(),
      teardown: async session => {
        const { idle } = await session.close()
        if (idle !== undefined) held.giveUp(session.device, idle)
      },
      ...(items === undefined ? {} : { items: ({ config }) => items(config) }),
      extra: {
        metrics: {
          wallMs: { unit: 'ms', better: 'lower' },
          compileMs: { unit: 'ms', better: 'lower' },
          ...backend.figures,
        } as MetricSpecs<'wallMs' | 'compileMs' | F>,
        measure: (session, { measurement }) => {
          const { figures, wallsMs, compileMs, bytes } = session
          session.ops.push({ name: definition.entry, timeMs: measurement.median, count: 1, bytes, share: 1 })
          const wallMs = summarize(wallsMs.slice(-measurement.n), 'ms')
          return { ...figures, wallMs, compileMs } as unknown as Metrics<'wallMs' | 'compileMs' | F>
        },
      },
      about: ({ device, ops }) => ({
        ops,
        machine: device.machine,
        notes: [
          ...(device.notes ?? []),
          ...(reference === undefined ? ['the outputs were not compared with a reference'] : []),
          ...(flushCaches && device.flushCaches === undefined ? ['the caches of this device cannot be emptied'] : []),
        ],
      }),
      limits: { ...limits, ...(slowerFactor !== undefined && { slowerFactor }) },
    }),
    close: held.close,
  }
}

/** A session, and what is found out beside the metrics. */
interface Use<C> extends Session<C> {
  readonly ops: OpProfile[]
}

const checkDefinition = <C extends Config>({ workgroup, grid, inputSets = 1 }: KernelDefinition<C>): void => {
  for (const [place, axes] of Object.entries({ workgroup, grid })) {
    if (!Array.isArray(axes) || axes.length < 1 || axes.length > 3) {
      throw invalid(`expected 1 to 3 axes as \`${place}\`, got ${show(axes)}`)
    }
    const odd = axes.find(axis => !['number', 'string', 'function'].includes(typeof axis))
    if (odd !== undefined)
      throw invalid(`expected numbers, expressions and functions as \`${place}\`, got ${show(odd)}`)
  }
  if (!Number.isSafeInteger(inputSets) || inputSets < 1) {
    throw invalid(`expected \`inputSets\` to be a whole number, 1 or more, got ${show(inputSets)}`)
  }
}

const invalid = (message: string): ParetuneError => new ParetuneError(fault('InvalidProfiler', message))
