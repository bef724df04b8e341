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

/** Looks at each answer of one profiler: it is passed on if it is what the contract promises; otherwise a failure tells what came instead. */
export const answerChecker = <M extends string>({
  name,
  metrics,
}: Pick<Profiler<never, M>, 'name' | 'metrics'>): ((
  answer: Either<ProfileFailure, Profile<M>>,
) => Either<ProfileFailure, Profile<M>>) => {
  const rules = new Map(metrics.map(spec => [spec.name as string, ruleOf(spec)]))
  return answer => {
    if (!isAnswer(answer)) {
      const message = `expected ${name} to answer with an Either of a failure and a profile, got ${show(answer)}`
      return left(profileFailure('RunFailed', message))
    }
    if (isLeft(answer)) return answer
    const problem = problemOf(rules, answer.right)
    return problem === undefined ? answer : left(problem)
  }
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

/** What is expected of a metric. */
interface Rule {
  readonly optional: boolean
  readonly neverNegative: boolean
  /** In words. */
  readonly expected: string
}
const ruleOf = ({ unit, optional }: Pick<MetricSpec, 'unit' | 'optional'>): Rule => {
  const neverNegative = NEVER_NEGATIVE.test(unit)
  return {
    optional: optional === true,
    neverNegative,
    expected: `a finite number${neverNegative ? ` of ${unit}, 0 or more` : ''}`,
  }
}
const COST = ruleOf({ unit: 'ms' })
/** Of a metric that was not promised. */
const ANY = ruleOf({ unit: '' })

const problemOf = (
  rules: ReadonlyMap<string, Rule>,
  { metrics, costMs, absent }: Profile,
): ProfileFailure | undefined => {
  const wrong = (name: string, { expected }: Rule, got: string): ProfileFailure => {
    const message = `expected ${expected} for the metric \`${name}\`, got ${got}`
    return profileFailure('InvalidMetric', message, { details: { metric: name, expected, got }, costMs })
  }
  for (const [name, rule] of rules) {
    const value = metrics[name]
    if (value === undefined) {
      if (!(rule.optional && absent?.[name])) return wrong(name, rule, nothing(absent?.[name]))
      continue
    }
    const part = wrongPart(value, rule.neverNegative)
    if (part !== undefined) return wrong(name, rule, part)
  }
  const part = wrongPart(costMs, true)
  if (part !== undefined) return wrong('costMs', COST, part)
  for (const name in metrics) {
    if (rules.has(name)) continue
    const stray = wrongPart(metrics[name] as MetricValue, false)
    if (stray !== undefined) return wrong(name, ANY, stray)
  }
  return undefined
}

const nothing = (reason: string | undefined): string => (reason === undefined ? 'nothing' : `nothing (${reason})`)

const FIGURES = ['median', 'mean', 'p90', 'p95', 'p99', 'mad', 'std', 'ciLow', 'ciHigh'] as const

/** The part of a metric's value that is not as it has to be, in words. */
const wrongPart = (value: MetricValue, neverNegative: boolean): string | undefined => {
  const least = neverNegative ? 0 : Number.NEGATIVE_INFINITY
  if (typeof value !== 'object' || value === null) return isWrong(value, least) ? show(value) : undefined
  for (const figure of FIGURES) if (isWrong(value[figure], least)) return `${show(value[figure])} as its ${figure}`
  const { samples } = value
  if (!Array.isArray(samples)) return `${show(samples)} as its samples`
  for (let i = 0; i < samples.length; i++)
    if (isWrong(samples[i], least)) return `${show(samples[i])} as its sample ${i}`
  return undefined
}

const isWrong = (part: unknown, least: number): boolean => !(Number.isFinite(part) && (part as number) >= least)
