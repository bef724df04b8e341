import { fault, type Json, ParetuneError, show } from '../core/index.js'
import type { Policy, PolicyAgent } from './agent.js'
import { parametersOf } from './networks/actor-critic.js'
import type { HeadShape } from './networks/head.js'

// A trained policy as one file: what it sees, what it chooses among, and its parameters, independent of machine and tfjs backend.

/** What a policy is made of, its parameters aside. */
export type PolicyShape = Pick<Policy, 'agent' | 'inputs' | 'choices' | 'reals' | 'hidden'>

export const headOfPolicy = ({ choices, reals }: Pick<PolicyShape, 'choices' | 'reals'>): HeadShape => ({
  sizes: choices.map(({ length }) => length),
  reals: reals.length,
})

export const makePolicy = (shape: PolicyShape, theta: Float32Array, trained?: Json): Policy => {
  const bytes = new DataView(new ArrayBuffer(4 * theta.length))
  for (const [i, value] of theta.entries()) bytes.setFloat32(4 * i, value, true)
  const { agent, inputs, choices, reals, hidden } = shape
  return {
    format: 'paretune policy',
    version: 1,
    agent,
    inputs,
    choices,
    reals,
    hidden,
    ...(trained !== undefined && { trained }),
    theta: Buffer.from(bytes.buffer).toString('base64'),
  }
}

export const thetaOf = ({ theta }: Policy): Float32Array => {
  const bytes = Buffer.from(theta, 'base64')
  return Float32Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(4 * i))
}

const AGENTS: readonly PolicyAgent[] = ['ppo', 'reinforce', 'operatorPolicy']

/** Reads a policy from parsed JSON, or from its text. Throws InvalidAgent for what is none. */
export const parsePolicy = (input: unknown): Policy => {
  const refuse = (expected: string, got: unknown): never => {
    throw new ParetuneError(fault('InvalidAgent', `expected ${expected}, got ${show(got)}`))
  }
  let value = input
  if (typeof input === 'string') {
    try {
      value = JSON.parse(input)
    } catch {
      refuse('a policy as JSON', input)
    }
  }
  const policy = value as Partial<Policy> | null
  if (typeof policy !== 'object' || policy?.format !== 'paretune policy') return refuse('a policy of paretune', value)
  if (policy.version !== 1) refuse('version 1 of a policy', policy.version)
  if (!AGENTS.some(agent => agent === policy.agent)) refuse(`a policy of ${AGENTS.join(', ')}`, policy.agent)
  const isNames = (list: unknown): boolean => Array.isArray(list) && list.every(name => typeof name === 'string')
  if (!isNames(policy.inputs)) refuse('names for `inputs` of a policy', policy.inputs)
  if (!isNames(policy.reals)) refuse('names for `reals` of a policy', policy.reals)
  if (!(Array.isArray(policy.choices) && policy.choices.every(isNames)))
    refuse('lists of names for `choices` of a policy', policy.choices)
  const isWhole = (width: unknown): boolean => Number.isInteger(width) && Number(width) >= 1
  if (!(Array.isArray(policy.hidden) && policy.hidden.every(isWhole)))
    refuse('widths for `hidden` of a policy', policy.hidden)
  if (typeof policy.theta !== 'string') refuse('base64 for `theta` of a policy', policy.theta)
  const parsed = policy as Policy
  const theta = thetaOf(parsed)
  const { inputs, hidden } = parsed
  const shape = { observationSize: inputs.length, hidden, head: headOfPolicy(parsed) }
  const expected = parametersOf(shape, parsed.agent !== 'reinforce')
  if (theta.length !== expected) refuse(`${expected} parameters of a policy`, theta.length)
  if (!theta.every(Number.isFinite)) refuse('finite parameters of a policy', 'one that is not')
  return parsed
}

/** Throws InvalidAgent, naming what differs first, where a policy was not made for this use. */
export const expectPolicyFor = (policy: Policy, shape: Omit<PolicyShape, 'hidden'>): void => {
  const expectSame = (what: string, expected: unknown, got: unknown): void => {
    if (JSON.stringify(expected) === JSON.stringify(got)) return
    const message = `${shape.agent}: expected a policy whose ${what} ${show(expected)}, got ${show(got)}`
    throw new ParetuneError(fault('InvalidAgent', message))
  }
  expectSame('agent is', shape.agent, policy.agent)
  for (const list of ['inputs', 'reals'] as const) {
    const at = shape[list].findIndex((name, i) => name !== policy[list][i])
    if (at >= 0) expectSame(`${list}[${at}] is`, shape[list][at], policy[list][at] ?? 'nothing')
    expectSame(`number of ${list} is`, shape[list].length, policy[list].length)
  }
  const at = shape.choices.findIndex((names, i) => JSON.stringify(names) !== JSON.stringify(policy.choices[i]))
  if (at >= 0) expectSame(`choices[${at}] are`, shape.choices[at], policy.choices[at] ?? 'nothing')
  expectSame('number of choices is', shape.choices.length, policy.choices.length)
}
