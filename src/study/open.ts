import type { Agent, AgentContext } from '../agents/agent.js'
import { type Config, fault, ParetuneError, show } from '../core/index.js'
import { Episode } from '../env/index.js'
import type { StoredStudy } from '../storage/store.js'
import { Engine } from './engine.js'
import { mismatch } from './header.js'
import { Journal, orReject } from './journal.js'
import { LiveStudy } from './live-study.js'
import { Machines } from './machines.js'
import type { StudyOptions } from './options.js'
import { parse, type Setup } from './setup.js'
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
    throw new ParetuneError(
      fault(
        'StudyExists',
        `expected no study \`${header.name}\` in ${store.name}, but there is one; resume it or choose another name`,
      ),
    )
  const differing = stored && mismatch(stored.header, header, store.name)
  if (differing) throw new ParetuneError(differing)

  const episode = new Episode(setup)
  const agent = await makeAgent(options, setup, episode, stored)
  // Only now: an agent that refuses the space leaves no study behind.
  if (!stored) await orReject(store.create(header))
  const engine = new Engine(setup.space, agent, episode)
  const checkpointed = stored?.checkpoint?.position ?? 0
  for (const [position, entry] of (stored?.log ?? []).entries()) await engine.replay(entry, position >= checkpointed)
  const journal = new Journal(store, header.name, stored?.log.length ?? 0)
  const machines = new Machines(stored, header.machine)
  return new LiveStudy(setup, engine, agent, journal, machines) as unknown as Study<C>
}

const makeAgent = async (
  options: Pick<StudyOptions, 'agent'>,
  setup: Setup,
  episode: Episode,
  stored: StoredStudy | undefined,
): Promise<Agent> => {
  const context: AgentContext = {
    space: setup.space,
    goals: setup.goals,
    rng: setup.rng.fork('agent'),
    budget: setup.budget,
    observationSpace: episode.observationSpace,
    actionSpace: { kind: 'config' },
    ...(setup.profiler && { metrics: setup.profiler.metrics }),
    ...(stored?.checkpoint && { state: stored.checkpoint.agent }),
  }
  const agent = await options.agent(context)
  if (typeof agent?.ask === 'function' && typeof agent.tell === 'function') return agent
  const expected = `expected an agent with \`ask\` and \`tell\` of the factory \`${options.agent.agentName}\``
  throw new ParetuneError(fault('InvalidAgent', `${expected}, got ${show(agent)}`))
}
