import { isLeft } from '../../core/fp.js'
import { type Config, fault, ParetuneError, show } from '../../core/index.js'
import type { Space } from '../../space/index.js'

export interface CmaEsOptions {
  /** Samples of a generation, lambda. Default 4 + floor(3 ln n) for n coordinates (Hansen 2023, equation 48). */
  readonly population?: number
  /** The first step-size, as a part of each parameter's scale. Default 0.3 (Hansen 2023, section B.1... of the range). */
  readonly sigma0?: number
  /** Where the first run starts. Default: the middle of all scales, no alternative preferred. */
  readonly start?: Config
  /** What follows when a run has converged. Default 'bipop' (Hansen 2009). With 'none' all further configurations are drawn at random. */
  readonly restarts?: 'none' | 'ipop' | 'bipop'
  /** Learns variances only, not covariances: for many parameters and separable losses (Ros & Hansen 2008). Default false. */
  readonly diagonal?: boolean
  /** Probability to leave a discrete value that is always kept. Default 1 / (n lambda) (Hamano et al. 2022). */
  readonly margin?: number
}

const restartKinds: readonly string[] = ['none', 'ipop', 'bipop']

/** Throws InvalidAgent where an option is out of range. */
export const checkOptions = ({ population, sigma0, restarts, diagonal, margin }: CmaEsOptions): void => {
  if (population !== undefined && !(Number.isInteger(population) && population >= 2))
    reject('a whole number of at least 2', 'population', population)
  if (sigma0 !== undefined && !(sigma0 > 0 && sigma0 < Infinity)) reject('a number above 0', 'sigma0', sigma0)
  if (restarts !== undefined && !restartKinds.includes(restarts))
    reject(`one of ${restartKinds.map(show).join(', ')}`, 'restarts', restarts)
  if (diagonal !== undefined && typeof diagonal !== 'boolean') reject('true or false', 'diagonal', diagonal)
  if (margin !== undefined && !(margin > 0 && margin < 0.5)) reject('a number in (0, 0.5)', 'margin', margin)
}

/** Throws InvalidAgent where the start is none of the space's configurations. */
export const checkStart = (space: Space, start: Config): void => {
  const parsed = space.parse(start)
  if (isLeft(parsed)) throw new ParetuneError(fault('InvalidAgent', `cmaEs: \`start\`: ${parsed.left.message}`))
}

const reject = (expected: string, name: string, came: unknown): never => {
  throw new ParetuneError(fault('InvalidAgent', `cmaEs: expected ${expected} for \`${name}\`, got ${show(came)}`))
}
