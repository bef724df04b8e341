import type { Json } from '../../core/index.js'
import {
  type Agent,
  type AgentContext,
  type AgentFactory,
  type AgentState,
  type AskRequest,
  configure,
  type Operator,
  type Suggestion,
  type Transition,
} from '../agent.js'
import { expectOption } from '../expect.js'
import type { Progress } from './progress.js'

/** An operator, or a whole agent: who may be chosen to propose. */
export type Member = Operator | AgentFactory

export const nameOf = (member: Member): string => (typeof member === 'function' ? member.agentName : member.name)

/** A member at work. */
export interface Proposer {
  readonly name: string
  ask(request: AskRequest): Promise<Suggestion | undefined>
  /** Of every trial, `isOwn` where this member proposed it; `memo` is then what it noted. */
  tell(transition: Transition, isOwn: boolean, memo: Json | undefined): Promise<void>
  /** undefined where there is nothing to save. */
  save(): Promise<AgentState | undefined>
  close(): Promise<void>
}

/** `state` is what `save` answered, where it goes on. `place` tells members of one name from each other. */
export const openProposer = async (
  member: Member,
  place: number,
  context: AgentContext,
  progress: Progress,
  state: AgentState | undefined,
): Promise<Proposer> => {
  if (typeof member !== 'function') return operatorProposer(member, progress)
  const { state: _, ...rest } = context
  const rng = context.rng.fork(`member/${place}`)
  return agentProposer(await member({ ...rest, rng, ...(state && { state }) }))
}

const operatorProposer = (operator: Operator, progress: Progress): Proposer => ({
  name: operator.name,
  ask: async () => {
    const config = operator.propose(progress)
    return config && { action: configure(config), ...(operator.repeat && { repeat: true }) }
  },
  tell: async () => {},
  save: async () => undefined,
  close: async () => {},
})

const agentProposer = (agent: Agent): Proposer => ({
  name: agent.name,
  ask: async request => (await agent.ask([request]))[0],
  tell: async (transition, isOwn, memo) => {
    const { memo: _, ...rest } = transition
    await agent.tell([{ ...rest, origin: isOwn ? 'agent' : 'caller', ...(isOwn && memo !== undefined && { memo }) }])
  },
  save: async () => agent.save(),
  close: async () => agent.close?.(),
})

/** Throws InvalidAgent unless there are two members or more. */
export const expectMembers = (owner: string, members: readonly Member[]): void => {
  const names = members.map(nameOf)
  expectOption(members.length >= 2, owner, 'members', 'to be two or more', names)
}
