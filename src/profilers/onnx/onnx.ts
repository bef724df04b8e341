import type { Config, MetricSpec, OpProfile } from '../../core/index.js'
import { cancelled, ProfileError } from '../failure.js'
import { metricSpecs } from '../fn.js'
import type { Metrics, Profiler } from '../profiler.js'
import { type TimedDefinition, type TimedMetric, timed } from '../timed.js'
import type { OnnxDefinition, OnnxTensors } from './definition.js'
import { providersOf } from './load.js'
import { type NodeProfile, profileNodes } from './ops.js'
import { matches, withoutNaN } from './output.js'
import { createSession } from './session.js'
import { caller, openUse, type Use } from './use.js'

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

/** What is found out beside the metrics. */
interface Found {
  ops: readonly OpProfile[]
  absent?: Readonly<Record<string, string>>
  readonly notes: string[]
  /** The look at single nodes, where it is under way. */
  looking: Promise<NodeProfile | undefined>
}

type State<C> = Use<C> & Found

const timing = <C extends Config, X extends string>(
  definition: OnnxDefinition<C, X>,
): TimedDefinition<C, State<C>, Promise<OnnxTensors>, OwnMetric | X> => {
  const { name = 'onnx', items, extra, limits } = definition
  return {
    name,
    setup: async (config, context) => ({
      ...(await openUse(definition, config, context)),
      ops: [],
      notes: [],
      looking: Promise.resolve(undefined),
    }),
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
        state.looking = lookAtNodes(definition, state, timingOfIt.measurement.median)
        const profile = await state.looking
        const peakArenaBytes = take(definition, state, profile)
        return {
          ...more,
          loadMs,
          firstRunMs: timingOfIt.firstMs,
          modelBytes,
          ...(peakArenaBytes !== undefined && { peakArenaBytes }),
        } as Metrics<OwnMetric | X>
      },
    },
    teardown: async ({ looking, release }) => {
      // An aborted look ends after the run it is in, and says so to whoever waits for it.
      await looking.catch(() => {})
      await release()
    },
    about: ({ ops, absent, notes, machine }) => ({ ops, notes, machine, ...(absent && { absent }) }),
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

/** Runs of this much time in all tell what single nodes take, 20 at most. */
const LOOK_MS = 100

const lookAtNodes = async <C extends Config, X extends string>(
  definition: OnnxDefinition<C, X>,
  { ort, model, options, feeds, signal, release }: Use<C>,
  medianMs: number,
): Promise<NodeProfile | undefined> => {
  const by = definition.ops ?? 'type'
  if (by === false && providersOf(options).every(provider => provider === 'cpu')) return undefined
  if (signal.aborted) throw new ProfileError('Cancelled', cancelled().message)
  // Two copies of a large model may not fit.
  await release()
  const runs = Math.max(1, Math.min(20, Math.floor(LOOK_MS / medianMs)))
  return profileNodes(
    more => createSession(ort, model, options, more),
    async session => {
      const call = caller(definition, session, feeds)
      for (let run = 0; run <= runs; run++) {
        if (signal.aborted) throw new ProfileError('Cancelled', cancelled().message)
        await call()
      }
      return runs
    },
    by || 'type',
  )
}

/** Notes down what a look at the nodes showed, and answers the arena's peak where there is one. Fails where the CPU did all the work of another. */
const take = <C extends Config, X extends string>(
  { ops }: OnnxDefinition<C, X>,
  state: State<C>,
  profile: NodeProfile | undefined,
): number | undefined => {
  const others = providersOf(state.options).filter(provider => provider !== 'cpu')
  const { nodes = {}, queued = [], peakArenaBytes } = profile ?? {}
  if (others.length > 0 && !others.some(provider => nodes[provider])) {
    const all = Object.values(nodes).reduce((sum, count) => sum + count, 0)
    throw new ProfileError('CompileFailed', `expected nodes on ${others.join(' or ')}, got all ${all} on cpu`)
  }
  const ran = Object.entries(nodes).map(([provider, count]) => `${provider} (${count} node${count === 1 ? '' : 's'})`)
  state.notes.push(`ran on ${ran.join(', ') || 'cpu'}`)
  if (ops !== false && profile) state.ops = profile.ops
  if (ops !== false && queued.length > 0)
    state.notes.push(`operators on ${queued.join(' and ')} are timed as the host queues them, not by the device`)
  const reason =
    profile === undefined
      ? 'found out together with `ops`, which is false'
      : others.length > 0
        ? `ONNX Runtime does not tell what ${others.join(' and ')} holds`
        : 'the session has no arena on the CPU'
  if (others.length > 0 || peakArenaBytes === undefined) {
    state.absent = { peakArenaBytes: reason }
    return undefined
  }
  return peakArenaBytes
}
