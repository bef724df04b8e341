import { readFileSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import type { AgentFactory } from '../agents/agent.js'
import { canonicalJson, type Json, show } from '../core/index.js'
import { suggestion } from '../space/index.js'
import { digestOf } from './digest.js'
import { at, expectKeys, invalid } from './invalid.js'
import { exportOf } from './modules.js'

/**
 * An agent as data: the name of one of Paretune's, or an object.
 * - `agent`: that name; `options` are those of its factory; a portfolio has `members`, each an agent or an operator;
 * - `module`: a module's export (default: `agent`) that is a factory, or a function from `options` to one;
 * - `name`: what it is called in the results. Default: the agent's name, with the options that were given.
 */
export type AgentSpec = string | Readonly<Record<string, Json>>

/** An agent of an experiment. */
export interface NamedAgent {
  readonly name: string
  readonly agent: AgentFactory
}

/** An agent, and how other threads come by it. */
export interface AgentSource extends NamedAgent {
  /** Of what it is made from: another one is another agent. */
  readonly digest: string
  /** Absent where it is a function that cannot leave this thread. */
  readonly spec?: AgentSpec
}

/** The agents that specs can name. */
export type AgentRegistry = Readonly<Record<string, RegisteredAgent>>

export interface RegisteredAgent {
  /** The options that have a data form: true or false (`flag`), or something else. */
  readonly options: Readonly<Record<string, 'flag' | 'data'>>
  /** Has `members`. */
  readonly hasMembers?: true
  make(options: Readonly<Record<string, unknown>>, context: RegisteredContext): AgentFactory
}

export interface RegisteredContext {
  readonly members: readonly (string | AgentFactory)[]
  /** The text of a file that an option names: with another text it is another agent. */
  read(file: string): string
}

/** Reads the agent of a spec. Throws InvalidExperiment; what a factory says of its options goes through as it is. */
export const agentSource = async (
  spec: unknown,
  folder: string,
  registry: AgentRegistry,
  place: string,
): Promise<AgentSource> => {
  if (typeof spec === 'string') return at(place, () => registered({ agent: spec }, folder, registry, place))
  if (typeof spec !== 'object' || spec === null || Array.isArray(spec))
    throw invalid(place, 'the name of an agent or an object', show(spec))
  const fields = spec as Readonly<Record<string, Json>>
  if (Object.hasOwn(fields, 'agent')) return at(place, () => registered(fields, folder, registry, place))
  if (Object.hasOwn(fields, 'module')) return at(place, () => fromModule(fields, folder, place))
  throw invalid(place, 'an object with `agent` or `module`', show(spec))
}

/** An agent that a caller holds. Its cells run in this thread. */
export const heldAgent = ({ name, agent }: NamedAgent): AgentSource => ({
  name,
  agent,
  digest: digestOf(['held', name, agent.agentName]),
})

const registered = async (
  spec: Readonly<Record<string, Json>>,
  folder: string,
  registry: AgentRegistry,
  place: string,
): Promise<AgentSource> => {
  expectKeys(place, spec, ['agent', 'name', 'options', 'members'])
  const { agent, name, members } = spec
  const found = typeof agent === 'string' ? lookUp(agent, registry) : undefined
  if (found === undefined) {
    const names = Object.keys(registry)
    throw invalid(place, `one of ${names.join(', ')}`, `${show(agent)}${suggestion(String(agent), names)}`)
  }
  const options = optionsOf(spec, place)
  expectForms(`${place}, options of ${agent}`, options, found.options)
  if (members !== undefined && !(found.hasMembers && Array.isArray(members)))
    throw invalid(place, 'a list of `members`, of agents that have some', show(members))
  const made: (string | AgentSource)[] = []
  for (const [i, member] of ((members ?? []) as readonly Json[]).entries()) {
    // A name that is no agent's may be an operator's: those who have members know them.
    const isOperator = typeof member === 'string' && lookUp(member, registry) === undefined
    made.push(isOperator ? member : await agentSource(member, folder, registry, `${place}, member ${i + 1}`))
  }
  const texts: string[] = []
  const read = (file: string): string => {
    const text = readFileSync(resolve(folder, file), 'utf8')
    texts.push(text)
    return text
  }
  const factories = made.map(member => (typeof member === 'string' ? member : member.agent))
  const digests = made.map(member => (typeof member === 'string' ? member : member.digest))
  return {
    name: nameOf(name, Object.keys(options).length === 0 ? `${agent}` : `${agent} ${brief(options)}`, place),
    agent: found.make(options, { members: factories, read }),
    digest: digestOf([canonicalJson({ agent: agent as string, options, members: digests, texts })]),
    spec,
  }
}

/** What is merely of the wrong kind could pass for another value: "false" for true. */
const expectForms = (
  place: string,
  options: Readonly<Record<string, Json>>,
  forms: RegisteredAgent['options'],
): void => {
  expectKeys(place, options, Object.keys(forms))
  for (const [key, value] of Object.entries(options)) {
    const form = typeof value === 'boolean' ? 'flag' : 'data'
    if (value !== null && forms[key] === form) continue
    throw invalid(place, `${forms[key] === 'flag' ? 'true or false' : 'a value'} for \`${key}\``, show(value))
  }
}

const lookUp = (name: string, registry: AgentRegistry): RegisteredAgent | undefined =>
  Object.hasOwn(registry, name) ? registry[name] : undefined

const fromModule = async (
  spec: Readonly<Record<string, Json>>,
  folder: string,
  place: string,
): Promise<AgentSource> => {
  expectKeys(place, spec, ['module', 'export', 'name', 'options'])
  const { module, export: exported = 'agent', name } = spec
  if (typeof module !== 'string' || typeof exported !== 'string')
    throw invalid(place, 'texts for `module` and `export`', show(spec))
  const options = optionsOf(spec, place)
  const file = resolve(folder, module)
  const found = await exportOf(file, exported, place)
  // A factory knows its agent's name; any other function makes one of the options.
  const agent = typeof found === 'function' && !('agentName' in found) ? await found(options) : found
  if (typeof agent !== 'function' || !('agentName' in agent))
    throw invalid(place, `an agent factory (agentFactory(name, make)) of ${module}`, show(agent))
  return {
    name: nameOf(name, basename(file).replace(/\.\w+$/, ''), place),
    agent: agent as AgentFactory,
    digest: digestOf([readFileSync(file), canonicalJson([exported, options])]),
    spec,
  }
}

const optionsOf = ({ options = {} }: Readonly<Record<string, Json>>, place: string): Readonly<Record<string, Json>> => {
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw invalid(place, 'an object `options`', show(options))
  return options as Readonly<Record<string, Json>>
}

const nameOf = (name: unknown, otherwise: string, place: string): string => {
  if (name === undefined) return otherwise
  if (typeof name === 'string' && name !== '') return name
  throw invalid(place, 'a text `name`', show(name))
}

/** `population=20, elites=2`. */
const brief = (options: object): string =>
  Object.entries(options)
    .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ')
