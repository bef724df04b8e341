import { type Either, isLeft, left, right } from '../../core/fp.js'
import type { Config, HotSpot, ProfileFailure } from '../../core/index.js'
import { cancelled } from '../failure.js'
import type { MeterWindow, ProfileContext, Profiler } from '../profiler.js'
import { spotsOf } from './cpu-profile.js'
import type { HotSpotOptions } from './hot-spots.js'
import { StackSampler } from './stack-sampler.js'

/** Part of the full measurement that is enough to sample. */
const FIDELITY = 0.25

/**
 * The profiler, whose profiles tell the hot spots of the JavaScript around what it measures as well (`profile.hotSpots`).
 * Each configuration is measured as ever, then once more at a quarter of the fidelity under the CPU profiler, so that
 * sampling disturbs no figure; what that takes is the phase `hotSpots`. A profiler that tells which part of its work counts
 * (`timed` and all that is built on it) is sampled there, any other from first to last. Where the second measurement fails, a
 * note says so. Of a `moduleProfiler` the work is elsewhere: use this within its module.
 *
 * @example
 * const model = withHotSpots(profiler, { intervalMs: 0.2 })
 */
export const withHotSpots = <C extends Config, M extends string>(
  profiler: Profiler<C, M>,
  options: HotSpotOptions = {},
): Profiler<C, M> => ({
  name: profiler.name,
  metrics: profiler.metrics,
  profile: (config, context) => async () => {
    const measured = await profiler.profile(config, context)()
    if (isLeft(measured)) return measured
    const beganMs = performance.now()
    const sampled = await sampleOf(profiler, config, context, options)
    if (context.signal.aborted) return left(cancelled())
    const tookMs = performance.now() - beganMs
    const profile = measured.right
    return right({
      ...profile,
      costMs: profile.costMs + tookMs,
      phases: { ...profile.phases, hotSpots: tookMs },
      ...(isLeft(sampled)
        ? { notes: [...(profile.notes ?? []), `no hot spots: ${sampled.left.message}`] }
        : { hotSpots: sampled.right }),
    })
  },
  close: async () => profiler.close?.(),
})

const sampleOf = async <C extends Config>(
  profiler: Profiler<C>,
  config: C,
  context: ProfileContext,
  { intervalMs, ...shown }: HotSpotOptions,
): Promise<Either<ProfileFailure, readonly HotSpot[]>> => {
  const sampler = await StackSampler.open(intervalMs)
  let fromMs = 0
  let toMs = Number.POSITIVE_INFINITY
  const window: MeterWindow = {
    start: async () => {
      fromMs = sampler.elapsedMs
    },
    stop: async () => {
      toMs = sampler.elapsedMs
    },
  }
  try {
    await sampler.start()
    const again = await profiler.profile(
      config,
      // Nothing of the trial but its configuration: the run keeps no checkpoint, and goes on from none.
      {
        signal: context.signal,
        timeoutMs: context.timeoutMs,
        fidelity: FIDELITY * context.fidelity,
        seed: context.seed,
        window,
        log: () => {},
        report: () => 'continue',
      },
    )()
    return isLeft(again) ? again : right(spotsOf(await sampler.stop(), { ...shown, span: { fromMs, toMs } }))
  } finally {
    sampler.close()
  }
}
