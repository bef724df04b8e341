import { fault, ParetuneError, show } from '../../core/index.js'

export interface TpeOptions {
  /** Trials before the first estimate; their configurations are drawn at random. Default 10 (Optuna). */
  readonly startup?: number
  /** How many of n trials count as good. Default min(ceil(n / 10), 25) (Bergstra et al. 2011; Optuna). */
  readonly gamma?: (n: number) => number
  /** Configurations compared for a proposal. Default 24 (Bergstra et al. 2011; Optuna). */
  readonly candidates?: number
}

/** Throws InvalidAgent where an option is out of range. */
export const checkOptions = ({ startup, gamma, candidates }: TpeOptions): void => {
  const whole = (value: number | undefined, least: number, name: string): void => {
    if (value !== undefined && !(Number.isInteger(value) && value >= least))
      reject(`a whole number of at least ${least}`, name, value)
  }
  whole(startup, 1, 'startup')
  whole(candidates, 1, 'candidates')
  if (gamma !== undefined && typeof gamma !== 'function') reject('a function of the number of trials', 'gamma', gamma)
}

const reject = (expected: string, name: string, came: unknown): never => {
  throw new ParetuneError(fault('InvalidAgent', `tpe: expected ${expected} for \`${name}\`, got ${show(came)}`))
}

export const defaultGamma = (n: number): number => Math.min(Math.ceil(0.1 * n), 25)
