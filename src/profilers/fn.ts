import { type Either, left, right } from '../core/fp.js'
import type { Config, MetricSpec, Profile, ProfileFailure } from '../core/index.js'
import { recording } from './context.js'
import { failureOf, unlessAborted } from './failure.js'
import { machineFingerprint } from './machine.js'
import type { Metrics, ProfileContext, Profiler, SyncProfileContext } from './profiler.js'

/** Metrics by name alone (`['latencyMs', 'accuracy']`), or with unit and direction (`{ latencyMs: { unit: 'ms', better: 'lower' } }`). */
export type MetricSpecs<M extends string> = readonly M[] | Readonly<Record<M, Omit<MetricSpec<M>, 'name'>>>

interface Named<M extends string> {
  readonly name: string
  /** What every profile will have. Given by name alone, the unit is read off the name: `latencyMs`, `sizeBytes`, `energyJ`. */
  readonly metrics: MetricSpecs<M>
}

/** A function that measures one configuration. It throws (a `ProfileError`, to say how) where there is nothing to measure. */
export interface MeasuringFunction<C extends Config, M extends string> extends Named<M> {
  readonly measure: (config: C, context: ProfileContext) => Metrics<M> | Promise<Metrics<M>>
}

/** The same without promises, so that a study can run without them. */
export interface SyncMeasuringFunction<C extends Config, M extends string> extends Named<M> {
  readonly measureSync: (config: C, context: SyncProfileContext) => Metrics<M>
}

/**
 * A profiler from a plain function. The cost is timed and the machine is noted; metrics that the function adds by
 * `context.log` are in the profile. What it throws is a failure; an abort is answered at once, even where the function
 * does not look at `context.signal`.
 *
 * @example
 * const model = profiler({
 *   name: 'my model',
 *   metrics: { latencyMs: { unit: 'ms', better: 'lower' }, accuracy: { unit: '', better: 'higher' } },
 *   measure: async (config: { batch: number }, context) => ({ latencyMs: await time(config), accuracy: await score(config) }),
 * })
 */
export const profiler = <C extends Config, const M extends string>(
  definition: MeasuringFunction<C, M> | SyncMeasuringFunction<C, M>,
): Profiler<C, M> => {
  const { name } = definition
  const metrics = metricSpecs(definition.metrics)
  if ('measure' in definition) {
    return {
      name,
      metrics,
      profile: (config, context) => () =>
        unlessAborted(context.signal, async () => {
          const beganMs = performance.now()
          const recorded = recording(context)
          const measured = await definition.measure(config, recorded.context)
          return right(profileOf({ ...recorded.logged, ...measured }, beganMs))
        }),
    }
  }
  const profileSync = (config: C, context: SyncProfileContext): Either<ProfileFailure, Profile<M>> => {
    const beganMs = performance.now()
    try {
      return right(profileOf(definition.measureSync(config, context), beganMs))
    } catch (thrown) {
      return left(failureOf(thrown))
    }
  }
  return {
    name,
    metrics,
    profile: (config, context) => () => unlessAborted(context.signal, async () => profileSync(config, context)),
    profileSync,
  }
}

const profileOf = <M extends string>(metrics: Metrics<M>, beganMs: number): Profile<M> => {
  const costMs = performance.now() - beganMs
  return { metrics, costMs, phases: { measure: costMs }, machine: machineFingerprint() }
}

/** The metrics in full, whichever way they were given. */
export const metricSpecs = <M extends string>(specs: MetricSpecs<M>): readonly MetricSpec<M>[] =>
  isNames(specs)
    ? specs.map(name => ({ name, unit: unitOf(name) }))
    : (Object.keys(specs) as M[]).map(name => ({ name, ...specs[name] }))

const isNames = <M extends string>(specs: MetricSpecs<M>): specs is readonly M[] => Array.isArray(specs)

const unitOf = (name: string): string => {
  const suffix = /[a-z0-9](Ms|Bytes|J|W)$/.exec(name)?.[1] ?? ''
  return suffix.length > 1 ? suffix.toLowerCase() : suffix
}
