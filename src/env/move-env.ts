import { type Config, fault, makeRng, orThrow, ParetuneError, show } from '../core/index.js'
import type { Space } from '../space/space.js'
import { configure } from './action.js'
import type { Env, Reset, Step } from './env.js'
import { movesOf } from './moves.js'
import { configNames } from './observations/index.js'
import type { BoxSpace } from './spaces.js'
import type { TuningEnv } from './tuning-env.js'

/** The last action, after those that move. */
const STOP = 'stop'

export interface MoveEnvOptions<C extends Config = Config> {
  /**
   * Where episodes start: a configuration; the middle of each parameter's scale, repaired; or one sampled by the seed of `reset`, of which a
   * reset without a seed takes the next sample. Default: `middle`.
   */
  readonly start?: C | 'middle' | 'random'
}

/** An environment whose actions change one parameter of the configuration where it is. */
export interface MoveEnv extends Env<readonly number[]> {
  /** What each action is, as `batch up` or `backend=wasm`; the last one is `stop`. */
  readonly moves: readonly string[]
}

/**
 * The `move` view of a tuning environment as one of discrete actions (`sizes: [moves.length]`): a walk from neighbour to neighbour. A step goes
 * where its move leads, measures there, and stays there whatever was measured, also a failure. `stop` measures nothing, is worth 0 and
 * terminates; so give a reward of gains, as `improvement()`: by `relativeLoss()` each measurement costs, and stopping at once is best.
 *
 * `reset` measures the start, which is the first trial and counts against the budget; its reward belongs to no action and is in the trial
 * of `info` alone. Where the start reaches the target or spends the budget, `stop` is all that is allowed.
 *
 * Observations are those of the environment inside, and behind them the encoding of the configuration (`lastConfig/0`, ..., each in [0, 1])
 * unless `currentConfig()` is among them. The mask has a 1 for each move to a valid configuration and for `stop`. `info` holds the trial; that
 * of `stop` is empty.
 *
 * Throws InvalidConfig for a start outside the space, and InvalidStudy for a step before `reset` or after the end, and for an action that
 * the mask forbids.
 */
export const moveEnv = <C extends Config>(
  env: TuningEnv<C>,
  space: Space<C>,
  { start = 'middle' }: MoveEnvOptions<NoInfer<C>> = {},
): MoveEnv => {
  const { names, from } = movesOf(space as unknown as Space)
  const moves = [...names, STOP]
  const { observationSpace, shown } = withConfig(env.observationSpace, space as unknown as Space)
  const fixed = typeof start === 'string' ? middleOf(space) : orThrow(space.parse(start))
  let rng = makeRng(0).fork('start')
  let state: 'fresh' | 'running' | 'ended' | 'closed' = 'fresh'
  /** Where the walk is. */
  let now: Pick<Required<Reset>, 'observation' | 'mask'> & { readonly targets: readonly (Config | undefined)[] }

  /** Measures a configuration and stays there. */
  const goTo = async (config: C): Promise<Step> => {
    const step = await env.step(configure(config))
    const isOver = step.terminated || step.truncated
    const targets = isOver ? names.map(() => undefined) : from(config)
    const mask = Uint8Array.from([...targets, config], target => Number(target !== undefined))
    now = { targets, mask, observation: shown(step.observation, config) }
    return { ...step, ...copyOf(now) }
  }
  const targetOf = (action: readonly number[]): Config => {
    const target = now.targets[action[0] as number]
    if (action.length === 1 && target) return target
    const allowed = moves.filter((_, move) => now.mask[move] === 1)
    const got = moves[action[0] as number] ?? show(action)
    const message = `expected one move that the mask allows (${allowed.join(', ')}), got ${got}`
    throw new ParetuneError(fault('InvalidStudy', message))
  }

  return {
    moves,
    observationSpace,
    actionSpace: { kind: 'multi-discrete', sizes: [moves.length] },
    reset: async (options = {}) => {
      if (options.seed !== undefined) rng = makeRng(options.seed).fork('start')
      state = 'fresh'
      await env.reset(options)
      const { info } = await goTo(start === 'random' ? space.sample(rng) : fixed)
      state = 'running'
      return { ...copyOf(now), info }
    },
    step: async action => {
      if (state !== 'running')
        throw new ParetuneError(fault('InvalidStudy', `expected reset() before step() of a walk, which is ${state}`))
      if (action.length === 1 && action[0] === names.length) {
        state = 'ended'
        return { ...copyOf(now), reward: 0, terminated: true, truncated: false, info: {} }
      }
      const step = await goTo(targetOf(action) as C)
      if (step.terminated || step.truncated) state = 'ended'
      return step
    },
    close: () => {
      state = 'closed'
      return env.close()
    },
  }
}

/** Each answer has arrays of its own. */
const copyOf = ({ observation, mask }: Pick<Required<Reset>, 'observation' | 'mask'>) => ({
  observation: observation.slice(),
  mask: mask.slice(),
})

const middleOf = <C extends Config>(space: Space<C>): C =>
  space.repair(space.decode(new Float64Array(space.dimension).fill(0.5)))

/** Observations with the encoding of a configuration behind, where they do not have it yet. */
const withConfig = (box: BoxSpace, space: Space) => {
  const added = configNames(space)
  if (added.every(name => box.names.includes(name)))
    return { observationSpace: box, shown: (observation: Float32Array) => observation }
  const { kind, names, low, high } = box
  const size = box.size + added.length
  const observationSpace: BoxSpace = {
    kind,
    size,
    names: [...names, ...added],
    low: Float32Array.of(...low, ...added.map(() => 0)),
    high: Float32Array.of(...high, ...added.map(() => 1)),
  }
  const shown = (observation: Float32Array, config: Config): Float32Array => {
    const row = new Float32Array(size)
    row.set(observation)
    row.set(space.encode(config), observation.length)
    return row
  }
  return { observationSpace, shown }
}
