import type { Either } from '../../core/fp.js'
import {
  type Config,
  costMsOf,
  type MetricSpec,
  type MetricValue,
  type Outcome,
  type ProfilerError,
  type Trial,
  type Value,
} from '../../core/index.js'
import { mean, median } from '../../numeric/index.js'
import type { Parameter } from '../../space/index.js'
import type { Space } from '../../space/space.js'
import { parameterSeen } from './fields.js'
import { expected } from './malformed.js'
import { unlessMalformed } from './read.js'
import { makeRecordedSpace, type RecordedSpace } from './recorded-space.js'
import { type RecordDraft, Records } from './records.js'

export interface RecordedTrialsOptions {
  /** The metric that counts. Default: the first one that was measured. */
  readonly objective?: string
  /** Which direction of it is better, where `metrics` do not tell. */
  readonly better?: 'lower' | 'higher'
  /** Units and directions, as the profiler of the trials has them. */
  readonly metrics?: readonly MetricSpec[]
}

/**
 * The trials of a study as a recorded space. Trials of one configuration are pooled: all their samples together (a plain number is
 * one), the mean of their costs; it failed where it failed more often than it was measured. Pruned and cancelled trials and those of
 * lower fidelity are left out. Numeric parameters become ordinal ones of the values that occurred.
 * Left: InvalidRecording.
 */
export const recordedTrials = (
  space: Space,
  trials: readonly Trial[],
  { objective, better, metrics = [] }: RecordedTrialsOptions = {},
): Either<ProfilerError, RecordedSpace> =>
  unlessMalformed('the trials', () => {
    const groups = new Map<string, Trial[]>()
    for (const trial of trials) {
      if (!counts(trial)) continue
      const group = groups.get(trial.fingerprint) ?? []
      groups.set(trial.fingerprint, group)
      group.push(trial)
    }
    const records = new Records(space.names, ['measuring'])
    for (const group of groups.values()) records.add(pooled(space.names, group))
    const profile = trials.map(({ outcome }) => profileOf(outcome)).find(shown => shown !== undefined)
    const counted = objective ?? Object.keys(profile?.metrics ?? {})[0]
    if (profile === undefined || counted === undefined) return expected('a measured trial', 'the list', undefined)
    const unitOf = (value: MetricValue | undefined): string => (typeof value === 'object' ? value.unit : '')
    return makeRecordedSpace(
      {
        records,
        name: 'trials',
        machine: profile.machine,
        parameters: Object.fromEntries(
          space.names.map((name, p) => [
            name,
            restricted(space.parameters[name] as Parameter, records.columns[p] ?? []),
          ]),
        ),
        objective: counted,
        statistic: 'median',
        specOf: name => metrics.find(spec => spec.name === name) ?? { name, unit: unitOf(profile.metrics[name]) },
        header: {},
      },
      { better },
    )
  })

const profileOf = (outcome: Outcome) => (outcome._tag === 'Measured' ? outcome.profile : undefined)

const counts = ({ fidelity, outcome }: Trial): boolean =>
  fidelity === 1 && outcome._tag !== 'Pruned' && !(outcome._tag === 'Failed' && outcome.failure._tag === 'Cancelled')

/** One record of all trials of a configuration. */
const pooled = (names: readonly string[], trials: readonly Trial[]): RecordDraft => {
  const samples = new Map<string, number[]>()
  let measured = 0
  let failure: RecordDraft['failure']
  for (const { outcome } of trials) {
    if (outcome._tag === 'Failed') failure = { tag: outcome.failure._tag, text: outcome.failure.message }
    if (outcome._tag !== 'Measured') continue
    measured++
    for (const [name, value] of Object.entries(outcome.profile.metrics)) {
      const taken = samples.get(name) ?? []
      samples.set(name, taken)
      taken.push(...(typeof value === 'number' ? [value] : value.samples))
    }
  }
  const config = trials[0]?.config as Config
  return {
    values: names.map(name => config[name]),
    ...(failure && 2 * measured < trials.length && { failure }),
    metrics: new Map([...samples].map(([name, taken]) => [name, median(taken)])),
    samples: new Map([...samples].filter(([, taken]) => taken.length > 1)),
    costs: new Map([['measuring', mean(trials.map(({ outcome }) => costMsOf(outcome)))]]),
  }
}

/** Alternatives stay as they are; numbers are only those that occurred. */
const restricted = (parameter: Parameter, column: readonly (Value | undefined)[]): Parameter =>
  parameter.kind === 'integer' || parameter.kind === 'real' ? parameterSeen(column) : parameter
