import { type Either, left, right } from '../core/fp.js'
import { type Config, fault, type SpaceError, show } from '../core/index.js'
import type { Row } from './constraints.js'
import type { Domain } from './domain.js'
import type { Model } from './model.js'
import { configOf, holdAll } from './rows.js'
import { suggestion } from './suggest.js'

/** Reads unknown input as a configuration of the model; numbers that are off a step by rounding are put right. `row` is overwritten. */
export const parseConfig = <C extends Config>(model: Model, input: unknown, row: Row): Either<SpaceError, C> => {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    return wrong(`expected an object with the parameters of the space, got ${show(input)}`)
  }
  const given = input as Readonly<Record<string, unknown>>
  for (const name in given) {
    if (!model.indices.has(name) && given[name] !== undefined && Object.hasOwn(given, name)) {
      return wrong(`expected parameters of the space, got \`${name}\`${suggestion(name, model.names)}`)
    }
  }
  row.fill(undefined)
  for (let p = 0; p < row.length; p++) {
    const domain = model.domains[p] as Domain
    const condition = model.conditions[p]
    const value = Object.hasOwn(given, domain.name) ? given[domain.name] : undefined
    if (condition !== undefined && !condition.holds(row)) {
      if (value !== undefined)
        return wrong(`expected \`${domain.name}\` to be absent (it is inactive), got ${show(value)}`)
      continue
    }
    const index = domain.indexOf(value)
    if (index === -1) {
      return wrong(
        `expected ${domain.expected} for \`${domain.name}\`, got ${value === undefined ? 'nothing' : show(value)}`,
      )
    }
    row[p] = Number.isFinite(domain.size) ? domain.valueAt(index) : (value as number)
  }
  const config = configOf<C>(model, row)
  if (!holdAll(model.constraints, row)) {
    const broken = model.constraints.filter(constraint => !constraint.holds(row)).map(({ name }) => name)
    return wrong(
      `expected a configuration that satisfies ${broken.map(name => `\`${name}\``).join(', ')}, got ${show(config)}`,
    )
  }
  return right(config)
}

const wrong = (message: string): Either<SpaceError, never> => left(fault('InvalidConfig', message))
