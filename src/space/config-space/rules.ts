import { type Json, show, type Value } from '../../core/index.js'
import type { Domain } from '../domain.js'
import { type Declared, legal } from './declared.js'
import { expected, listOf, Malformed, recordOf } from './malformed.js'

/** A condition or a forbidden clause: comparisons, joined by `and` and `or`. */
export type Rule = Comparison | { readonly kind: 'and' | 'or'; readonly parts: readonly Rule[] }

/** Something about the values of one parameter, or of two. Where one of them is inactive it does not hold. */
interface Comparison {
  readonly kind: 'comparison'
  readonly names: readonly string[]
  readonly text: string
  readonly holds: (values: readonly Value[]) => boolean
}

/** Stands for the value of a parameter that is yet to be chosen. */
export const OPEN = Symbol('open')

/** The value of a parameter; undefined where it is inactive. */
export type Look = (name: string) => Value | undefined | typeof OPEN

/** Whether a rule holds; undefined where that depends on values that are open. */
export const verdict = (rule: Rule, look: Look): boolean | undefined => {
  if (rule.kind === 'comparison') {
    const values = rule.names.map(look)
    if (values.includes(undefined)) return false
    return values.includes(OPEN) ? undefined : rule.holds(values as readonly Value[])
  }
  const settles = rule.kind === 'or'
  let isOpen = false
  for (const part of rule.parts) {
    const found = verdict(part, look)
    if (found === settles) return settles
    if (found === undefined) isOpen = true
  }
  return isOpen ? undefined : !settles
}

/** The parameters that a rule speaks of. */
export const namesIn = (rule: Rule): readonly string[] =>
  rule.kind === 'comparison' ? rule.names : rule.parts.flatMap(namesIn)

export const textOf = (rule: Rule): string =>
  rule.kind === 'comparison'
    ? rule.text
    : rule.parts.map(part => (part.kind === 'comparison' ? part.text : `(${textOf(part)})`)).join(` ${rule.kind} `)

/** The ways in which a rule can hold: it does where all of the comparisons of one of them do. */
export const waysOf = (rule: Rule): readonly (readonly Comparison[])[] => {
  if (rule.kind === 'comparison') return [[rule]]
  if (rule.kind === 'or') return rule.parts.flatMap(waysOf)
  return rule.parts
    .map(waysOf)
    .reduce((ways, more) => ways.flatMap(way => more.map(other => [...way, ...other])), [[]] as const)
}

/** Reads one of `conditions` or `forbiddens`. Throws Malformed. */
export const readRule = (json: Json, declared: ReadonlyMap<string, Declared>, place: string): Rule => {
  const item = recordOf(json, place)
  const { type, left, right, lambda, value, values, parent: name = item.name } = item
  const kind = String(type)
  const parts = item.conditions ?? item.clauses
  if (kind === 'AND' || kind === 'OR') {
    const rules = listOf(parts, place).map(part => readRule(part, declared, place))
    return { kind: kind === 'AND' ? 'and' : 'or', parts: rules }
  }
  if (kind.startsWith('RELATION')) {
    const [a, b] = [domainNamed(left, declared, place), domainNamed(right, declared, place)]
    const [sign, holds] = comparisonNamed(kind === 'RELATION' ? String(lambda) : kind, place)
    const order = (pair: readonly Value[]): number => orderOf(a, pair[0], pair[1])
    return comparison([a.name, b.name], `${a.name} ${sign} ${b.name}`, pair => holds(order(pair)))
  }
  const domain = domainNamed(name, declared, place)
  if (kind === 'IN') {
    const set = listOf(values, place).map(each => legal(domain, each, place))
    return comparison([domain.name], `${domain.name} in ${show(set)}`, ([is]) => set.includes(is as Value))
  }
  const bound = legal(domain, value, place)
  const [sign, holds] = comparisonNamed(kind, place)
  return comparison([domain.name], `${domain.name} ${sign} ${show(bound)}`, ([is]) => holds(orderOf(domain, is, bound)))
}

const comparison = (names: readonly string[], text: string, holds: Comparison['holds']): Comparison => ({
  kind: 'comparison',
  names,
  text,
  holds,
})

/** Below, at or above 0, as a comes before b, is b, or comes after it; NaN where there is no order. */
const orderOf = ({ parameter, indexOf }: Domain, a: Value | undefined, b: Value | undefined): number => {
  if (a === b) return 0
  if (parameter.kind === 'ordinal') return indexOf(a) - indexOf(b)
  return typeof a === 'number' && typeof b === 'number' ? a - b : Number.NaN
}

/** By the names of ConfigSpace: EQ in conditions, EQUALS in clauses, CLAUSE_GT, RELATION_GT, and GREATER in early relations. */
const comparisonNamed = (name: string, place: string): readonly [sign: string, holds: (order: number) => boolean] =>
  COMPARISONS[name.replace(/^(CLAUSE|RELATION)_/, '')] ?? expected('a `type` that ConfigSpace writes', place, name)

const EQUAL = ['==', (order: number) => order === 0] as const
const LESS = ['<', (order: number) => order < 0] as const
const GREATER = ['>', (order: number) => order > 0] as const
const COMPARISONS: Readonly<Record<string, readonly [string, (order: number) => boolean]>> = {
  EQ: EQUAL,
  EQUALS: EQUAL,
  NEQ: ['!=', order => order !== 0],
  LT: LESS,
  LESS,
  LE: ['<=', order => order <= 0],
  GT: GREATER,
  GREATER,
  GE: ['>=', order => order >= 0],
}

/** The parameter of that name. Throws Malformed. */
const domainNamed = (name: unknown, declared: ReadonlyMap<string, Declared>, place: string): Domain => {
  const found = typeof name === 'string' ? declared.get(name) : undefined
  if (found !== undefined) return found.domain
  throw new Malformed(
    `expected a hyperparameter of the file in ${place}, got ${name === undefined ? 'nothing' : show(name)}`,
  )
}
