/** Runs `work` with a signal that is aborted by the caller's, and by the first Ctrl-C or SIGTERM; a second one ends the process as usual. */
export const withInterrupt = async <T>(
  outer: AbortSignal | undefined,
  handleSignals: boolean,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> => {
  const abort = new AbortController()
  const stop = (): void => {
    release()
    abort.abort()
  }
  const release = (): void => {
    process.off('SIGINT', stop)
    process.off('SIGTERM', stop)
  }
  if (handleSignals) {
    process.on('SIGINT', stop)
    process.on('SIGTERM', stop)
  }
  try {
    return await work(outer ? AbortSignal.any([outer, abort.signal]) : abort.signal)
  } finally {
    release()
  }
}
