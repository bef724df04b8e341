import type { Agent, AgentContext } from '../agents/agent.js'
import { type Config, fault, makeRng, orThrow, ParetuneError, show, type Trial, wallClock } from '../core/index.js'
import { Episode } from '../env/index.js'
import { defineGoals, parseBudget, type Reward, relativeLoss } from '../goals/index.js'
import { machineFingerprint } from '../profilers/index.js'
import type { Profiler } from '../profilers/profiler.js'
import type { Space } from '../space/space.js'
import type { StoredStudy, StudyHeader } from '../storage/store.js'
import { Engine } from './engine.js'
import { mismatch } from './header.js'
import { Journal, orReject } from './journal.js'
import { LiveStudy } from './live-study.js'
import { local, type Progress, type StudyOptions } from './options.js'
import type { Study } from './study.js'

/**
 * Makes a study, or goes on with the one of the same name in the store.
 *
 * Rejects with a ParetuneError: InvalidGoal, InvalidBudget, InvalidConfig (baseline), StudyMismatch (the stored study was made from
 * another definition; the message says what differs), StudyExists (`resume: false`), and whatever the store or the agent reports.
 */
export const openStudy = async <C extends Config, M extends string>(options: StudyOptions<C, M>): Promise<Study<C>> => {
  const setup = parse(options)
  const { header, store } = setup
  const stored = await orReject(store.load(header.name))
  if (stored && options.resume === false)
    throw new ParetuneError(fault('StudyExists', `expected no study \`${header.name}\` in ${store.name}, but there is one; resume it or choose another name`))
  const differing = stored && mismatch(stored.header, header, store.name)
  if (differing) throw new ParetuneError(differing)
  if (!stored) await orReject(store.create(header))

  const episode = new Episode(setup)
  const agent = await makeAgent(options, setup, episode, stored)
  const engine = new Engine(setup.space, agent, episode)
  const checkpointed = stored?.checkpoint?.position ?? 0
  for (const [position, entry] of (stored?.log ?? []).entries()) await engine.replay(entry, position >= checkpointed)
  const moved =
    stored && stored.header.machine !== header.machine
      ? [`begun on another machine (${stored.header.machine}) than it goes on with (${header.machine})`]
      : []
  return new LiveStudy(setup, engine, agent, new Journal(store, header.name, stored?.log.length ?? 0), moved) as unknown as Study<C>
}

/** The options, checked. */
const parse = <C extends Config, M extends string>(options: StudyOptions<C, M>) => {
  const { name = 'study', seed = 0, executor = local(), store, pruner, onTrial } = options
  // The study is generic at its face only: inside, configurations are plain records.
  const space = options.space as unknown as Space
  const profiler = options.profiler as unknown as Profiler | undefined
  const { parallel, schedule } = executor
  if (!(Number.isInteger(parallel) && parallel >= 1))
    throw new ParetuneError(fault('InvalidStudy', `expected a whole number of at least 1 for executor.parallel, got ${show(parallel)}`))
  const goals = orThrow(defineGoals(options, profiler?.metrics))
  const baseline = options.baseline === undefined ? undefined : orThrow(space.parse(options.baseline))
  for (const target of Object.keys(options.target ?? {}))
    if (!goals.names.includes(target))
      throw new ParetuneError(fault('InvalidGoal', `expected target to name objectives (${goals.names.join(', ')}), got ${show(target)}`))
  const header: StudyHeader = {
    name,
    space: space.toJSON(),
    spaceId: space.id,
    ...goals.toJSON(),
    agent: options.agent.agentName,
    seed,
    parallel,
    schedule,
    profiler: profiler?.name ?? 'caller',
    metrics: (profiler?.metrics ?? []).map(spec => ({ ...spec })),
    baseline: baseline ?? null,
    createdAt: new Date().toISOString(),
    machine: machineFingerprint(),
    version: '1',
  }
  return {
    header,
    store,
    space,
    goals,
    parallel,
    schedule,
    rng: makeRng(seed),
    budget: orThrow(parseBudget(options.budget)),
    reward: (options.reward ?? relativeLoss()) as Reward,
    timeoutMs: options.timeoutMs ?? 600_000,
    clock: options.clock ?? wallClock(),
    checkpointEvery: options.checkpointEvery ?? 50,
    ...(profiler && { profiler }),
    ...(baseline && { baseline }),
    ...(options.target && { target: options.target }),
    ...(pruner && { pruner }),
    ...(onTrial && { onTrial: onTrial as (trial: Trial, progress: Progress) => void }),
  }
}

export type Setup = ReturnType<typeof parse>

const makeAgent = async (options: Pick<StudyOptions, 'agent'>, setup: Setup, episode: Episode, stored: StoredStudy | undefined): Promise<Agent> => {
  const context: AgentContext = {
    space: setup.space,
    goals: setup.goals,
    rng: setup.rng.fork('agent'),
    budget: setup.budget,
    observationSpace: episode.observationSpace,
    actionSpace: { kind: 'config' },
    ...(stored?.checkpoint && { state: stored.checkpoint.agent }),
  }
  return options.agent(context)
}
