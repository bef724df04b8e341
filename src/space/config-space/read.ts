import { type Either, isLeft, left, right } from '../../core/fp.js'
import {
  type Config,
  fault,
  type Json,
  messageOf,
  orThrow,
  ParetuneError,
  type SpaceError,
  type Value,
} from '../../core/index.js'
import { type On, on, type Parameters } from '../constraints.js'
import { emptySpace } from '../empty.js'
import { makeSpace } from '../make.js'
import type { Space } from '../space.js'
import { suggestion } from '../suggest.js'
import { type Declared, legal, readDeclared } from './declared.js'
import { type Fixing, fixing } from './fixing.js'
import { expected, listOf, Malformed, recordOf } from './malformed.js'
import { type Rule, readRule, textOf, verdict, waysOf } from './rules.js'

export interface ReadConfigSpaceOptions {
  /** Values that are given: these parameters leave the space, and conditions and forbidden clauses see the values. */
  readonly fixed?: Config
  /** Parameters that leave the space without a value, as if they were inactive. */
  readonly without?: readonly string[]
}

/** What a file of ConfigSpace says. */
export interface ConfigSpaceInput {
  /** `name`, or an empty text. */
  readonly name: string
  readonly space: Space
  /** The default of each parameter of the space that has one. */
  readonly defaults: Config
  /** A configuration of the space as the file's own space has it: with constants and fixed values, where they are active. */
  complete(config: Config): Config
}

/**
 * Reads a space of ConfigSpace (the Python library under SMAC, auto-sklearn and YAHPO Gym) in JSON, as text or parsed, of versions before
 * and after 1.0. Conditions become conditions, forbidden clauses constraints. Constants leave the space, and so do values that are `fixed`
 * and all parameters that cannot be active then. A parent is placed before its children. Weights of choices and distributions within
 * bounds are not kept; `q` counts steps from the lower bound.
 *
 * Left: InvalidSpace, EmptySpace, InvalidConstraint.
 * @see https://automl.github.io/ConfigSpace
 */
export const readConfigSpace = (
  input: unknown,
  { fixed = {}, without = [] }: ReadConfigSpaceOptions = {},
): Either<SpaceError, ConfigSpaceInput> => {
  try {
    const file = recordOf(typeof input === 'string' ? parseJson(input) : input, 'the file')
    const declared = declaredIn(file.hyperparameters)
    const given = givenIn(declared, fixed, without)
    const open = fixing(declared, conditionsIn(file.conditions, declared), given, without)
    const where = constraintsIn(file.forbiddens, declared, open)
    const entries = <A>(of: (name: string) => A | undefined): Readonly<Record<string, A>> =>
      Object.fromEntries(
        open.kept.flatMap(name => {
          const item = of(name)
          return item === undefined ? [] : [[name, item]]
        }),
      )
    const space = makeSpace<Parameters, string>(
      entries(name => declared.get(name)?.domain.parameter),
      { where, when: entries(name => conditionOf(name, open)) },
    )
    if (isLeft(space)) return space
    return right({
      name: typeof file.name === 'string' ? file.name : '',
      space: space.right as Space,
      defaults: entries(name => declared.get(name)?.initial),
      complete: config => {
        const look = open.inside(config)
        const added = [...given].filter(([name]) => look(name) !== undefined)
        return added.length === 0 ? config : { ...config, ...Object.fromEntries(added) }
      },
    })
  } catch (thrown) {
    if (thrown instanceof Malformed) return left(fault('InvalidSpace', thrown.message))
    if (thrown instanceof ParetuneError && thrown.code === 'EmptySpace') return left(fault(thrown.code, thrown.message))
    throw thrown
  }
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (thrown) {
    throw new Malformed(`expected a file of ConfigSpace in JSON, got text that does not parse: ${messageOf(thrown)}`)
  }
}

const declaredIn = (list: Json | undefined): ReadonlyMap<string, Declared> => {
  if (list === undefined) return expected('a list `hyperparameters`', 'the file', list)
  const declared = new Map<string, Declared>()
  for (const [i, item] of listOf(list, '`hyperparameters`').entries()) {
    const read = readDeclared(item, i)
    const { name } = read.domain
    if (declared.has(name)) return expected('names that differ', '`hyperparameters`', name)
    declared.set(name, read)
  }
  return declared
}

/** The condition of each child; where there are several, all must hold. */
const conditionsIn = (list: Json | undefined, declared: ReadonlyMap<string, Declared>): ReadonlyMap<string, Rule> => {
  const rules = new Map<string, Rule>()
  for (const [i, item] of listOf(list, '`conditions`').entries()) {
    const { child } = recordOf(item, `condition ${i + 1}`)
    if (typeof child !== 'string' || !declared.has(child))
      return expected('a hyperparameter of the file as `child`', `condition ${i + 1}`, child)
    const rule = readRule(item, declared, `the condition of \`${child}\``)
    const other = rules.get(child)
    rules.set(child, other === undefined ? rule : { kind: 'and', parts: [other, rule] })
  }
  return rules
}

/** Constants, and what is fixed. */
const givenIn = (
  declared: ReadonlyMap<string, Declared>,
  fixed: Config,
  without: readonly string[],
): ReadonlyMap<string, Value> => {
  const unknown = [...Object.keys(fixed), ...without].find(name => !declared.has(name))
  if (unknown !== undefined) {
    const hint = suggestion(unknown, [...declared.keys()])
    throw new Malformed(`expected hyperparameters of the file in \`fixed\` and \`without\`, got \`${unknown}\`${hint}`)
  }
  const given = new Map<string, Value>()
  for (const [name, { domain, constant }] of declared) {
    const value = Object.hasOwn(fixed, name) ? legal(domain, fixed[name], '`fixed`') : constant
    if (value !== undefined) given.set(name, value)
  }
  return given
}

/** A constraint for each way in which something forbidden can come about. */
const constraintsIn = (
  list: Json | undefined,
  declared: ReadonlyMap<string, Declared>,
  open: Fixing,
): readonly On<Config>[] =>
  listOf(list, '`forbiddens`').flatMap((clause, i) =>
    waysOf(readRule(clause, declared, `forbidden clause ${i + 1}`)).flatMap(parts => {
      const way: Rule = { kind: 'and', parts }
      const name = `not (${textOf(way)})`
      const isForbidden = verdict(way, open.inGeneral)
      if (isForbidden === true) return orThrow(left(emptySpace([name])))
      if (isForbidden === false) return []
      return [on<Config>([...new Set(open.readsOf(way))], config => !verdict(way, open.inside(config)), { name })]
    }),
  )

const conditionOf = (
  name: string,
  { conditionOf, inside }: Fixing,
): ((config: Partial<Config>) => boolean) | undefined => {
  const rule = conditionOf(name)
  if (rule === undefined) return undefined
  const test = (config: Partial<Config>): boolean => verdict(rule, inside(config)) === true
  // Its name is what a stored study knows of a function.
  return Object.defineProperty(test, 'name', { value: textOf(rule) })
}
