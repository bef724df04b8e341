import { platform } from 'node:os'
import { type Config, fault, ParetuneError } from '../../core/index.js'
import { metricSpecs } from '../fn.js'
import type { CommandDefinition, CommandMetrics } from './definition.js'
import type { ToldMetric } from './readings.js'

/** Names that mean something else. */
const TAKEN: Readonly<Record<string, string>> = {
  wallMs: 'which every profile has of itself',
  step: 'which makes a line of JSON an intermediate result',
  machine: 'which tells parts of the fingerprint',
}

/**
 * The metrics of a definition in full, once all of it has been looked at.
 * @throws RangeError, ParetuneError `InvalidProfiler`
 */
export const checkedMetrics = <C extends Config, M extends string>(
  definition: CommandDefinition<C, M>,
): readonly (ToldMetric & { readonly name: M })[] => {
  const { repeats = 1, timeoutMs = 1, graceMs = 0, memoryLimitBytes, outputBytes = 1, metrics = [] } = definition
  if (!(Number.isInteger(repeats) && repeats >= 1))
    throw new RangeError(`expected repeats of 1 or more, got ${repeats}`)
  if (!(timeoutMs > 0)) throw new RangeError(`expected a timeoutMs above 0, got ${timeoutMs}`)
  if (!(graceMs >= 0)) throw new RangeError(`expected a graceMs of 0 or more, got ${graceMs}`)
  if (!(outputBytes >= 1)) throw new RangeError(`expected outputBytes of 1 or more, got ${outputBytes}`)
  if (memoryLimitBytes !== undefined && !(memoryLimitBytes > 0)) {
    throw new RangeError(`expected memoryLimitBytes above 0, got ${memoryLimitBytes}`)
  }
  if (memoryLimitBytes !== undefined && platform() !== 'linux') {
    throw invalid(`expected Linux for memoryLimitBytes, which is looked up in /proc, got ${platform()}`)
  }
  const told = toldMetrics(metrics)
  for (const { name, pattern } of told) {
    const taken = TAKEN[name]
    if (taken !== undefined) throw invalid(`expected another name for the metric \`${name}\`, ${taken}`)
    // With an empty alternative every expression matches, and shows its groups.
    if (pattern && new RegExp(`${pattern.source}|`, pattern.flags).exec('')?.length === 1) {
      throw invalid(`expected a group around the number in the pattern of \`${name}\`, got ${pattern}`)
    }
  }
  return told
}

const toldMetrics = <M extends string>(metrics: CommandMetrics<M>) =>
  metricSpecs(metrics) as readonly (ToldMetric & { readonly name: M })[]

const invalid = (message: string): ParetuneError => new ParetuneError(fault('InvalidProfiler', message))
