import { type Either, isLeft, left, right } from '../core/fp.js'
import {
  type Config,
  fault,
  type Measurement,
  type MetricSpec,
  type MetricValue,
  ParetuneError,
  type Profile,
  type ProfileFailure,
  show,
  statisticOf,
} from '../core/index.js'
import { unlessAborted } from './failure.js'
import type { ProfileContext, Profiler } from './profiler.js'

/** Which configuration shows how the machine changes, and what to do about it. */
export interface AnchoredOptions<C extends Config, M extends string> {
  /** Measured again and again: one that is quick, and typical of what is tuned. */
  readonly anchor: C
  /** The anchor is measured before the first profile, and again after so many. Default 10. */
  readonly every?: number
  /** What is watched. Default: the profiler's first metric. */
  readonly metric?: M
  /** Metrics to be given as they would be without the drift. Default: none. */
  readonly normalize?: readonly M[]
  /** What the anchor's metric was at first, for a study that goes on in another process. Default: as it is measured first. */
  readonly reference?: MetricValue
}

/**
 * The profiler, on a machine whose speed changes: it measures an anchor configuration at intervals and adds the metric `drift`, the
 * anchor's median by now over its median at first (1: as at first). A note tells what it was at first, and where the 95% intervals of
 * both are apart; a plain number counts as exact. Metrics to `normalize` are divided by the drift, a measurement with all its figures (multiplied, where better
 * is the other direction than for the metric watched). What an anchor cost is part of the cost of the profile after it
 * (`phases.anchor`); profiles at the same time wait for it.
 *
 * An anchor that fails at first is RunFailed with a ParetuneError `InvalidProfiler` as its cause, which ends a study; later, the drift of
 * before stands and a note says why. Throws an InvalidProfiler for metrics that do not fit, a RangeError for `every` under 1.
 *
 * @example
 * const steady = anchored(model, { anchor: { batch: 8 }, every: 20, normalize: ['latencyMs'] })
 */
export const anchored = <C extends Config, M extends string>(
  profiler: Profiler<C, M>,
  options: AnchoredOptions<NoInfer<C>, NoInfer<M>>,
): Profiler<C, M | 'drift'> => {
  const { name, metrics, isolated } = profiler
  if (metrics.some(spec => spec.name === 'drift'))
    throw invalid(`expected ${name} to have no metric \`drift\` of its own, got one`)
  const watched = specOf(profiler, options.metric ?? metrics[0]?.name)
  const normalized = (options.normalize ?? []).map(metric => specOf(profiler, metric))
  const anchor = new Anchor(profiler, watched.name, options)
  const close = profiler.close?.bind(profiler)
  return {
    name,
    metrics: [...metrics, { name: 'drift', unit: '' }],
    profile: (config, context) => async () => {
      const look = await unlessAborted(context.signal, () => anchor.look(context))
      if (isLeft(look)) return look
      const answer = await profiler.profile(config, context)()
      return isLeft(answer)
        ? charged(answer.left, look.right)
        : right(drifted(answer.right, look.right, watched, normalized))
    },
    ...(isolated && { isolated }),
    ...(close && { close }),
  }
}

/** What is known of the anchor when a profile begins. */
interface Look {
  readonly first: MetricValue
  readonly now: MetricValue
  /** Time that it took; undefined where an earlier one served. */
  readonly costMs: number | undefined
  /** Why it could not be measured again. */
  readonly problem: string | undefined
}

/** The anchor, measured whenever it is time. */
class Anchor<C extends Config, M extends string> {
  readonly #profiler: Profiler<C, M>
  readonly #metric: M
  readonly #config: C
  readonly #every: number
  #first: MetricValue | undefined
  #now: MetricValue | undefined
  #problem: string | undefined
  #profilesSince = Number.POSITIVE_INFINITY
  #turn: Promise<unknown> = Promise.resolve()

  constructor(profiler: Profiler<C, M>, metric: M, { anchor, every = 10, reference }: AnchoredOptions<C, M>) {
    if (!(Number.isInteger(every) && every >= 1))
      throw new RangeError(`expected \`every\` to be a whole number of at least 1, got ${show(every)}`)
    this.#profiler = profiler
    this.#metric = metric
    this.#config = anchor
    this.#every = every
    this.#first = reference
  }

  /** One profile at a time, since all go by the same measurement. */
  look(context: ProfileContext): Promise<Either<ProfileFailure, Look>> {
    const looked = this.#turn.then(() => this.#look(context))
    this.#turn = looked.catch(() => {})
    return looked
  }

  async #look(context: ProfileContext): Promise<Either<ProfileFailure, Look>> {
    const beganMs = performance.now()
    const isDue = this.#profilesSince >= this.#every
    const failure = isDue ? await this.#measure(context) : undefined
    if (failure) return left(failure)
    this.#profilesSince++
    const costMs = isDue ? performance.now() - beganMs : undefined
    return right({
      first: this.#first as MetricValue,
      now: this.#now as MetricValue,
      costMs,
      problem: this.#problem,
    })
  }

  async #measure({ signal, timeoutMs }: ProfileContext): Promise<ProfileFailure | undefined> {
    const context = { signal, timeoutMs, fidelity: 1, seed: 0, log: () => {}, report: () => 'continue' as const }
    const answer = await this.#profiler.profile(this.#config, context)()
    // Of an aborted one nothing is known: the next profile tries again.
    if (isLeft(answer) && (signal.aborted || answer.left.cause instanceof ParetuneError)) return answer.left
    this.#profilesSince = 0
    const value = isLeft(answer) ? undefined : answer.right.metrics[this.#metric]
    this.#problem = value === undefined ? problemOf(answer, this.#metric) : undefined
    this.#now = value ?? this.#now
    this.#first ??= this.#now
    if (this.#now === undefined)
      throw invalid(`expected the anchor ${show(this.#config)} to be measured, got ${this.#problem}`)
    return undefined
  }
}

const problemOf = (answer: Either<ProfileFailure, Profile>, metric: string): string =>
  isLeft(answer)
    ? `${answer.left._tag}: ${answer.left.message}`
    : `no ${metric}: ${answer.right.absent?.[metric] ?? 'the profile has none'}`

const charged = (failure: ProfileFailure, { costMs = 0 }: Look): Either<ProfileFailure, never> =>
  left(failure.costMs === undefined ? failure : { ...failure, costMs: failure.costMs + costMs })

const drifted = <M extends string>(
  profile: Profile<M>,
  look: Look,
  watched: MetricSpec<M>,
  normalized: readonly MetricSpec<M>[],
): Profile<M | 'drift'> => {
  const { costMs = 0 } = look
  const drift = statisticOf(look.now) / statisticOf(look.first)
  const values: Record<M, MetricValue> = { ...profile.metrics }
  const names = normalized.filter(({ name }) => values[name] !== undefined)
  for (const { name, better } of names)
    values[name] = scaled(values[name], better === watched.better ? 1 / drift : drift)
  const notes = [
    ...driftNotes(watched, look, drift),
    ...(look.problem === undefined ? [] : [`the anchor could not be measured again: ${look.problem}`]),
    ...(names.length > 0 ? [`given as without the drift: ${names.map(({ name }) => name).join(', ')}`] : []),
  ]
  return {
    ...profile,
    metrics: { ...values, drift },
    costMs: profile.costMs + costMs,
    phases: look.costMs === undefined ? profile.phases : { anchor: costMs, ...profile.phases },
    notes: [...(profile.notes ?? []), ...notes],
  }
}

/** Said where the anchor becomes the reference, and where it is surely another one by now. */
const driftNotes = ({ name, unit }: MetricSpec, { first, now, costMs }: Look, drift: number): string[] => {
  const [from, to] = [first, now].map(value => `${statisticOf(value).toPrecision(6)}${unit && ` ${unit}`}`)
  if (first === now) return costMs === undefined ? [] : [`the drift counts from the anchor's ${name} of ${from}`]
  const [before, after] = [intervalOf(first), intervalOf(now)]
  const isApart = before.low > after.high || after.low > before.high
  return isApart
    ? [
        `drift ${drift.toPrecision(3)}: the anchor's ${name} went from ${from} to ${to}, and their 95% intervals are apart`,
      ]
    : []
}

const intervalOf = (value: MetricValue): { readonly low: number; readonly high: number } =>
  typeof value === 'number' ? { low: value, high: value } : { low: value.ciLow, high: value.ciHigh }

const FIGURES = ['median', 'mean', 'p90', 'p95', 'p99', 'mad', 'std', 'ciLow', 'ciHigh'] as const

const scaled = (value: MetricValue, factor: number): MetricValue => {
  if (typeof value === 'number') return value * factor
  const figures = Object.fromEntries(FIGURES.map(figure => [figure, value[figure] * factor]))
  return { ...value, ...figures, samples: value.samples.map(sample => sample * factor) } satisfies Measurement
}

const specOf = <C extends Config, M extends string>(
  { name, metrics }: Profiler<C, M>,
  metric: M | undefined,
): MetricSpec<M> => {
  const spec = metrics.find(candidate => candidate.name === metric)
  if (spec) return spec
  throw invalid(
    `expected a metric of ${name} to watch or normalize (${metrics.map(known => known.name).join(', ')}), got ${show(metric)}`,
  )
}

const invalid = (message: string): ParetuneError => new ParetuneError(fault('InvalidProfiler', message))
