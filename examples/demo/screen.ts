import type { Config, Confirmed, Progress, Trial } from 'paretune'

// What the demo prints: plain text, one live line on a terminal and a line now and then elsewhere.

const bold = (text: string): string => (process.stdout.isTTY ? `\u001b[1m${text}\u001b[22m` : text)

export const heading = (text: string): void => console.log(`\n${bold(text)}`)

export const seconds = (ms: number): string =>
  ms < 1e3 ? '0 s' : ms < 1e5 ? `${Math.round(ms / 1e3)} s` : `${(ms / 6e4).toFixed(1)} min`

/** Three significant digits, without an exponent. */
export const short = (value: number): string =>
  Number.isFinite(value) ? value.toLocaleString('en', { maximumSignificantDigits: 3, useGrouping: false }) : '-'

export const configText = (config: Config): string =>
  Object.entries(config)
    .map(([key, value]) => `${key}=${typeof value === 'number' ? short(value) : value}`)
    .join(' ')

export const table = (header: readonly string[], rows: readonly (readonly string[])[]): void => {
  const widths = header.map((name, i) => Math.max(name.length, ...rows.map(row => row[i]?.length ?? 0)))
  for (const row of [header, ...rows])
    console.log(
      `  ${row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd()}`,
    )
}

/** Live progress of one study: trial, best so far, feasible or failed, time left. */
export const liveProgress = (label: string, total: number, bestText: (progress: Progress) => string) => {
  let [startedMs, startedAt] = [0, 0]
  let lastLine = Number.NEGATIVE_INFINITY
  return (trial: Trial, progress: Progress): void => {
    // Rounds of a confirmation are trials too, but not of the search.
    if (trial.number >= total) return
    const now = performance.now()
    if (startedMs === 0) [startedMs, startedAt] = [now, progress.trials]
    const done = progress.trials - startedAt
    const left = done > 0 ? seconds(((now - startedMs) / done) * (total - progress.trials)) : '?'
    const outcome =
      trial.outcome._tag === 'Measured'
        ? trial.outcome.feasible
          ? 'feasible'
          : 'infeasible'
        : trial.outcome._tag.toLowerCase()
    const text = `  ${label}  trial ${progress.trials}/${total}  ${outcome}  best ${bestText(progress)}  ${progress.feasible} feasible, ${progress.failed} failed  ${left} left`
    const last = progress.trials >= total
    if (process.stdout.isTTY)
      process.stdout.write(`\r\u001b[K${text.slice(0, (process.stdout.columns ?? 120) - 1)}${last ? '\n' : ''}`)
    else if (last || now - lastLine > 5000) console.log(text)
    if (now - lastLine > 5000) lastLine = now
  }
}

/** As in "2.13 times faster than the default (95% of such re-runs: 2.04 to 2.21)". */
export const speedupText = ({ speedup }: Pick<Confirmed, 'speedup'>): string =>
  speedup
    ? `${short(speedup.median)} times as fast as the default (another run under the same load: ${short(speedup.low)} to ${short(speedup.high)}, with 95% probability)`
    : 'not comparable with the default'

/** With a capital letter. */
export const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
