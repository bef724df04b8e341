import type { Value } from '../core/index.js'

/** A number for people: four significant digits, thousands apart. */
export const formatNumber = (value: number): string => {
  if (!Number.isFinite(value)) return String(value)
  const size = Math.abs(value)
  if (value !== 0 && (size < 1e-4 || size >= 1e12)) return value.toExponential(2)
  // Adding 0 makes -0 a plain 0.
  return FOUR_DIGITS.format(value + 0)
}

/** A number with its unit, bytes in steps of 1024. */
export const formatQuantity = (value: number, unit: string): string => {
  if (unit !== 'bytes') return unit === '' ? formatNumber(value) : `${formatNumber(value)} ${unit}`
  const step = Math.min(Math.max(Math.floor(Math.log2(Math.abs(value)) / 10), 0), BYTES.length - 1)
  return `${formatNumber(value / 1024 ** step)} ${BYTES[step]}`
}

/** The value of a parameter, in full. */
export const formatValue = (value: Value | undefined): string => (value === undefined ? '' : String(value))

/** As in `latency (ms)`. */
export const withUnit = (name: string, unit: string): string => (unit === '' ? name : `${name} (${unit})`)

/** As in `1 trial`, `2 trials`. */
export const counted = (count: number, noun: string): string =>
  `${formatNumber(count)} ${noun}${count === 1 ? '' : 's'}`

const FOUR_DIGITS = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 4, minimumFractionDigits: 0 })
const BYTES = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB']
