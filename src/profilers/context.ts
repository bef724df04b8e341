import type { ProfileContext } from './profiler.js'

/** The context with some parts replaced. Copied part by part, so that it may be an object of any class. */
export const contextWith = (context: ProfileContext, parts: Partial<ProfileContext>): ProfileContext => ({
  signal: context.signal,
  timeoutMs: context.timeoutMs,
  fidelity: context.fidelity,
  seed: context.seed,
  ...(context.trial !== undefined && { trial: context.trial }),
  ...(context.resumeFrom !== undefined && { resumeFrom: context.resumeFrom }),
  log: (metric, value) => context.log(metric, value),
  report: (step, metrics) => context.report(step, metrics),
  ...(context.window && { window: context.window }),
  ...parts,
})

/** The context, and what is logged through it. */
export const recording = (
  context: ProfileContext,
): { readonly context: ProfileContext; readonly logged: Readonly<Record<string, number>> } => {
  const logged: Record<string, number> = {}
  const log = (metric: string, value: number): void => {
    logged[metric] = value
    context.log(metric, value)
  }
  return { context: contextWith(context, { log }), logged }
}
