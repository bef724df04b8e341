import { isDeepStrictEqual } from 'node:util'
import type { Either } from '../core/fp.js'
import {
  type Config,
  type MetricSpec,
  type MetricValue,
  messageOf,
  type Profile,
  type ProfileFailure,
  show,
} from '../core/index.js'
import type { ProfileContext, Profiler } from '../profilers/profiler.js'

/** What a profiler is tried on. */
export interface ProfilerTrial<C extends Config> {
  /** Configurations that it can measure; each is measured once, the first one several times. */
  readonly configs: readonly C[]
  /** One that it has to answer with a failure. */
  readonly invalidConfig?: C
  /** An abort has to be answered within this time. Default 2000. */
  readonly abortWithinMs?: number
  /** No measurement takes longer than this. Default 60000. */
  readonly timeoutMs?: number
}

type Answer = Either<ProfileFailure, Profile>

/**
 * Tries whether a profiler keeps its contract, and closes it. Answers with one sentence for each breach, so an empty list
 * is a pass; it never throws for what the profiler does.
 *
 * Tried: names and metrics; every promised metric present, finite and not negative where it is a time or a size; costs and
 * phases; a profile that survives a structured clone; configurations left as they were; failures as values; aborts before
 * and during a measurement; measuring again after each of these; `profileSync` where there is one; closing twice.
 *
 * @example
 * test('my profiler keeps the contract', async t => {
 *   t.deepEqual(await checkProfiler(myProfiler(), { configs: [{ batch: 1 }, { batch: 8 }] }), [])
 * })
 */
export const checkProfiler = async <C extends Config, M extends string>(
  profiler: Profiler<C, M>,
  { configs, invalidConfig, abortWithinMs = 2000, timeoutMs = 60_000 }: ProfilerTrial<C>,
): Promise<readonly string[]> => {
  const [first] = configs
  if (first === undefined) return ['expected at least one configuration to try the profiler on, got none']
  const breaches = [...breachesOfNames(profiler)]
  const run = (config: C, signal: AbortSignal, withinMs: number): Promise<Answer | string> =>
    settled(profiler, Object.freeze({ ...config }), contextOf(signal, timeoutMs), withinMs)
  const measures = async (config: C, when: string): Promise<void> => {
    const answer = await run(config, new AbortController().signal, timeoutMs)
    breaches.push(
      ...breachesOfAnswer(profiler.metrics, answer).map(breach => `${when}, ${JSON.stringify(config)}: ${breach}`),
    )
  }

  for (const config of configs) await measures(config, 'measuring')
  breaches.push(...breachesOfSync(profiler, configs))
  if (invalidConfig !== undefined) {
    const answer = await run(invalidConfig, new AbortController().signal, timeoutMs)
    if (typeof answer === 'string') breaches.push(`an invalid configuration: ${answer}`)
    else if (answer._tag === 'Right') breaches.push('an invalid configuration: expected a failure, got a profile')
    await measures(first, 'after an invalid configuration')
  }
  const before = await run(first, AbortSignal.abort(), abortWithinMs)
  if (typeof before === 'string') breaches.push(`aborted before it began: ${before}`)
  else if (before._tag === 'Right' || before.left._tag !== 'Cancelled') {
    breaches.push(`aborted before it began: expected Cancelled, got ${tagOf(before)}`)
  }
  const controller = new AbortController()
  setTimeout(() => controller.abort(), 5)
  const during = await run(first, controller.signal, abortWithinMs)
  if (typeof during === 'string') breaches.push(`aborted after 5 ms: ${during}`)
  else if (during._tag === 'Left' && during.left._tag !== 'Cancelled') {
    breaches.push(`aborted after 5 ms: expected Cancelled (or a profile that was done by then), got ${tagOf(during)}`)
  }
  await measures(first, 'after an abort')
  return [...breaches, ...(await breachesOfClosing(profiler))]
}

const tagOf = (answer: Answer): string => (answer._tag === 'Right' ? 'a profile' : answer.left._tag)

const contextOf = (signal: AbortSignal, timeoutMs: number): ProfileContext =>
  Object.freeze({ signal, timeoutMs, fidelity: 1, seed: 1, log: () => {}, report: () => 'continue' as const })

/** The answer, or a sentence that tells why there is none. */
const settled = async <C extends Config>(
  profiler: Profiler<C>,
  config: C,
  context: ProfileContext,
  withinMs: number,
): Promise<Answer | string> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<string>(resolve => {
    timer = setTimeout(() => resolve(`expected an answer within ${withinMs} ms, got none`), withinMs)
  })
  try {
    const task = profiler.profile(config, context)
    if (typeof task !== 'function') return `expected profile() to return a TaskEither, got ${typeof task}`
    const answer = task().then(asAnswer, (thrown: unknown) => {
      return `expected a failure as a value, got a rejection: ${messageOf(thrown)}`
    })
    return await Promise.race([answer, late])
  } catch (thrown) {
    return `expected a failure as a value, got an exception: ${messageOf(thrown)}`
  } finally {
    clearTimeout(timer)
  }
}

const asAnswer = (answer: Answer): Answer | string => {
  const came: Partial<{ _tag: string; left: Partial<ProfileFailure>; right: Partial<Profile> }> = answer ?? {}
  const isFailure = came._tag === 'Left' && typeof came.left?._tag === 'string' && typeof came.left.message === 'string'
  const isProfile = came._tag === 'Right' && came.right?.metrics !== undefined && came.right.phases !== undefined
  return isFailure || isProfile ? answer : `expected an Either of a failure and a profile, got ${show(answer)}`
}

const breachesOfNames = ({ name, metrics }: Profiler): string[] => {
  const names = metrics.map(metric => metric.name)
  const twice = names.filter((metric, i) => names.indexOf(metric) !== i)
  return [
    ...(name === '' ? ['expected a profiler with a name, got an empty one'] : []),
    ...(names.length === 0 ? ['expected at least one promised metric, got none'] : []),
    ...twice.map(metric => `expected each metric to be promised once, got \`${metric}\` twice`),
  ]
}

const breachesOfAnswer = (specs: readonly MetricSpec[], answer: Answer | string): string[] => {
  if (typeof answer === 'string') return [answer]
  if (answer._tag === 'Left') return [`expected a profile, got ${answer.left._tag}: ${answer.left.message}`]
  const profile = answer.right
  const isExcused = ({ name, optional }: MetricSpec): boolean =>
    optional === true && profile.metrics[name] === undefined && Boolean(profile.absent?.[name])
  const breaches = specs
    .filter(spec => !isExcused(spec))
    .flatMap(spec => breachesOfMetric(spec, profile.metrics[spec.name]))
  const phasesMs = Object.values(profile.phases).reduce((sum, phaseMs) => sum + phaseMs, 0)
  // The parts may be rounded apart from the whole.
  if (!(profile.costMs >= phasesMs * (1 - 1e-9)) || !Number.isFinite(profile.costMs)) {
    breaches.push(`expected costMs to be finite and no less than its phases (${phasesMs} ms), got ${profile.costMs}`)
  }
  if (Object.values(profile.phases).some(phaseMs => !(phaseMs >= 0))) breaches.push('expected no phase below 0 ms')
  if (profile.machine === '') breaches.push('expected the fingerprint of a machine, got an empty one')
  try {
    if (!isDeepStrictEqual(structuredClone(profile), profile))
      breaches.push('expected a profile equal to its structured clone')
  } catch (thrown) {
    breaches.push(`expected a profile that can be cloned, got: ${messageOf(thrown)}`)
  }
  return breaches
}

const breachesOfMetric = ({ name, unit }: MetricSpec, value: MetricValue | undefined): string[] => {
  if (value === undefined) return [`expected the promised metric \`${name}\`, got nothing`]
  const isAmount = /^(ns|us|ms|s|B|bytes|J|W)$/.test(unit)
  const isGood = (part: number): boolean => Number.isFinite(part) && (part >= 0 || !isAmount)
  const expected = isAmount ? 'a finite number, 0 or more' : 'a finite number'
  if (typeof value === 'number') return isGood(value) ? [] : [`expected \`${name}\` to be ${expected}, got ${value}`]
  const { n, samples, median, mean, p90, p95, p99, ciLow, ciHigh, mad, std } = value
  const breaches: string[] = []
  const bad = [median, mean, p90, p95, p99, ciLow, ciHigh, mad, std, ...samples].find(part => !isGood(part))
  if (bad !== undefined) breaches.push(`expected every figure of \`${name}\` to be ${expected}, got ${bad}`)
  if (value.unit !== unit) breaches.push(`expected \`${name}\` in ${unit}, got ${value.unit}`)
  if (n !== samples.length) breaches.push(`expected \`${name}\` to have n = ${samples.length} samples, got n = ${n}`)
  if (!(median <= p90 && p90 <= p95 && p95 <= p99)) breaches.push(`expected the quantiles of \`${name}\` in order`)
  if (!(ciLow <= median && median <= ciHigh)) breaches.push(`expected the median of \`${name}\` within its interval`)
  return breaches
}

const breachesOfSync = <C extends Config>(profiler: Profiler<C>, configs: readonly C[]): string[] => {
  const profileSync = profiler.profileSync?.bind(profiler)
  if (profileSync === undefined) return []
  return configs.flatMap(config => {
    try {
      const answer = asAnswer(
        profileSync(Object.freeze({ ...config }), contextOf(new AbortController().signal, Infinity)),
      )
      return breachesOfAnswer(profiler.metrics, answer).map(
        breach => `without promises, ${JSON.stringify(config)}: ${breach}`,
      )
    } catch (thrown) {
      return [`expected profileSync to answer failures as values, got an exception: ${messageOf(thrown)}`]
    }
  })
}

const breachesOfClosing = async (profiler: Profiler): Promise<string[]> => {
  try {
    await profiler.close?.()
    await profiler.close?.()
    return []
  } catch (thrown) {
    return [`expected to be closed twice without harm, got: ${messageOf(thrown)}`]
  }
}
