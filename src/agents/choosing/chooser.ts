import type { Json } from '../../core/index.js'
import type { AgentState, AskRequest, Policy, Transition } from '../agent.js'
import type { Change } from './progress.js'

/** A choice, and what to note with it. */
export interface Choice {
  readonly member: number
  readonly memo?: Json
}

/** A trial that was told, whoever proposed it. */
export interface Turn extends Change {
  readonly transition: Transition
  /** The choice that led to it; undefined where none did. */
  readonly choice: Choice | undefined
}

/** Who says which member proposes next: a bandit, or a policy network. */
export interface Chooser {
  /** One of those allowed, of which there is one at least. Where it has no proposal, the same is asked again without it. */
  choose(allowed: readonly number[], request: AskRequest): Choice | Promise<Choice>
  /** The choice stands: what it chose has proposed. */
  chosen(choice: Choice, request: AskRequest): void
  learn(turn: Turn): void | Promise<void>
  save(): Pick<AgentState, 'json' | 'buffers'>
  /** What it has learnt, where that is a policy. */
  policy?(): Policy
  close?(): void
}
