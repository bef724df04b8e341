import { type Either, isLeft, left, right } from '../core/fp.js'
import { type Config, fault, messageOf, ParetuneError, type SpaceError, show, type Value } from '../core/index.js'
import { readsOf } from './condition.js'
import type { Listed, On, Predicate, Row } from './constraints.js'
import type { Domain } from './domain.js'
import type { Meaning } from './expression/compile.js'
import { compileExpression } from './expression/expression.js'
import { compileListed, isListed } from './listed.js'
import type { Scope } from './scope.js'
import { unknownName } from './suggest.js'

/** A constraint or condition as its user wrote it. */
export type Rule = string | On | Listed | ((config: never) => boolean)

/** A constraint over active parameters, in parts that must all hold; a part holds where a parameter that it names is inactive. */
export const compileConstraint = (rule: Rule, scope: Scope): Either<SpaceError, readonly Predicate[]> => {
  if (typeof rule === 'string') return compileText(rule, true, scope)
  if (isOn(rule)) return compileOn(rule, true, `constraint \`${rule.name}\``, scope)
  if (isListed(rule)) return compileListed(rule, scope)
  return left(
    fault('InvalidConstraint', `expected on(...), listed(...) or an expression as a constraint, got ${show(rule)}`),
  )
}

/** When a parameter is active; never where one that the rule names is inactive. */
export const compileCondition = (rule: Rule, parameter: number, scope: Scope): Either<SpaceError, Predicate> => {
  const name = (scope.domains[parameter] as Domain).name
  const place = `the condition of \`${name}\``
  const compiled =
    typeof rule === 'string'
      ? compileText(rule, false, scope)
      : isOn(rule)
        ? compileOn(rule, false, place, scope)
        : compileFunction(rule as (config: Config) => boolean, parameter, place, scope)
  if (isLeft(compiled)) return compiled
  const parts = compiled.right
  const parameters = [...new Set(parts.flatMap(part => part.parameters))].sort((a, b) => a - b)
  const late = parameters.find(index => index >= parameter)
  if (late === undefined) return right({ name: place, parameters, holds: row => parts.every(part => part.holds(row)) })
  const message = `expected ${place} to use parameters declared before it, got \`${(scope.domains[late] as Domain).name}\``
  return left(fault('InvalidConstraint', message, { details: { parameter: name } }))
}

const compileText = (text: string, whenInactive: boolean, scope: Scope): Either<SpaceError, readonly Predicate[]> => {
  const names = {
    known: scope.domains.map(domain => domain.name),
    meaningOf: (name: string): Meaning | undefined => {
      const index = scope.indices.get(name)
      if (index === undefined) return undefined
      const domain = scope.domains[index] as Domain
      // A parameter with a single value is a constant: rules over it tie nothing together.
      return domain.size === 1 && !scope.isConditional(name) ? { value: domain.valueAt(0) } : { index }
    },
  }
  const compiled = compileExpression(text, names)
  if (isLeft(compiled)) return compiled
  return right(
    compiled.right.map(({ parameters, holds, tabulate }): Predicate => {
      const optional = parameters.filter(index => scope.isConditional((scope.domains[index] as Domain).name))
      if (optional.length === 0) return { name: text, parameters, holds, tabulate }
      const isAbsent = (row: Row): boolean => optional.some(index => row[index] === undefined)
      return { name: text, parameters, holds: row => (isAbsent(row) ? whenInactive : holds(row)) }
    }),
  )
}

const isOn = (rule: unknown): rule is On => typeof (rule as On | undefined)?.test === 'function'

const compileOn = (
  rule: On,
  whenInactive: boolean,
  place: string,
  scope: Scope,
): Either<SpaceError, readonly Predicate[]> => {
  const parameters: number[] = []
  for (const name of rule.parameters) {
    const index = scope.indices.get(name)
    if (index === undefined) return left(unknownName(name, [...scope.indices.keys()], place))
    parameters.push(index)
  }
  const names = rule.parameters
  const test = rule.test as (config: Config) => boolean
  // One object for all calls: constraints run in the innermost loop.
  const view: Record<string, Value> = {}
  const holds = (row: Row): boolean => {
    for (let k = 0; k < parameters.length; k++) {
      const value = row[parameters[k] as number]
      if (value === undefined) return whenInactive
      view[names[k] as string] = value
    }
    return call(test, view, place)
  }
  return right([{ name: rule.name, parameters, holds }])
}

/** A condition as a plain function: it sees what is declared before it, and an inactive parameter as absent. */
const compileFunction = (
  test: (config: Config) => boolean,
  parameter: number,
  place: string,
  scope: Scope,
): Either<SpaceError, readonly Predicate[]> => {
  if (typeof test !== 'function') {
    return left(
      fault('InvalidConstraint', `expected on(...), an expression or a function as ${place}, got ${show(test)}`),
    )
  }
  const reads = readsOf(test, parameter, place, scope)
  if (isLeft(reads)) return reads
  const parameters = reads.right
  const holds = (row: Row): boolean => {
    const view: Record<string, Value> = {}
    for (const index of parameters) {
      const value = row[index]
      if (value !== undefined) view[(scope.domains[index] as Domain).name] = value
    }
    return call(test, view, place)
  }
  return right([{ name: place, parameters, holds }])
}

const call = (test: (config: Config) => boolean, view: Config, place: string): boolean => {
  try {
    return Boolean(test(view))
  } catch (cause) {
    const message = `expected ${place} to return true or false, got an error for ${show(view)}: ${messageOf(cause)}`
    throw new ParetuneError(fault('InvalidConstraint', message, { cause }))
  }
}
