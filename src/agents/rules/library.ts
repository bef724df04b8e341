import { fault, ParetuneError, type Statistic, show, type Value } from '../../core/index.js'
import { type Adjustment, cap, double, halve, raise } from './changes.js'
import { type Rule, rule } from './rule.js'

// Rules of thumb from practice. Each noun answers one or more rules, for the list that `rules` takes.

/** What a rule about a metric with a limit is told. */
interface Limited {
  /** Above 0, in the metric's unit. */
  readonly limit: number
  /** The part of the limit under which the batch grows, 0 (never) to 0.5, the default: a double batch costs at most double. */
  readonly growBelow?: number
}

export interface BatchAgainstMemoryOptions extends Limited {
  /** Name of the parameter: a size of batches. */
  readonly batch: string
  /** Name of the metric: peak memory. */
  readonly memory: string
  /** The batch grows only while this metric is below what is wanted. Default: whatever the throughput. */
  readonly throughput?: { readonly metric: string; readonly wanted: number }
}

/**
 * Batch against memory: halved where memory is over the limit or ran out, doubled where it is far below. PyTorch Lightning's BatchSizeFinder does
 * so in its `power` mode: it doubles until memory runs out, then halves.
 *
 * Throws InvalidAgent for a limit or a part out of range.
 * @see Godbole et al. 2023, "Deep Learning Tuning Playbook", "Choosing the batch size": the largest batch that fits is mostly the fastest to train with
 */
export const batchAgainstMemory = (options: BatchAgainstMemoryOptions): readonly Rule[] => {
  const { batch, memory, limit, growBelow = 0.5, throughput } = options
  expectLimited('batchAgainstMemory', { limit, growBelow })
  const [metric, wanted] = [throughput?.metric, throughput?.wanted ?? Number.POSITIVE_INFINITY]
  return [
    rule({
      name: 'batch against memory: over the limit',
      metrics: [memory],
      when: state => state.metric(memory) > limit,
      change: halve(batch),
      reason: `${memory} is over ${limit}, and a batch needs memory in proportion to its size`,
    }),
    rule({
      name: 'batch against memory: out of memory',
      when: ({ outcome }) => outcome._tag === 'Failed' && outcome.failure._tag === 'OutOfMemory',
      change: halve(batch),
      reason: 'memory ran out, and a batch needs memory in proportion to its size',
    }),
    rule({
      name: 'batch against memory: room to grow',
      metrics: metric === undefined ? [memory] : [memory, metric],
      when: state =>
        state.metric(memory) < growBelow * limit && (metric === undefined || state.metric(metric) < wanted),
      change: double(batch),
      reason: `${memory} is below ${growBelow * limit}, so that a double batch still fits, and larger batches mostly have more throughput`,
    }),
  ]
}

export interface BatchAgainstLatencyOptions extends Limited {
  /** Name of the parameter: a size of batches. */
  readonly batch: string
  /** Name of the metric. */
  readonly latency: string
  /** Which number of a measured latency counts. Default: the median. */
  readonly statistic?: Statistic
}

/**
 * Batch against latency: halved where latency is over the limit, doubled where it is far below, as a serving system adapts its batches to
 * a latency objective. Clipper backs off by a tenth and grows by addition, for traffic that never ends; here each step is a measurement, so they are large.
 *
 * Throws InvalidAgent for a limit or a part out of range.
 * @see Crankshaw et al. 2017, "Clipper: A low-latency online prediction serving system", section 4.3.1
 */
export const batchAgainstLatency = (options: BatchAgainstLatencyOptions): readonly Rule[] => {
  const { batch, latency, limit, growBelow = 0.5, statistic = 'median' } = options
  expectLimited('batchAgainstLatency', { limit, growBelow })
  return [
    rule({
      name: 'batch against latency: over the limit',
      metrics: [latency],
      when: state => state.metric(latency, statistic) > limit,
      change: halve(batch),
      reason: `${latency} is over ${limit}, and each request waits for its whole batch`,
    }),
    rule({
      name: 'batch against latency: room to grow',
      metrics: [latency],
      when: state => state.metric(latency, statistic) < growBelow * limit,
      change: double(batch),
      reason: `${latency} is below ${growBelow * limit}, so that a double batch still answers in time`,
    }),
  ]
}

export interface WorkersAgainstStallsOptions {
  /** Name of the parameter: processes or threads that load data. */
  readonly workers: string
  /** Name of the metric: time that the consumer waits for data, or its part. */
  readonly stall: string
  /** More waiting than this is a stall, 0 or more, in the metric's unit. */
  readonly limit: number
  /** No more workers than cores. Default: no bound but the parameter's. */
  readonly cores?: number
}

/**
 * Workers against loader stalls: one step more of them while the consumer waits for data, as PyTorch Lightning's guide has it: raise `num_workers`
 * slowly, and stop where speed does not improve.
 *
 * Throws InvalidAgent for a limit below 0.
 * @see Mohan et al. 2021, "Analyzing and mitigating data stalls in DNN training"
 */
export const workersAgainstStalls = (options: WorkersAgainstStallsOptions): readonly Rule[] => {
  const { workers, stall, limit, cores } = options
  expect(limit >= 0 && Number.isFinite(limit), 'workersAgainstStalls', 'limit of 0 or more', limit)
  return [
    rule({
      name: 'workers against stalls',
      metrics: [stall],
      when: state => state.metric(stall) > limit,
      change: raise(workers, cores === undefined ? {} : { upTo: cores }),
      reason: `${stall} is over ${limit}: the consumer waits for data`,
    }),
  ]
}

export interface ThreadsAgainstCoresOptions {
  /** Name of the parameter: threads that compute. */
  readonly threads: string
  /** Physical cores, 1 or more. */
  readonly cores: number
}

/**
 * Threads against cores: no more threads than cores, which would take turns on them, and where there are fewer, doubled towards them. One thread
 * for each physical core is the default of ONNX Runtime's `intra_op_num_threads`.
 *
 * Throws InvalidAgent for cores that are not a whole number of 1 or more.
 * @see https://onnxruntime.ai/docs/performance/tune-performance/threading.html
 */
export const threadsAgainstCores = ({ threads, cores }: ThreadsAgainstCoresOptions): readonly Rule[] => {
  expect(Number.isInteger(cores) && cores >= 1, 'threadsAgainstCores', 'cores to be a whole number of 1 or more', cores)
  return [
    rule({
      name: 'threads against cores: too many',
      when: ({ config }) => (config[threads] as number) > cores,
      change: cap(threads, cores),
      reason: `more threads than ${cores} cores take turns on them`,
    }),
    rule({
      name: 'threads against cores: idle cores',
      when: ({ config }) => (config[threads] as number) < cores,
      change: double(threads, { upTo: cores }),
      reason: `fewer threads than ${cores} cores leave some idle`,
    }),
  ]
}

export interface PrecisionAgainstAccuracyOptions {
  /** Name of the parameter. */
  readonly precision: string
  /** Values of it, from the most precise to the cheapest, as in `['fp32', 'fp16', 'int8']`; others are left alone. */
  readonly order: readonly Value[]
  /** Name of the metric: more is better. */
  readonly accuracy: string
  /** The least accuracy that will do. */
  readonly least: number
}

/**
 * Precision against accuracy: one step more precise where accuracy does not do, one step cheaper where it does. Half precision halves memory
 * and mostly keeps accuracy, 8-bit integers may lose some, so each step is measured before the next.
 *
 * Throws InvalidAgent for fewer than two values or a `least` that is no number; values that the parameter lacks once the agent is made.
 * @see Micikevicius et al. 2018, "Mixed precision training"; Jacob et al. 2018, "Quantization and training of neural networks for efficient integer-arithmetic-only inference"
 */
export const precisionAgainstAccuracy = (options: PrecisionAgainstAccuracyOptions): readonly Rule[] => {
  const { precision, order, accuracy, least } = options
  expect(order.length >= 2, 'precisionAgainstAccuracy', 'order to have two values or more', order)
  expect(Number.isFinite(least), 'precisionAgainstAccuracy', 'least to be a number', least)
  return [
    rule({
      name: 'precision against accuracy: too inaccurate',
      metrics: [accuracy],
      when: state => state.metric(accuracy) < least,
      change: along(precision, order, -1),
      reason: `${accuracy} is below ${least}, and rounding may cost it`,
    }),
    rule({
      name: 'precision against accuracy: accurate enough',
      metrics: [accuracy],
      when: state => state.metric(accuracy) >= least,
      change: along(precision, order, 1),
      reason: `${accuracy} is at least ${least}, and fewer bits are faster and smaller`,
    }),
  ]
}

const along = (parameter: string, order: readonly Value[], direction: 1 | -1): Adjustment => ({
  parameter,
  refuses: domain => {
    const stranger = order.find(value => domain.indexOf(value) === -1)
    return stranger === undefined ? undefined : `have ${show(stranger)} among its values`
  },
  from: present => {
    const index = order.indexOf(present)
    return index === -1 ? undefined : order[index + direction]
  },
})

const expectLimited = (name: string, { limit, growBelow }: Required<Limited>): void => {
  expect(limit > 0 && Number.isFinite(limit), name, 'limit > 0', limit)
  expect(growBelow >= 0 && growBelow <= 0.5, name, 'growBelow in [0, 0.5]', growBelow)
}

const expect = (holds: boolean, name: string, what: string, got: unknown): void => {
  if (!holds) throw new ParetuneError(fault('InvalidAgent', `${name}: expected ${what}, got ${show(got)}`))
}
