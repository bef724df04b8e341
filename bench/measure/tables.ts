import { normalQuantile } from '#src/numeric/index.js'
import type { OverheadRow } from './overhead.js'
import { harnessNames, type PeerRow } from './peers.js'
import type { PlantedRow } from './planted.js'
import type { PowerRow, Rate, Spending } from './power.js'
import { EFFECT } from './power.js'
import type { RecordedFigures } from './recorded.js'

/** Goals of the comparison. */
const MIN_POWER = 0.9
const MAX_FALSE_ALARMS = 0.05

/** Lines of cells, each column as wide as its widest cell; the first column is text, and of `texts` more. */
const table = (title: string, rows: readonly (readonly string[])[], texts = 0): string => {
  const widths = (rows[0] ?? []).map((_, c) => Math.max(...rows.map(row => row[c]?.length ?? 0)))
  const line = (row: readonly string[]): string =>
    row
      .map((cell, c) => (c <= texts ? cell.padEnd(widths[c] ?? 0) : cell.padStart(widths[c] ?? 0)))
      .join('  ')
      .trimEnd()
  return [title, ...rows.map(line)].join('\n')
}

export const peersTable = (rows: readonly PeerRow[]): string =>
  table('Medians and half-widths of their 95% intervals, the same sampling time each', [
    [
      '',
      ...harnessNames,
      'ours / mitata',
      'ours / tinybench',
      ...harnessNames.map(name => `± ${name}`),
      'samples',
      'seconds',
    ],
    ...rows.map(({ function: name, harnesses, ratios }) => [
      name,
      ...harnessNames.map(harness => duration(harnesses[harness].medianMs)),
      ratios.mitata.toFixed(3),
      ratios.tinybench.toFixed(3),
      ...harnessNames.map(harness => percent(harnesses[harness].halfWidth)),
      harnessNames.map(harness => harnesses[harness].samples).join(' / '),
      harnessNames.map(harness => harnesses[harness].seconds.toFixed(2)).join(' / '),
    ]),
  ])

export const overheadTable = (rows: readonly OverheadRow[]): string =>
  table('What the harness adds, beside bare loops in turn', [
    ['', 'bare loop', 'measured', 'added per call', 'time between calls'],
    ...rows.map(({ function: name, bareMs, measuredMs, addedMs, betweenCalls }) => [
      name,
      duration(bareMs),
      duration(measuredMs),
      duration(addedMs),
      percent(betweenCalls),
    ]),
  ])

export const powerTable =
  ({ rounds, timeMs, warmupMs }: Spending) =>
  (found: readonly PowerRow[] | PowerRow): string => {
    const rows = [found].flat() as readonly PowerRow[]
    const title = `Power to see a planted ${percent(EFFECT - 1)} and false alarms, ${rows[0]?.pairs} pairs with it and as many without; ${timeMs} ms of sampling after at most ${warmupMs} ms of warm-up, once or in ${rounds} rounds`
    return table(title, [
      ['', 'one measurement each', `confirm, ${rounds} rounds`, 'goal', 'speed-up leaves out 1', 'std per round'],
      ...rows.map(({ noise, pairs, once, confirmed, speedup, perRound }) => [
        noise,
        rates(once),
        rates(confirmed),
        isMissed(confirmed, pairs) ? 'MISSED' : 'met',
        rates(speedup),
        percent(perRound),
      ]),
    ])
  }

export const plantedTable = (rows: readonly PlantedRow[]): string =>
  table(
    'Planted faults, one trial each of one study',
    [
      ['planted', 'expected', 'came', '', 'seconds', 'in words'],
      ...rows.map(({ planted, expected, got, isRight, seconds, message }) => [
        planted,
        expected,
        got,
        isRight ? 'right' : 'WRONG',
        seconds.toFixed(2),
        message.length > 90 ? `${message.slice(0, 87)}...` : message,
      ]),
    ],
    5,
  )

export const recordedTable = (found: RecordedFigures): string =>
  [
    `${found.name}: ${found.configurations} configurations, ${megabytes(found.textBytes)} (${megabytes(found.compressedBytes)} compressed)`,
    `loaded in ${duration(found.loadMs)}, of which ${duration(found.loadCpuMs)} on the processor`,
    `kept: ${megabytes(found.arrayBytes)} in typed arrays, ${megabytes(found.heapBytes)} on the heap`,
    `looked up: ${Math.round(found.profilesPerCpuSecond).toLocaleString('en')} profiles a second of the processor`,
  ].join('\n')

/** Whether as many pairs as these show beyond chance (95%) that a goal is missed. */
const isMissed = ({ power, falseAlarms }: Rate, pairs: number): boolean =>
  wilson(power, pairs).high < MIN_POWER || wilson(falseAlarms, pairs).low > MAX_FALSE_ALARMS

/** @see Wilson 1927, "Probable inference, the law of succession, and statistical inference" */
const wilson = (part: number, n: number): { readonly low: number; readonly high: number } => {
  const z = normalQuantile(0.975)
  const center = (part + z ** 2 / (2 * n)) / (1 + z ** 2 / n)
  const reach = (z * Math.sqrt((part * (1 - part)) / n + z ** 2 / (4 * n * n))) / (1 + z ** 2 / n)
  return { low: center - reach, high: center + reach }
}

const rates = ({ power, falseAlarms }: Rate): string => `${power.toFixed(2)}, ${falseAlarms.toFixed(3)} false`
const percent = (part: number): string => `${(100 * part).toFixed(Math.abs(part) < 0.01 ? 2 : 1)}%`
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`

const duration = (ms: number): string => {
  const size = Math.abs(ms)
  if (size >= 1) return `${ms.toPrecision(4)} ms`
  return size >= 1e-3 ? `${(1e3 * ms).toPrecision(4)} us` : `${(1e6 * ms).toPrecision(3)} ns`
}
