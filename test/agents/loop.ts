import {
  type Agent,
  type AgentContext,
  type AgentFactory,
  type AskRequest,
  configure,
  type Suggestion,
  type Transition,
} from '#src/agents/index.js'
import { type Config, type Failed, type Measured, makeRng, type Outcome, profileFailure } from '#src/core/index.js'
import type { Space } from '#src/space/index.js'

/** A context without goals that say anything: agents learn from outcomes and rewards. */
export const contextFor = (space: Space, seed = 1, objectives = 2): AgentContext => ({
  space,
  goals: {
    names: Array.from({ length: objectives }, (_, i) => `f${i + 1}`),
    objectives: {},
    constraints: {},
    judge: () => failed,
    toJSON: () => ({ objectives: {}, constraints: {} }),
  },
  rng: makeRng(seed),
  budget: {},
  observationSpace: { kind: 'box', size: 0, low: new Float32Array(), high: new Float32Array(), names: [] },
  actionSpace: { kind: 'config' },
})

/** One for all: an array for each trial would take longer than most agents. */
const nothing = new Float32Array()

export const request = (trial: number): AskRequest => ({ trial, slot: 0, observation: nothing })

/** What becomes of a suggestion at its fidelity, with no end in sight. */
export const transition = (
  trial: number,
  { action, fidelity = 1, memo }: Suggestion,
  outcome: Outcome,
  reward = 0,
): Transition => {
  const told: Transition = {
    trial,
    slot: 0,
    observation: nothing,
    action,
    origin: 'agent',
    fidelity,
    outcome,
    reward,
    nextObservation: nothing,
    terminated: false,
    truncated: false,
  }
  return memo === undefined ? told : { ...told, memo }
}

export const byCaller = (trial: number, config: Config, outcome: Outcome, reward = 0): Transition => ({
  ...transition(trial, { action: configure(config) }, outcome, reward),
  origin: 'caller',
})

export const measured = (losses: readonly number[], violation = 0): Measured => ({
  _tag: 'Measured',
  profile: { metrics: {}, costMs: 1, phases: {}, machine: 'none' },
  objectives: {},
  losses,
  violations: {},
  violation,
  feasible: violation === 0,
})

export const failed: Failed = { _tag: 'Failed', failure: profileFailure('RunFailed', 'made to fail'), costMs: 1 }

/** Asks and tells one by one, until `trials` or until nothing is left: the outcomes in order, and the agent. */
export const loop = async (
  factory: AgentFactory,
  context: AgentContext,
  trials: number,
  evaluate: (config: Config, trial: number) => { readonly outcome: Outcome; readonly reward?: number },
): Promise<{
  readonly agent: Agent
  readonly trials: { readonly config: Config; readonly outcome: Outcome; readonly suggestion: Suggestion }[]
}> => {
  const agent = await factory(context)
  const seen: { config: Config; outcome: Outcome; suggestion: Suggestion }[] = []
  for (let trial = 0; trial < trials; trial++) {
    const [suggestion] = await agent.ask([request(trial)])
    if (suggestion === undefined) break
    const { config } = suggestion.action
    const { outcome, reward } = evaluate(config, trial)
    seen.push({ config, outcome, suggestion })
    await agent.tell([transition(trial, suggestion, outcome, reward)])
  }
  return { agent, trials: seen }
}
