import type { Either } from '../core/fp.js'
import { isLeft, left } from '../core/fp.js'
import {
  type MetricSpec,
  type MetricValue,
  type Profile,
  type ProfileFailure,
  type ProfileFailureTag,
  profileFailure,
  show,
} from '../core/index.js'
import type { Profiler } from './profiler.js'

const TAGS: Readonly<Record<ProfileFailureTag, true>> = {
  CompileFailed: true,
  RunFailed: true,
  TimedOut: true,
  OutOfMemory: true,
  WrongOutput: true,
  Crashed: true,
  InvalidMetric: true,
  Cancelled: true,
}

/** Units of times, sizes, energies and powers: what is measured in them is never negative. */
const NEVER_NEGATIVE = /^(ns|us|µs|ms|s|min|h|B|bytes|[KMGT]i?B|J|mJ|kJ|W|mW)$/

/** What a profiler answered, if it is what the contract promises; otherwise a failure that tells what came instead. */
export const checkedAnswer = <M extends string>(
  profiler: Pick<Profiler<never, M>, 'name' | 'metrics'>,
  answer: Either<ProfileFailure, Profile<M>>,
): Either<ProfileFailure, Profile<M>> => {
  if (!isAnswer(answer)) {
    const message = `expected ${profiler.name} to answer with an Either of a failure and a profile, got ${show(answer)}`
    return left(profileFailure('RunFailed', message))
  }
  if (isLeft(answer)) return answer
  const problem = problemOf(profiler.metrics, answer.right)
  return problem === undefined ? answer : left(problem)
}

const isAnswer = (answer: unknown): boolean => {
  const either = fieldsOf(answer)
  if (either._tag === 'Right') return typeof either.right?.metrics === 'object' && either.right.metrics !== null
  return either._tag === 'Left' && String(either.left?._tag) in TAGS && typeof either.left?.message === 'string'
}

/** An unknown value, looked at as what it should be. */
const fieldsOf = (
  answer: unknown,
): {
  readonly _tag?: unknown
  readonly left?: { readonly _tag?: unknown; readonly message?: unknown } | null
  readonly right?: { readonly metrics?: unknown } | null
} => (typeof answer === 'object' && answer !== null ? answer : {})

const problemOf = (specs: readonly MetricSpec[], { metrics, costMs, absent }: Profile): ProfileFailure | undefined => {
  const values: Readonly<Record<string, MetricValue | undefined>> = { ...metrics, costMs }
  const excused = new Set<string>(
    specs.filter(({ name, optional }) => optional && absent?.[name]).map(({ name }) => name),
  )
  const unitOf = new Map([...specs.map(({ name, unit }) => [name, unit] as const), ['costMs', 'ms'] as const])
  for (const name of new Set([...unitOf.keys(), ...Object.keys(values)])) {
    const value = values[name]
    if (value === undefined && excused.has(name)) continue
    const unit = unitOf.get(name) ?? ''
    const expected = NEVER_NEGATIVE.test(unit) ? `a finite number of ${unit}, 0 or more` : 'a finite number'
    const wrong = value === undefined ? nothing(absent?.[name]) : wrongPart(value, NEVER_NEGATIVE.test(unit))
    if (wrong === undefined) continue
    const message = `expected ${expected} for the metric \`${name}\`, got ${wrong}`
    return profileFailure('InvalidMetric', message, { details: { metric: name, expected, got: wrong }, costMs })
  }
  return undefined
}

const nothing = (reason: string | undefined): string => (reason === undefined ? 'nothing' : `nothing (${reason})`)

const FIGURES = ['median', 'mean', 'p90', 'p95', 'p99', 'mad', 'std', 'ciLow', 'ciHigh'] as const

/** The part of a metric's value that is not as it has to be, in words. */
const wrongPart = (value: MetricValue, neverNegative: boolean): string | undefined => {
  const isWrong = (part: unknown): boolean =>
    typeof part !== 'number' || !Number.isFinite(part) || (neverNegative && part < 0)
  if (typeof value !== 'object' || value === null) return isWrong(value) ? show(value) : undefined
  const figure = FIGURES.find(name => isWrong(value[name]))
  if (figure !== undefined) return `${show(value[figure])} as its ${figure}`
  if (!Array.isArray(value.samples)) return `${show(value.samples)} as its samples`
  const sample = value.samples.findIndex(isWrong)
  return sample < 0 ? undefined : `${show(value.samples[sample])} as its sample ${sample}`
}
