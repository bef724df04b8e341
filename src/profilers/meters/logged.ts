import { right } from '../../core/fp.js'
import { type MetricSpecs, metricSpecs } from '../fn.js'
import type { Meter, Reading } from './meter.js'

/**
 * Metrics that the profiled code tells itself by `context.log('accuracy', 0.97)`, declared so that goals may name them. The
 * last value counts, whether it was logged within the window or not; a profile in which one was never logged is InvalidMetric.
 *
 * @example
 * metered(training, [logged({ accuracy: { unit: '', better: 'higher' } })])
 */
export const logged = <const M extends string>(metrics: MetricSpecs<M>): Meter<M> => {
  const specs = metricSpecs(metrics)
  // `metered` has the values; this tells what there is to tell where one is missing.
  const absent = Object.fromEntries(
    specs.map(({ name }) => [name, `expected the profiled code to log \`${name}\`, it did not`]),
  ) as Partial<Record<M, string>>
  return {
    name: 'logged',
    promised: true,
    metrics: specs,
    open: async () => right({ start: () => {}, stop: () => ({ metrics: {} as Reading<M>['metrics'], absent }) }),
  }
}
