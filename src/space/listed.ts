import { createHash } from 'node:crypto'
import { type Either, left, right } from '../core/fp.js'
import { fault, type Json, type SpaceError, show } from '../core/index.js'
import { automatonOfRows } from './automaton.js'
import type { Automaton, Listed, Predicate, Row } from './constraints.js'
import type { Domain } from './domain.js'
import type { Scope } from './scope.js'
import { unknownName } from './suggest.js'

export const isListed = (rule: unknown): rule is Listed => typeof (rule as Listed | undefined)?.columns === 'object'

/** A list as a predicate that holds exactly in its rows; a parameter's index past its last value stands for inactive. */
export const compileListed = (rule: Listed, scope: Scope): Either<SpaceError, readonly Predicate[]> => {
  const names = Object.keys(rule.columns)
  const unknown = names.find(name => !scope.indices.has(name))
  if (unknown !== undefined) return left(unknownName(unknown, [...scope.indices.keys()], `constraint \`${rule.name}\``))
  const parameters = names.map(name => scope.indices.get(name) as number).sort((a, b) => a - b)
  const domains = parameters.map(index => scope.domains[index] as Domain)
  const sizes = domains.map(({ name, size }) => size + (scope.isConditional(name) ? 1 : 0))
  const rows = rule.columns[names[0] ?? '']?.length ?? 0
  const columns: Int32Array[] = []
  for (const [j, domain] of domains.entries()) {
    const values = rule.columns[domain.name] as Listed['columns'][string]
    if (values.length !== rows) return wrong(rule, `${rows} values of \`${domain.name}\``, values.length)
    const column = new Int32Array(rows)
    for (let row = 0; row < rows; row++) {
      const index = indexOf(domain, values[row])
      // A real parameter without a step has one index for all its values.
      if (index === -1 || index >= (sizes[j] as number) || sizes[j] === Number.POSITIVE_INFINITY)
        return wrong(rule, `one of finitely many values of \`${domain.name}\` in row ${row}`, values[row])
      column[row] = index
    }
    columns.push(column)
  }
  const automaton = automatonOfRows(parameters, sizes, columns)
  if (automaton === undefined)
    return left(fault('TooLarge', `constraint \`${rule.name}\` lists too many rows: ${rows}`))
  return right([{ name: rule.name, parameters, automaton, holds: row => isAllowed(automaton, domains, sizes, row) }])
}

const isAllowed = (
  { start, moves, parameters }: Automaton,
  domains: readonly Domain[],
  sizes: readonly number[],
  row: Row,
) => {
  let state = start
  for (let j = 0; j < parameters.length && state !== 0; j++) {
    const size = sizes[j] as number
    const index = indexOf(domains[j] as Domain, row[parameters[j] as number])
    state = index === -1 || index >= size ? 0 : ((moves[j] as Int32Array)[state * size + index] as number)
  }
  return state !== 0
}

const indexOf = (domain: Domain, value: unknown): number => (value === undefined ? domain.size : domain.indexOf(value))

/** A list as data: what it is called, and a digest of its rows that does not depend on their order. */
export const listedJson = ({ name, columns }: Listed): Json => {
  const lists = Object.values(columns)
  const rows = Array.from({ length: lists[0]?.length ?? 0 }, (_, row) =>
    JSON.stringify(lists.map(values => values[row] ?? null)),
  )
  rows.sort((a, b) => (a < b ? -1 : 1))
  const digest = createHash('sha256').update(rows.join('\n')).digest('hex').slice(0, 16)
  return { list: name, parameters: Object.keys(columns), rows: rows.length, digest }
}

const wrong = (rule: Listed, expected: string, got: unknown): Either<SpaceError, never> =>
  left(fault('InvalidConstraint', `expected ${expected} for constraint \`${rule.name}\`, got ${show(got)}`))
