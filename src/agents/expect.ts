import { fault, ParetuneError, show } from '../core/index.js'

/** Throws InvalidAgent, naming the option, unless it holds. */
export const expectOption = (holds: boolean, agent: string, option: string, range: string, got: unknown): void => {
  if (!holds) throw new ParetuneError(fault('InvalidAgent', `${agent}: expected ${option} ${range}, got ${show(got)}`))
}
