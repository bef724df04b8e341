import type { HotSpot } from '../../core/index.js'
import { spotsOf } from './cpu-profile.js'
import { StackSampler } from './stack-sampler.js'

export interface HotSpotOptions {
  /** Time between two samples. Default 1; 0.1 is about the least that makes sense. */
  readonly intervalMs?: number
  /** Shows Node's own and native functions by themselves; otherwise their time counts for the function that called them. Default false. */
  readonly internals?: boolean
  /** So many at most, the longest first. Default 25. */
  readonly top?: number
}

/**
 * Runs a function under the CPU profiler of Node's inspector: which JavaScript functions the time goes to, the longest own
 * time first. What else the process does meanwhile shows as well, other threads and idle time do not. Sampling slows the code
 * down a little, so time it elsewhere. What V8 has merged into its caller counts for the caller. Rejects with what the function throws.
 *
 * @example
 * console.table(await hotSpots(() => tokenize(text), { intervalMs: 0.2 }))
 */
export const hotSpots = async (
  run: () => unknown,
  { intervalMs, ...shown }: HotSpotOptions = {},
): Promise<readonly HotSpot[]> => {
  const sampler = await StackSampler.open(intervalMs)
  try {
    await sampler.start()
    await run()
    return spotsOf(await sampler.stop(), shown)
  } finally {
    sampler.close()
  }
}
