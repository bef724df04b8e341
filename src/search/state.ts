import type { AgentContext, AgentState } from '../agents/agent.js'
import { fault, ParetuneError } from '../core/index.js'

/** The saved state to go on from, where there is one. Throws InvalidAgent where another kind or version of agent saved it. */
export const savedState = (context: AgentContext, kind: string, version: number): AgentState | undefined => {
  const { state } = context
  if (state !== undefined && (state.kind !== kind || state.version !== version)) {
    const came = `${state.kind} version ${state.version}`
    throw new ParetuneError(fault('InvalidAgent', `expected a state of ${kind} version ${version}, got one of ${came}`))
  }
  return state
}
