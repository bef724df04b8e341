import type { AgentFactory } from '../agents/agent.js'
import { domainsOf, isDiscrete, type Space } from '../space/index.js'
import { problemSpaces } from './agent-problems.js'
import { type Play, play } from './agent-run.js'

export interface CheckAgentOptions {
  /** It handles one objective only. */
  readonly singleObjective?: boolean
  /** It handles spaces of few configurations only (at most 24). */
  readonly finiteSpace?: boolean
  /** It handles spaces of ordered parameters only, of which one at least is real. */
  readonly realSpace?: boolean
  /** Its proposals do not depend on the seed. */
  readonly seedless?: boolean
  /** Trials of one study. Default 40: enough for an agent's second phase to begin, so make its first one short. */
  readonly trials?: number
}

/**
 * Whether an agent keeps the contract of `Agent`: plays short studies of deterministic problems with it, over mixed,
 * conditional, constrained and exhaustible spaces with one to three objectives, failed and pruned trials, parallel slots,
 * outcomes in any order, trials of the caller, and a save in the middle. Of one that proposes lower fidelities: each in (0, 1], no
 * configuration twice at the same one, full ones among them, and `resumeFrom` a trial that can be gone on from.
 *
 * Returns what it does wrong, one sentence each; an empty list says that it conforms.
 *
 * @example
 * test('my agent keeps the contract', async t => t.deepEqual(await checkAgent(mine({ warmUp: 10 })), []))
 */
export const checkAgent = async (
  factory: AgentFactory,
  options: CheckAgentOptions = {},
): Promise<readonly string[]> => {
  const { singleObjective = false, finiteSpace = false, realSpace = false, seedless = false, trials = 40 } = options
  const violations = new Set<string>()
  const spaces = Object.entries(problemSpaces()).filter(
    ([, space]) => (!finiteSpace || space.count() <= 24) && (!realSpace || isReal(space)),
  )
  for (const [name, space] of spaces) {
    const plain: Play = { space, objectives: 1, trials, seed: 1, parallel: 1, order: 'oldest' }
    const watch = async (what: string, change: Partial<Play>): Promise<readonly (string | undefined)[]> => {
      const played = await play(factory, { ...plain, ...change })
      for (const violation of played.violations) violations.add(`${name} space, ${what}: ${violation}`)
      return played.proposals
    }
    const expectSame = (what: string, a: readonly unknown[], b: readonly unknown[]): void => {
      const at = a.findIndex((proposal, i) => proposal !== b[i])
      if (at >= 0) violations.add(`${name} space, ${what}: proposal ${at + 1} differs, ${a[at]} against ${b[at]}`)
    }

    const first = await watch('one at a time', {})
    expectSame('same seed twice', first, await watch('same seed twice', {}))
    const other = await watch('another seed', { seed: 2 })
    if (!seedless && first.every((proposal, i) => proposal === other[i])) {
      violations.add(`${name} space: seeds 1 and 2 give the same ${trials} proposals`)
    }
    for (const objectives of singleObjective ? [] : [2, 3]) await watch(`${objectives} objectives`, { objectives })
    const parallel = await watch('2 pending', { parallel: 2 })
    for (const saveBefore of [1, Math.floor(trials / 4), Math.floor(trials / 2) + 1]) {
      const what = `saved before trial ${saveBefore}`
      expectSame(what, parallel, await watch(what, { parallel: 2, saveBefore }))
    }
    await watch('4 pending', { parallel: 4 })
    await watch('4 pending, newest told first', { parallel: 4, order: 'newest' })
    await watch('4 pending, told together in reverse', { parallel: 4, order: 'together' })
    await watch('with trials of the caller', { parallel: 2, caller: true })
    await watch('with a trial of the caller told last', { parallel: 2, caller: true, order: 'newest' })
    await watch('nothing but failures', { failing: true })
  }
  return [...violations]
}

const isReal = (space: Space): boolean => !isDiscrete(space) && domainsOf(space).every(({ ordered }) => ordered)
