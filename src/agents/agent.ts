import {
  type Config,
  fault,
  type Json,
  type MetricSpec,
  type Outcome,
  ParetuneError,
  type Rng,
  type Trial,
} from '../core/index.js'
import { type Action, configure } from '../env/action.js'
import type { ActionSpace, ObservationSpace } from '../env/spaces.js'
import type { Budget, Goals } from '../goals/index.js'
import type { Space } from '../space/space.js'

// The contract of everything that proposes configurations, learned or not: ask and tell.

type Awaitable<T> = T | Promise<T>

/** Asks for the configuration of one trial. */
export interface AskRequest {
  /** Number of the trial, counted over the whole study. */
  readonly trial: number
  /** The trajectory that it belongs to: outcomes of one slot come back in the order of its asks. */
  readonly slot: number
  /** What the environment shows before the trial. Not to be written to: it is also what the trial before was told to have led to. */
  readonly observation: Float32Array
  /** Allowed alternatives, for agents that act in a masked discrete action space. */
  readonly mask?: Uint8Array
  /** What the caller proposed (a baseline, enqueued configurations) and is not told yet: known as well. Absent where there is none. */
  readonly underWay?: readonly Config[]
}

/** What an agent proposes for one request. */
export interface Suggestion<C extends Config = Config> {
  readonly action: Action<C>
  /** Part of the full measurement, in (0, 1]; 1 where absent. A known configuration is new at a fidelity that it was not proposed at. */
  readonly fidelity?: number
  /** Number of a told trial of this configuration at a lower fidelity, from which the profiler may go on. */
  readonly resumeFrom?: number
  /** Says that measuring a known configuration once more is meant. Without it a duplicate is an error of the agent. */
  readonly repeat?: true
  /** One sentence for people. */
  readonly reason?: string
  /** Handed back with the outcome, and stored: log-probability, value, operator, parents, ... */
  readonly memo?: Json
}

/** A request, the action taken, and what the environment made of it. */
export interface Transition<C extends Config = Config> extends AskRequest {
  readonly action: Action<C>
  /** The agent's own memo; absent where the caller proposed the trial (a baseline, an enqueued configuration). */
  readonly memo?: Json
  readonly origin: 'agent' | 'caller'
  readonly fidelity: number
  readonly outcome: Outcome
  readonly reward: number
  readonly nextObservation: Float32Array
  readonly terminated: boolean
  readonly truncated: boolean
}

/** Everything an agent needs to go on as if it had never stopped. */
export interface AgentState {
  readonly kind: string
  readonly version: number
  readonly json: Json
  readonly buffers: Readonly<Record<string, Uint8Array>>
}

/** Agents that have a policy to carry over. */
export type PolicyAgent = 'ppo' | 'reinforce' | 'operatorPolicy'

/** A policy network that can be carried to other studies and machines. Plain JSON: `JSON.stringify` writes it, `parsePolicy` reads it. */
export interface Policy {
  readonly format: 'paretune policy'
  readonly version: 1
  /** The agent that it is for. */
  readonly agent: PolicyAgent
  /** Names of what it sees, in order. */
  readonly inputs: readonly string[]
  /** Names of what it chooses among, for each categorical choice, and of its real numbers. */
  readonly choices: readonly (readonly string[])[]
  readonly reals: readonly string[]
  /** Widths of the hidden layers. */
  readonly hidden: readonly number[]
  /** All parameters as float32, little endian, base64. */
  readonly theta: string
  /** Where it comes from, for people. */
  readonly trained?: Json
}

export interface Agent<C extends Config = Config> {
  readonly name: string
  /** It looks at no observation, and is handed empty ones: recorded trials are spared their making. */
  readonly isBlind?: true
  /** One suggestion for each request, in order; undefined in place of one says that nothing is left to propose. */
  ask(requests: readonly AskRequest[]): Awaitable<readonly (Suggestion<C> | undefined)[]>
  /** New transitions only. May hold ones that the agent did not ask for (origin 'caller'), which it may learn from. */
  tell(transitions: readonly Transition<C>[]): Awaitable<void>
  save(): AgentState | Promise<AgentState>
  /** What it has learnt so far, for other studies and machines; agents that learn no such thing have no such method. */
  policy?(): Policy
  close?(): Awaitable<void>
}

/** What an agent is made from. */
export interface AgentContext<C extends Config = Config> {
  readonly space: Space<C>
  readonly goals: Goals
  readonly rng: Rng
  readonly budget: Budget
  readonly observationSpace: ObservationSpace
  readonly actionSpace: ActionSpace
  /** What the profiler says that it measures; absent where there is none, as in a loop that the caller owns. */
  readonly metrics?: readonly MetricSpec[]
  /** From `save`: go on from there. */
  readonly state?: AgentState
  /** Trials of earlier studies, for agents that learn from them. */
  readonly history?: readonly { readonly space: Space; readonly trials: readonly Trial[] }[]
}

/** A factory, and the name under which its agent is known before it is made. */
export interface AgentFactory {
  (context: AgentContext): Awaitable<Agent>
  readonly agentName: string
}

/** A trial that was told, as operators see it. */
export interface Told<C extends Config = Config> {
  readonly trial: number
  readonly config: C
  readonly reward: number
  /** Whether there is a judged measurement, of full fidelity. */
  readonly isMeasured: boolean
}

/** What an operator proposes from. */
export interface OperatorState<C extends Config = Config> {
  readonly space: Space<C>
  readonly rng: Rng
  /** The order of telling. */
  readonly told: readonly Told<C>[]
  /** The measured ones by reward, the best first, among equals the older; one for each configuration. */
  readonly leaders: readonly Told<C>[]
  /** Proposed and not told yet, the oldest first. */
  readonly pending: readonly C[]
  /** Whether a configuration was proposed or told before. */
  isKnown(config: C): boolean
}

/** One way to propose a configuration, with no memory of its own: what portfolios and operator policies choose among, passed in. */
export interface Operator {
  readonly name: string
  /** Proposes known configurations, to be measured once more. */
  readonly repeat?: true
  /** A valid configuration, unknown unless `repeat` says so; undefined where it has none. */
  propose(state: OperatorState): Config | undefined
}

/** The saved state to go on from, where there is one. Throws InvalidAgent where another kind or version of agent saved it. */
export const savedState = ({ state }: AgentContext, kind: string, version: number): AgentState | undefined => {
  if (state === undefined || (state.kind === kind && state.version === version)) return state
  const came = `${state.kind} version ${state.version}`
  throw new ParetuneError(fault('InvalidAgent', `expected a state of ${kind} version ${version}, got one of ${came}`))
}

/** Names a factory. */
export const agentFactory = (agentName: string, make: (context: AgentContext) => Awaitable<Agent>): AgentFactory =>
  Object.assign((context: AgentContext) => make(context), { agentName })

export { type Action, configure }
