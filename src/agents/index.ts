export {
  type Action,
  type Agent,
  type AgentContext,
  type AgentFactory,
  type AgentState,
  type AskRequest,
  agentFactory,
  configure,
  type Suggestion,
  savedState,
  type Transition,
} from './agent.js'
export { type Ucb1Options, ucb1 } from './bandits/ucb1.js'
