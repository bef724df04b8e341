import { createHash } from 'node:crypto'
import { type Either, isLeft, left, right } from '../core/fp.js'
import { type Config, canonicalJson, fault, type Json, ParetuneError, type SpaceError } from '../core/index.js'
import { isFree } from './components.js'
import type { ConfigFrom, Parameters, Row, SpaceOptions } from './constraints.js'
import type { Diagram } from './diagram.js'
import type { Domain } from './domain.js'
import { emptySpace } from './empty.js'
import { makeEncoding } from './encoding.js'
import { enumerationOf } from './enumeration.js'
import { isListed, listedJson } from './listed.js'
import { allowedValues } from './masking.js'
import { type Model, makeModel } from './model.js'
import { neighboursOf } from './neighbours.js'
import { parseConfig } from './parsing.js'
import { countOf } from './paths.js'
import { repairConfig } from './repair.js'
import { configOf, holdAll, readRow } from './rows.js'
import type { Rule } from './rules.js'
import { drawComponent } from './sampling.js'
import { makeSolving, type Solving } from './solving.js'
import type { Enumeration, Space } from './space.js'

/** As `defineSpace`, with what is wrong as a value. */
export const makeSpace = <const P extends Parameters, K extends keyof P & string = never>(
  parameters: P,
  options: SpaceOptions<P, K> = {},
): Either<SpaceError, Space<ConfigFrom<P, K>>> => {
  const where = options.where ?? []
  const when = (options.when ?? {}) as Readonly<Record<string, Rule>>
  const model = makeModel(parameters, where, when)
  if (isLeft(model)) return model
  const solving = makeSolving(model.right)
  try {
    for (const component of solving.components) {
      const conflict = solving.conflictOf(component)
      if (conflict !== undefined) return left(emptySpace(conflict))
    }
  } catch (thrown) {
    // A constraint that throws, or compares what cannot be compared, does so here, where it is first run.
    if (!(thrown instanceof ParetuneError) || thrown.code !== 'InvalidConstraint') throw thrown
    return left(fault(thrown.code, thrown.message, { details: thrown.details, cause: thrown.cause }))
  }
  return right(spaceOf<ConfigFrom<P, K>>(model.right, solving, () => jsonOf(parameters, where, when)))
}

const spaceOf = <C extends Config>(model: Model, solving: Solving, makeJson: () => Json): Space<C> => {
  const { names, domains } = model
  const { components } = solving
  const row: Row = names.map(() => undefined)
  const encoding = makeEncoding(model)
  const size = domains.reduce((product, domain) => product * domain.size, 1)
  let json: Json | undefined
  let id: string | undefined
  let enumeration: Enumeration<C> | undefined

  const diagramOfAll = (): Diagram => {
    const diagram = size === Number.POSITIVE_INFINITY ? undefined : solving.diagramOfAll()
    if (diagram === undefined)
      throw tooLarge('expected a space of which all configurations can be found, got one too large')
    return diagram
  }
  const count = (): number => {
    if (size === Number.POSITIVE_INFINITY) return size
    let product = 1
    for (const component of components) {
      const diagram = solving.diagramOf(component)
      if (diagram === undefined && !isFree(component)) return countOf(diagramOfAll())
      product *= diagram === undefined ? (domains[component.parameters[0] as number] as Domain).size : countOf(diagram)
    }
    return product
  }
  const enumerate = (): Enumeration<C> => {
    if (enumeration === undefined) {
      const length = count()
      if (length > MAX_ROWS) throw tooLarge(`expected at most ${MAX_ROWS} configurations to enumerate, got ${length}`)
      enumeration = enumerationOf<C>(model, diagramOfAll())
    }
    return enumeration
  }

  return {
    names,
    parameters: Object.fromEntries(domains.map(({ name, parameter }) => [name, parameter])),
    size,
    dimension: encoding.dimension,
    get id() {
      id ??= createHash('sha256').update(canonicalJson(toJSON())).digest('hex').slice(0, 16)
      return id
    },
    parse: input => parseConfig<C>(model, input, row),
    count,
    enumerate,
    sample: rng => {
      for (const component of components) drawComponent(model, component, solving.diagramOf(component), rng, row)
      return configOf<C>(model, row)
    },
    allowed: prefix => allowedValues(model, solving, prefix as Config),
    neighbours: (config, kind, realStep) => neighboursOf(model, config, kind, realStep),
    encode: encoding.encode,
    decode: encoding.decode,
    repair: config => repairConfig<C>(model, solving, config, fingerprint),
    active: config => {
      if (model.template !== undefined) return names
      readRow(model, config, row)
      const active: string[] = []
      for (let p = 0; p < names.length; p++) {
        if (model.conditions[p]?.holds(row) ?? true) active.push(names[p] as string)
      }
      return active
    },
    broken: config => {
      readRow(model, config, row)
      if (holdAll(model.constraints, row)) return []
      return [...new Set(model.constraints.flatMap(constraint => (constraint.holds(row) ? [] : [constraint.name])))]
    },
    fingerprint,
    toJSON,
  }

  function toJSON(): Json {
    json ??= makeJson()
    return json
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

/** Configurations kept as index columns. */
const MAX_ROWS = 1 << 25
const tooLarge = (message: string): ParetuneError => new ParetuneError(fault('TooLarge', message))

/** A space as data: parameters in declared order, rules as written. A function is recorded by its name and parameters only. */
const jsonOf = (parameters: Parameters, where: readonly Rule[], when: Readonly<Record<string, Rule>>): Json => ({
  parameters: Object.entries(parameters).map(([name, parameter]) => ({ name, ...parameter }) as unknown as Json),
  where: where.map(ruleJson),
  when: Object.fromEntries(Object.entries(when).map(([name, rule]) => [name, ruleJson(rule)])),
})

const ruleJson = (rule: Rule): Json => {
  if (typeof rule === 'string') return rule
  if (isListed(rule)) return listedJson(rule)
  return typeof rule === 'function' ? { function: rule.name } : { function: rule.name, parameters: rule.parameters }
}
