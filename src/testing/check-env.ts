import type { Env, Reset, Step } from '../env/env.js'
import { isAllowed, Kept, wrongActions, wrongBox, wrongMask, wrongObservation, wrongOutcome } from './env-rules.js'

/** What the checker needs besides the environment. */
export interface CheckEnvOptions<A> {
  /** Actions to take, at least two; those that are allowed are taken in turn until the episode ends or `steps` are done. */
  readonly actions: readonly A[]
  /** Most steps of one episode. Default: 50. */
  readonly steps?: number
  /** Whether the same seed and actions give the same rewards and observations: true unless a real machine is measured. */
  readonly deterministic?: boolean
  /** Whether another seed leads to another episode. Default: false, it may or may not. */
  readonly random?: boolean
}

/**
 * Checks the semantics of an environment as Gymnasium's checker does: spaces declared sensibly; observations of the declared shape within the
 * declared bounds from `reset` and `step`, in arrays of their own; masks of the action space with an alternative in each place; finite
 * rewards; `terminated` and `truncated` apart; a step before reset, after the end or after close refused; a reset possible at any time; and the
 * same seed leading to the same episode. Returns what is wrong, one sentence each; an empty list is a pass. Closes the environment.
 *
 * @see Gymnasium, utils/env_checker.py
 */
export const checkEnv = async <A>(env: Env<A>, options: CheckEnvOptions<A>): Promise<string[]> => {
  const { actions, steps = 50, deterministic = true, random = false } = options
  if (actions.length < 2) return ['expected at least two actions to check with']
  const { observationSpace, actionSpace } = env
  const wrong = [...wrongBox('observation', observationSpace), ...wrongActions(actionSpace)]
  if (wrong.length > 0) {
    // Nothing else makes sense then.
    await env.close()
    return wrong
  }
  const allowed = (mask: Reset['mask'], turn = 0): number => {
    for (let i = turn; i < turn + actions.length; i++)
      if (isAllowed(actionSpace, mask, actions[i % actions.length])) return i
    return -1
  }
  const act = (turn: number): Promise<Step> => env.step(actions[turn % actions.length] as A)
  const refusal = async (when: string, mask?: Reset['mask']): Promise<void> => {
    // An action that is allowed, so that it is not the mask which refuses it.
    if (!(await throws(() => act(Math.max(0, allowed(mask)))))) wrong.push(`${when} was not refused`)
  }
  const kept = new Kept()
  const see = (place: string, shown: Reset): void => {
    kept.add(shown, place)
    wrong.push(
      ...wrongObservation(observationSpace, shown.observation, place),
      ...wrongMask(actionSpace, shown.mask, place),
    )
  }
  const reset = async (place: string, seed?: number): Promise<Step> => {
    const start = await env.reset(seed === undefined ? {} : { seed })
    see(place, start)
    return { ...start, reward: 0, terminated: false, truncated: false }
  }
  const play = async (start: Step): Promise<Step[]> => {
    const episode = [start]
    for (let n = 1, turn = 0; n <= steps; n++) {
      const taken = allowed(episode.at(-1)?.mask, turn)
      if (taken < 0) break
      turn = taken + 1
      const step = await act(taken)
      episode.push(step)
      see(`step ${n}`, step)
      wrong.push(...wrongOutcome(step, `step ${n}`))
      if (!step.terminated && !step.truncated) continue
      await refusal('a step after the end of the episode', step.mask)
      break
    }
    return episode
  }
  const both = async (seed: number): Promise<readonly [string, string]> => [
    text(await play(await reset('reset', seed))),
    text([await reset('a reset without a seed')]),
  ]

  await refusal('step before the first reset')
  try {
    const [first, next] = await both(7)
    const [again, nextAgain] = await both(7)
    if (deterministic && first !== again) wrong.push('two episodes with the same seed and the same actions differ')
    if (deterministic && next !== nextAgain) wrong.push('two resets without a seed after the same episode differ')
    if (random && text(await play(await reset('reset', 8))) === first)
      wrong.push('two episodes with different seeds are the same')
    const { mask } = await reset('a reset without a seed')
    const taken = allowed(mask)
    if (taken >= 0) await act(taken)
    const middle = await reset('a reset in the middle of an episode', 7)
    if (deterministic && !first.startsWith(text([middle]).slice(0, -1)))
      wrong.push('a reset in the middle of an episode starts otherwise than the same seed did before')
  } catch (thrown) {
    wrong.push(`a reset or a step that should be possible failed: ${thrown}`)
  }
  wrong.push(...kept.wrong)
  await env.close()
  await refusal('a step after close')
  return [...new Set(wrong)]
}

const throws = async (call: () => Promise<unknown>): Promise<boolean> => {
  try {
    await call()
    return false
  } catch {
    return true
  }
}

const text = (episode: readonly Step[]): string =>
  JSON.stringify(
    episode.map(({ observation, mask, reward, terminated, truncated }) => [
      [...observation],
      [...(mask ?? [])],
      reward,
      terminated,
      truncated,
    ]),
  )
