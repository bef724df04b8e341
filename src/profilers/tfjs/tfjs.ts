import type { Config, MetricSpec, OpProfile } from '../../core/index.js'
import { metricSpecs } from '../fn.js'
import type { Metrics, Profiler } from '../profiler.js'
import { type TimedDefinition, type TimedMetric, timed } from '../timed.js'
import { takeTurn } from './backend.js'
import type { TfjsDefinition } from './definition.js'
import type { Tf, TfEngine } from './load.js'
import { profileKernels } from './ops.js'
import { leakOf, runAndDownload, withoutNaN } from './output.js'
import { openSession, type Session } from './session.js'

const ownMetrics = {
  compileMs: { unit: 'ms', better: 'lower' },
  tensors: { unit: '', better: 'lower' },
  tensorBytes: { unit: 'bytes', better: 'lower' },
  peakTensorBytes: { unit: 'bytes', better: 'lower' },
  leakedTensors: { unit: '', better: 'lower' },
} as const

type OwnMetric = keyof typeof ownMetrics
export type TfjsMetric = TimedMetric | OwnMetric

/** What every profile of `tfjs` has, for `moduleProfiler`. */
export const tfjsMetrics: Readonly<Record<TfjsMetric, Omit<MetricSpec, 'name'>>> = {
  latencyMs: { unit: 'ms', better: 'lower' },
  throughput: { unit: 'items/s', better: 'higher' },
  ...ownMetrics,
}

/** Kernels of runs slower than this are profiled in one run only. */
const SLOW_RUN_MS = 50

/**
 * Profiles tfjs models, on whatever tfjs is given. Metrics:
 * - `latencyMs`: one run until the values of its outputs are downloaded; `throughput`: `items` per second at its median;
 * - `compileMs`: the first run less the median one. What this process compiled before is not in it;
 * - `tensors`, `tensorBytes`: what `build` made; `peakTensorBytes`: the most that there is at any time of a run;
 * - `leakedTensors`: left over by one run whose outputs were disposed.
 *
 * The profile's `ops` tell the time of each kernel, composites left out; its notes say what ran.
 *
 * Failures: CompileFailed (`build` threw, or the backend or a flag is not to be had), RunFailed (also where another backend
 * than the one asked for ran, and where WebGPU has no adapter), WrongOutput, OutOfMemory, Cancelled. Rejects with the
 * ParetuneError `MissingPackage` where a package of the webgpu backend is not installed.
 *
 * All copies of tfjs in a process share one engine with one current backend, so profiles in one process take turns, and
 * flags and backend are put back after each. An agent with tfjs networks wants this profiler in a `moduleProfiler`.
 *
 * @example
 * const model = tfjs({
 *   backend: (config: { backend: 'cpu' | 'wasm'; batch: number }) => config.backend,
 *   build: (tf, { batch }) => ({ weights: tf.randomNormal([784, 10]), images: tf.zeros([batch, 784]) }),
 *   run: (tf, { weights, images }) => tf.tidy(() => tf.softmax(tf.matMul(images, weights))),
 *   items: ({ batch }) => batch,
 * })
 */
export const tfjs = <C extends Config, S, const X extends string = never, TF extends TfEngine = Tf>(
  definition: TfjsDefinition<C, S, X, TF>,
): Profiler<C, TfjsMetric | X> => {
  return {
    ...timed(timing(definition)),
    // A build that was left alone by an abort is taken away within its turn.
    close: async () => (await takeTurn())(),
  }
}

/** A session, and what is found out beside the metrics. */
interface Use<C, S, TF> extends Session<C, S, TF> {
  readonly notes: string[]
  ops: readonly OpProfile[]
}

const timing = <C extends Config, S, X extends string, TF extends TfEngine>(
  definition: TfjsDefinition<C, S, X, TF>,
): TimedDefinition<C, Use<C, S, TF>, ReturnType<typeof runAndDownload>, OwnMetric | X> => {
  const { name = 'tfjs', run, verify = withoutNaN, items, extra, limits } = definition
  return {
    name,
    setup: async (config, context) => ({ ...(await openSession(definition, config, context)), notes: [], ops: [] }),
    run: ({ tf, state }) => runAndDownload(tf, () => run(tf, state)),
    verify: (outputs, { state }) => verify(outputs, state),
    ...(items === undefined ? {} : { items: ({ config }) => items(config) }),
    extra: {
      metrics: {
        ...ownMetrics,
        ...Object.fromEntries(metricSpecs(extra?.metrics ?? []).map(({ name: metric, ...spec }) => [metric, spec])),
      } as Record<OwnMetric | X, { unit: string }>,
      measure: async (session, timingOfIt) => {
        const { tf, state, backend, othersBytes, tensors, tensorBytes } = session
        const runs = timingOfIt.measurement.median > SLOW_RUN_MS ? 1 : 3
        const { ops, peakBytes } = await profileKernels(tf, () => runAndDownload(tf, () => run(tf, state)), runs)
        session.ops = ops
        const leakedTensors = await leakOf(tf, () => run(tf, state))
        const more = await extra?.measure(tf, state, timingOfIt)
        backend.check()
        session.notes.push(...backend.notes, ...(ops.length === 0 ? ['the backend does not time its kernels'] : []))
        return {
          ...more,
          compileMs: Math.max(0, timingOfIt.firstMs - timingOfIt.measurement.median),
          tensors,
          tensorBytes,
          peakTensorBytes: Math.max(tensorBytes, peakBytes - othersBytes),
          leakedTensors,
        } as Metrics<OwnMetric | X>
      },
    },
    teardown: async session => {
      const left = await session.close()
      if (left > 0)
        session.notes.push(`${left} tensors are left over: neither disposed by \`run\` nor part of its state`)
    },
    about: ({ config, backend, notes, ops }) => ({
      notes: [...notes, ...(definition.notes?.(config) ?? [])],
      ops,
      machine: backend.machine,
    }),
    ...(limits === undefined ? {} : { limits }),
  }
}
