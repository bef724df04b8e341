import { availableParallelism } from 'node:os'
import type { AgentFactory } from '../agents/agent.js'
import { show } from '../core/index.js'
import {
  type AgentSource,
  type AgentSpec,
  agentSource,
  type ExperimentBudget,
  type ExperimentProgress,
  heldAgent,
  invalid,
  type NamedAgent,
  type Problem,
  type ProblemSource,
  type ProblemSpec,
  planOf,
  type ResultLine,
  runPlan,
  sourceOf,
  sourcesOf,
  summarise,
} from '../experiments/index.js'
import type { ExperimentSummary } from '../experiments/summary.js'
import { agentsByName } from './agents-by-name.js'
import { writeExperiment } from './experiment-files.js'

/** An experiment: every agent on every problem with every seed. */
export interface ExperimentOptions {
  /** What it is called in pictures and tables. Default: `experiment`. */
  readonly title?: string
  /** Files and globs of recordings, problems as data, or problems that the caller holds. */
  readonly problems: readonly (ProblemSpec | Problem)[]
  /** Names of agents, agents as data, factories, or factories with a name for the results. */
  readonly agents: readonly (AgentSpec | AgentFactory | NamedAgent)[]
  /** How many (0, 1, ...), or which. Default: 10. */
  readonly seeds?: number | readonly number[]
  /** Of each study. Seconds are those of the recording, or of what the profiler says that a trial costs. */
  readonly budget: ExperimentBudget
  /**
   * Threads. Default: one for each core, and one where a problem or an agent is a function of the caller's, which cannot leave its thread: name it by
   * a module to have it everywhere. Results do not depend on it.
   */
  readonly parallel?: number
  /** Folder for everything that comes out. What it holds already is not run again. Default: nothing is written. */
  readonly out?: string
  /** What paths are relative to. Default: the working directory. */
  readonly folder?: string
  /** Stops it; what has ended is kept in `out`. */
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: ExperimentProgress) => void
}

/** What an experiment found. */
export interface ExperimentResult {
  /** Every cell, problem by problem, seed by seed. */
  readonly cells: readonly ResultLine[]
  readonly summary: ExperimentSummary
}

/**
 * Compares agents on problems. The same options give the same results, whatever `parallel` is (but for the times that agents take, and for live
 * problems). All that can be wrong with the definition is told before anything runs: InvalidExperiment, InvalidRecording, InvalidAgent.
 * Cells that failed are an ExperimentFailed in the end; the others are kept in `out`.
 *
 * @example
 * const { cells } = await runExperiment({
 *   problems: ['recorded/*.json.gz'],
 *   agents: ['random', 'genetic', { agent: 'tpe', options: { startup: 20 } }],
 *   seeds: 20,
 *   budget: { distinct: 200 },
 *   out: 'results',
 * })
 */
export const runExperiment = async (options: ExperimentOptions): Promise<ExperimentResult> => {
  const { title = 'experiment', budget, out, folder = process.cwd(), signal, onProgress } = options
  const { parallel = availableParallelism() } = options
  if (typeof title !== 'string' || title === '') throw invalid('title', 'a text', show(title))
  if (!(Number.isInteger(parallel) && parallel >= 1))
    throw invalid('parallel', 'a whole number of at least 1', show(parallel))
  expectList('problems', options.problems)
  expectList('agents', options.agents)
  if (typeof budget !== 'object' || budget === null || Array.isArray(budget))
    throw invalid('budget', 'an object, as { distinct: 200 }', budget === undefined ? 'nothing' : show(budget))
  const problems: ProblemSource[] = []
  const agents: AgentSource[] = []
  try {
    for (const [i, problem] of options.problems.entries()) {
      const place = `problem ${i + 1}`
      problems.push(...(isProblem(problem) ? [sourceOf(problem, place)] : await sourcesOf(problem, folder, place)))
    }
    for (const [i, agent] of options.agents.entries()) agents.push(await sourceOfAgent(agent, folder, `agent ${i + 1}`))
    const plan = await planOf({ title, problems, agents, seeds: seedsOf(options.seeds), budget })
    const worker = new URL('./experiment-worker.js', import.meta.url)
    const cells = await runPlan(plan, { out, parallel, worker, folder, signal, onProgress })
    const summary = summarise(plan, cells)
    if (out !== undefined) await writeExperiment(out, summary)
    return { cells, summary }
  } finally {
    // What the caller holds stays the caller's.
    for (const { problem, parcel } of problems) if (parcel) await problem.close?.()
  }
}

const expectList = (what: string, list: unknown): void => {
  if (!Array.isArray(list)) throw invalid(what, 'a list', list === undefined ? 'nothing' : show(list))
}

const isProblem = (problem: ProblemSpec | Problem): problem is Problem =>
  typeof problem === 'object' && problem !== null && 'space' in problem

const sourceOfAgent = (
  agent: AgentSpec | AgentFactory | NamedAgent,
  folder: string,
  place: string,
): AgentSource | Promise<AgentSource> => {
  if (typeof agent === 'function') return heldAgent({ name: agent.agentName, agent })
  const isHeld = typeof agent === 'object' && agent !== null && typeof agent.agent === 'function'
  return isHeld ? heldAgent(agent as NamedAgent) : agentSource(agent, folder, agentsByName, place)
}

const seedsOf = (seeds: number | readonly number[] = 10): readonly number[] => {
  const isCount = typeof seeds === 'number'
  const list = isCount && Number.isInteger(seeds) && seeds > 0 ? Array.from({ length: seeds }, (_, i) => i) : seeds
  if (Array.isArray(list) && list.every(seed => Number.isSafeInteger(seed))) return list
  throw invalid('seeds', 'a whole number of at least 1, or a list of whole numbers', show(seeds))
}
