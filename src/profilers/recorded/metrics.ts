import type { MetricSpec } from '../../core/index.js'

/** The name that the formats have for a metric of ours. */
export const recordedName = (name: string): string => (name === 'timeMs' ? 'time' : name)

/**
 * A recorded metric in our terms: `time` becomes `timeMs`; a rate such as `GFLOP/s` or `GFLOPS/W` is its own unit, and more of it is
 * better; less energy is. What else there is has no direction.
 */
export const recordedSpec = (name: string, unit = ''): MetricSpec => {
  if (name === 'time') return { name: 'timeMs', unit: 'ms', better: 'lower' }
  if (/[^/]\/[sWJ]$/i.test(name)) return { name, unit: unit || name, better: 'higher' }
  return name === 'energy' ? { name, unit, better: 'lower' } : { name, unit }
}
