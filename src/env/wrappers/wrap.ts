import { fault, ParetuneError, show } from '../../core/index.js'
import type { Env } from '../env.js'
import type { BoxSpace } from '../spaces.js'

/** An environment that does what another does, but for the parts given. (A spread would lose the methods of a class.) */
export const wrap = <A>(env: Env<A>, parts: Partial<Env<A>> & Pick<Env<A>, 'step'>): Env<A> => ({
  observationSpace: env.observationSpace,
  actionSpace: env.actionSpace,
  reset: options => env.reset(options),
  close: () => env.close(),
  ...parts,
})

/** The box of an environment's actions. Throws InvalidStudy where they are none. */
export const boxOf = (wrapper: string, env: Env<readonly number[]>): BoxSpace => {
  if (env.actionSpace.kind === 'box') return env.actionSpace
  throw new ParetuneError(
    fault('InvalidStudy', `${wrapper}: expected an environment whose actions are a box, got ${show(env.actionSpace)}`),
  )
}
