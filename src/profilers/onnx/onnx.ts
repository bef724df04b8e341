import type { Config, MetricSpec } from '../../core/index.js'
import { metricSpecs } from '../fn.js'
import type { Metrics, Profiler } from '../profiler.js'
import { type TimedDefinition, type TimedMetric, timed } from '../timed.js'
import type { OnnxDefinition, OnnxTensors } from './definition.js'
import { type Look, lookAtNodes } from './look.js'
import { matches, withoutNaN } from './output.js'
import { openUse, type Use } from './use.js'

const ownMetrics = {
  loadMs: { unit: 'ms', better: 'lower' },
  firstRunMs: { unit: 'ms', better: 'lower' },
  modelBytes: { unit: 'bytes', better: 'lower' },
  peakArenaBytes: { unit: 'bytes', better: 'lower', optional: true },
} as const

type OwnMetric = keyof typeof ownMetrics
export type OnnxMetric = TimedMetric | OwnMetric

/** What every profile of `onnx` has, for `moduleProfiler`. */
export const onnxMetrics: Readonly<Record<OnnxMetric, Omit<MetricSpec, 'name'>>> = {
  latencyMs: { unit: 'ms', better: 'lower' },
  throughput: { unit: 'items/s', better: 'higher' },
  ...ownMetrics,
}

/**
 * Profiles ONNX models by ONNX Runtime (`onnxruntime-node`), with the options of a session as parameters. Metrics:
 * - `latencyMs`: one run, inputs and outputs in JavaScript's memory; `throughput`: `items` per second at its median;
 * - `loadMs`: reading the model and making a session of it, optimisation included; `firstRunMs`: the first run, cold;
 * - `modelBytes`: the size of the `.onnx` file;
 * - `peakArenaBytes`: the most bytes in use in the CPU's arena; absent for other providers, and without an arena.
 *
 * The profile's `ops` are from ONNX Runtime's own profile of a second session; its notes say how many nodes ran where.
 *
 * Failures: CompileFailed (no such model, option or provider; nodes left to a CPU that is not among `executionProviders`; no node
 * at all on a provider other than the CPU), RunFailed, WrongOutput, OutOfMemory, Cancelled. Rejects with the ParetuneError
 * `MissingPackage` where onnxruntime-node is not installed. A run blocks the process until it is over, and a crash of native
 * code ends it: what may hang or crash belongs in a `moduleProfiler`.
 *
 * @example
 * const model = onnx({
 *   model: 'model.onnx',
 *   session: (config: { threads: number; batch: number }) => ({ intraOpNumThreads: config.threads }),
 *   dimensions: ({ batch }) => ({ batch }),
 *   items: ({ batch }) => batch,
 * })
 */
export const onnx = <C extends Config, const X extends string = never>(
  definition: OnnxDefinition<C, X>,
): Profiler<C, OnnxMetric | X> => timed(timing(definition))

/** A session, and the look at its nodes once it has begun. */
interface State<C> extends Use<C> {
  look?: Promise<Look>
  seen?: Look
}

const timing = <C extends Config, X extends string>(
  definition: OnnxDefinition<C, X>,
): TimedDefinition<C, State<C>, Promise<OnnxTensors>, OwnMetric | X> => {
  const { name = 'onnx', items, extra, limits } = definition
  return {
    name,
    setup: async (config, context): Promise<State<C>> => openUse(definition, config, context),
    run: ({ call }) => call(),
    verify: (outputs, use) => verified(definition, outputs, use),
    ...(items === undefined ? {} : { items: ({ config }) => items(config) }),
    extra: {
      metrics: {
        ...ownMetrics,
        ...Object.fromEntries(metricSpecs(extra?.metrics ?? []).map(({ name: metric, ...spec }) => [metric, spec])),
      } as Record<OwnMetric | X, { unit: string }>,
      measure: async (state, timingOfIt) => {
        const { session, config, loadMs, modelBytes } = state
        const more = await extra?.measure(session, config, timingOfIt)
        state.look = lookAtNodes(definition, state, timingOfIt.measurement.median)
        state.seen = await state.look
        const { peakArenaBytes } = state.seen
        const peak = typeof peakArenaBytes === 'number' ? { peakArenaBytes } : {}
        return { ...more, loadMs, firstRunMs: timingOfIt.firstMs, modelBytes, ...peak } as Metrics<OwnMetric | X>
      },
    },
    teardown: async ({ look, release }) => {
      // An aborted look ends after the run it is in, and says so to whoever waits for it.
      await look?.catch(() => {})
      await release()
    },
    about: ({ seen, machine }) => ({
      machine,
      ...(seen && { ops: seen.ops, notes: seen.notes }),
      ...(typeof seen?.peakArenaBytes === 'string' && { absent: { peakArenaBytes: seen.peakArenaBytes } }),
    }),
    ...(limits === undefined ? {} : { limits }),
  }
}

/** The first outputs, and those of the other sets of feeds. */
const verified = async <C extends Config, X extends string>(
  { reference, verify }: OnnxDefinition<C, X>,
  first: OnnxTensors,
  { call, feeds, config }: Use<C>,
): Promise<true | string> => {
  for (const [set, tensors] of feeds.entries()) {
    const outputs = set === 0 ? first : await call()
    const verdicts = [
      () => withoutNaN(outputs),
      async () => (reference ? matches(outputs, await reference(tensors, config, set)) : true),
      () => verify?.(outputs, config, set) ?? true,
    ]
    for (const verdict of verdicts) {
      const said = await verdict()
      if (said !== true) return feeds.length === 1 ? said : `set ${set} of feeds: ${said}`
    }
  }
  return true
}
