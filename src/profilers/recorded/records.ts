import type { MetricSpec, ProfileFailureTag, Statistic, Value } from '../../core/index.js'
import type { Parameters } from '../../space/index.js'

/** Why a configuration has no figures, as it was recorded. */
export interface RecordedFailure {
  readonly tag: ProfileFailureTag
  /** In the words of the recording. */
  readonly text: string
}

/** A recording as a format's reader hands it over. */
export interface Recording {
  readonly records: Records
  /** What was measured, and on what, for messages. */
  readonly name: string
  /** Fingerprint of the machine, as far as it is told. */
  readonly machine: string
  readonly parameters: Parameters
  /** The metric that the recorded search looked at. */
  readonly objective: string
  /** Which figure of its samples the value of a metric is. */
  readonly statistic: Statistic
  readonly specOf: (metric: string) => MetricSpec
  /** Everything in the file but the records. */
  readonly header: Readonly<Record<string, unknown>>
}

/** One record as a format's reader hands it over. */
export interface RecordDraft {
  /** In the order of the parameters; undefined where inactive. */
  readonly values: readonly (Value | undefined)[]
  /** Where this is given, metrics and samples count for nothing. */
  readonly failure?: RecordedFailure
  /** Finite numbers by metric. */
  readonly metrics: ReadonlyMap<string, number>
  /** What was repeated to find a metric, by metric. */
  readonly samples: ReadonlyMap<string, readonly number[]>
  /** Milliseconds by part of the cost; what is absent was not told. */
  readonly costs: ReadonlyMap<string, number>
}

/** Records as columns that grow: numbers, not objects. What a record lacks is NaN. */
export class Records {
  readonly names: readonly string[]
  readonly columns: (Value | undefined)[][]
  /** 0, or 1 + the index of the failure. */
  readonly failed: number[] = []
  readonly failures: RecordedFailure[] = []
  readonly metrics = new Map<string, number[]>()
  readonly samples = new Map<string, { readonly values: number[]; readonly ends: number[] }>()
  readonly costs: ReadonlyMap<string, number[]>

  /** @param parts names of the parts of a cost, of which none need be told */
  constructor(names: readonly string[], parts: Iterable<string>) {
    this.names = names
    this.columns = names.map(() => [])
    this.costs = new Map([...parts].map(part => [part, []]))
  }

  get length(): number {
    return this.failed.length
  }

  add({ values, failure, metrics, samples, costs }: RecordDraft): void {
    const row = this.length
    for (const [p, column] of this.columns.entries()) column.push(values[p])
    for (const name of failure ? [] : metrics.keys()) {
      if (!this.metrics.has(name)) this.metrics.set(name, new Array<number>(row).fill(Number.NaN))
    }
    for (const [name, column] of this.metrics) column.push((failure ? undefined : metrics.get(name)) ?? Number.NaN)
    for (const [part, column] of this.costs) column.push(costs.get(part) ?? Number.NaN)
    for (const [name, taken] of failure ? [] : samples) {
      const found = this.samples.get(name) ?? { values: [], ends: [] }
      this.samples.set(name, found)
      while (found.ends.length < row) found.ends.push(found.values.length)
      for (const sample of taken) found.values.push(sample)
      found.ends.push(found.values.length)
    }
    this.failed.push(failure === undefined ? 0 : 1 + this.#indexOf(failure))
  }

  #indexOf(failure: RecordedFailure): number {
    const known = this.failures.findIndex(({ tag, text }) => tag === failure.tag && text === failure.text)
    return known === -1 ? this.failures.push(failure) - 1 : known
  }
}
