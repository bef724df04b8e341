import type { ProfileContext } from '#src/profilers/index.js'

/** The context of a whole measurement that nobody ends. */
export const contextOf = (parts: Partial<ProfileContext> = {}): ProfileContext => ({
  signal: new AbortController().signal,
  timeoutMs: 60_000,
  fidelity: 1,
  seed: 1,
  log: () => {},
  report: () => 'continue',
  ...parts,
})

/** An endless wait that keeps no process alive. */
export const never = (): Promise<never> => new Promise(() => {})

/** A signal aborted after this time. Unlike AbortSignal.timeout, it keeps the process alive until then. */
export const abortedAfter = (delayMs: number): AbortSignal => {
  const controller = new AbortController()
  setTimeout(() => controller.abort(), delayMs)
  return controller.signal
}
