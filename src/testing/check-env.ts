import type { Env, Step } from '../env/env.js'
import type { ObservationSpace } from '../env/spaces.js'

/** What the checker needs besides the environment. */
export interface CheckEnvOptions<A> {
  /** Actions to take, at least two; taken in turn until the episode ends or `steps` are done. */
  readonly actions: readonly A[]
  /** Most steps of one episode. Default: 50. */
  readonly steps?: number
  /** Whether the same seed and actions give the same rewards and observations: true unless a real machine is measured. */
  readonly deterministic?: boolean
}

/**
 * Checks the semantics of an environment as Gymnasium's checker does: observations of the declared shape within the declared bounds from
 * `reset` and `step`, finite rewards, `terminated` and `truncated` apart, a step before reset or after the end refused, and the same seed
 * leading to the same episode. Returns what is wrong, one sentence each; an empty list is a pass. Closes the environment.
 *
 * @see Gymnasium, utils/env_checker.py
 */
export const checkEnv = async <A>(env: Env<A>, options: CheckEnvOptions<A>): Promise<string[]> => {
  const { actions, steps = 50, deterministic = true } = options
  const wrong: string[] = []
  if (actions.length < 2) return ['expected at least two actions to check with']
  if (!(await refuses(() => env.step(actions[0] as A)))) wrong.push('step before the first reset was not refused')

  const play = async (seed: number): Promise<Step[]> => {
    const start = await env.reset({ seed })
    wrong.push(...outside(env.observationSpace, start.observation, 'reset'))
    const episode: Step[] = [{ ...start, reward: 0, terminated: false, truncated: false }]
    for (let n = 0; n < steps; n++) {
      const step = await env.step(actions[n % actions.length] as A)
      episode.push(step)
      wrong.push(...outside(env.observationSpace, step.observation, `step ${n + 1}`))
      if (!Number.isFinite(step.reward))
        wrong.push(`the reward of step ${n + 1} is ${step.reward}, not a finite number`)
      if (step.terminated && step.truncated) wrong.push(`step ${n + 1} is both terminated and truncated`)
      if (step.terminated || step.truncated) {
        if (!(await refuses(() => env.step(actions[0] as A))))
          wrong.push('a step after the end of the episode was not refused')
        break
      }
    }
    return episode
  }

  const first = await play(7)
  const second = await play(7)
  if (deterministic && text(first) !== text(second))
    wrong.push('two episodes with the same seed and the same actions differ')
  if (first[0] && second[0] && first[0].observation === second[0].observation)
    wrong.push('two resets share one observation array')
  await env.close()
  if (!(await refuses(() => env.step(actions[0] as A)))) wrong.push('a step after close was not refused')
  return [...new Set(wrong)]
}

const refuses = async (call: () => Promise<unknown>): Promise<boolean> => {
  try {
    await call()
    return false
  } catch {
    return true
  }
}

const outside = (space: ObservationSpace, observation: Float32Array, place: string): string[] => {
  if (!(observation instanceof Float32Array)) return [`the observation of ${place} is not a Float32Array`]
  if (observation.length !== space.size)
    return [`the observation of ${place} has ${observation.length} numbers, not ${space.size}`]
  const bad = observation.findIndex(
    (value, i) => !(value >= (space.low[i] as number) && value <= (space.high[i] as number)),
  )
  return bad < 0
    ? []
    : [
        `\`${space.names[bad]}\` in the observation of ${place} is ${observation[bad]}, outside [${space.low[bad]}, ${space.high[bad]}]`,
      ]
}

const text = (episode: readonly Step[]): string =>
  JSON.stringify(
    episode.map(({ observation, reward, terminated, truncated }) => [[...observation], reward, terminated, truncated]),
  )
