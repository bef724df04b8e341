import { createHash } from 'node:crypto'
import { canonicalJson, type Config, fault, type Json, makeRng, ParetuneError, type SpaceError } from '../core/index.js'
import { type Either, isLeft, right } from '../core/fp.js'
import { type Component, isFree } from './components.js'
import type { ConfigFrom, Parameters, Row, SpaceOptions } from './constraints.js'
import type { Domain } from './domain.js'
import { makeEncoding } from './encoding.js'
import { enumerationOf } from './enumeration.js'
import { type Model, makeModel } from './model.js'
import { neighboursOf } from './neighbours.js'
import { parseConfig } from './parsing.js'
import type { Rule } from './rules.js'
import { configOf, isValid, readRow, settle } from './rows.js'
import { drawComponent } from './sampling.js'
import { MAX_ROWS, makeSolving } from './solving.js'
import type { Enumeration, Space } from './space.js'
import { spaceToJson } from './space-json.js'

/** As `defineSpace`, with what is wrong as a value. */
export const makeSpace = <const P extends Parameters, K extends keyof P & string = never>(
  parameters: P,
  options: SpaceOptions<P, K> = {},
): Either<SpaceError, Space<ConfigFrom<P, K>>> => {
  const where = options.where ?? []
  const when = (options.when ?? {}) as Readonly<Record<string, Rule>>
  const model = makeModel(parameters, where, when)
  if (isLeft(model)) return model
  return right(spaceOf(model.right, spaceToJson(parameters, where, when)))
}

const spaceOf = <C extends Config>(model: Model, json: Json): Space<C> => {
  const { names, domains } = model
  const solving = makeSolving(model)
  const { components, solutionsOf } = solving
  const row: Row = names.map(() => undefined)
  const encoding = makeEncoding(model)
  const size = domains.reduce((product, domain) => product * domain.size, 1)
  let id: string | undefined
  let enumeration: Enumeration<C> | undefined

  const count = (): number => {
    if (size === Number.POSITIVE_INFINITY) return size
    return components.reduce((product, component) => product * lengthOf(component), 1)
  }
  const lengthOf = (component: Component): number => {
    if (isFree(component)) return (domains[component.parameters[0] as number] as Domain).size
    const solutions = solutionsOf(component)
    if (solutions === undefined) throw tooLarge('expected a space whose configurations can be counted, got too many')
    return solutions.length
  }
  const enumerate = (): Enumeration<C> => {
    if (enumeration === undefined) {
      const solutions = size === Number.POSITIVE_INFINITY ? undefined : solving.solveAll()
      if (solutions === undefined) throw tooLarge(`expected at most ${MAX_ROWS} configurations to enumerate, got more`)
      enumeration = enumerationOf<C>(model, solutions)
    }
    return enumeration
  }

  return {
    names,
    parameters: Object.fromEntries(domains.map(({ name, parameter }) => [name, parameter])),
    size,
    dimension: encoding.dimension,
    get id() {
      id ??= createHash('sha256').update(canonicalJson(json)).digest('hex').slice(0, 16)
      return id
    },
    parse: input => parseConfig<C>(model, input),
    count,
    enumerate,
    sample: rng => {
      for (const component of components) drawComponent(model, component, solutionsOf(component), rng, row)
      return configOf<C>(model, row)
    },
    allowed: prefix => {
      readRow(model, prefix as Config, row)
      const p = row.indexOf(undefined)
      return p === -1 ? [] : Array.from({ length: (domains[p] as Domain).size }, (_, i) => (domains[p] as Domain).valueAt(i))
    },
    neighbours: (config, kind) => neighboursOf(model, config, kind),
    encode: encoding.encode,
    decode: encoding.decode,
    repair: config => {
      settle(model, readRow(model, config, row))
      if (isValid(model, row)) return configOf<C>(model, row)
      const rng = makeRng(fingerprint(config))
      for (const component of components) drawComponent(model, component, solutionsOf(component), rng, row)
      return configOf<C>(model, row)
    },
    active: config => {
      readRow(model, config, row)
      return names.filter((_, p) => model.conditions[p]?.holds(row) ?? true)
    },
    broken: config => {
      readRow(model, config, row)
      return model.constraints.flatMap(constraint => (constraint.holds(row) ? [] : [constraint.name]))
    },
    fingerprint,
    toJSON: () => json,
  }

  function fingerprint(config: Config): string {
    let text = ''
    for (let p = 0; p < names.length; p++) {
      const value = config[names[p] as string]
      if (p > 0) text += ','
      if (value !== undefined) text += (domains[p] as Domain).textOf(value)
    }
    return text
  }
}

const tooLarge = (message: string): ParetuneError => new ParetuneError(fault('TooLarge', message))
