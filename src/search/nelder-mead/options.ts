import { isLeft } from '../../core/fp.js'
import { type Config, fault, ParetuneError } from '../../core/index.js'
import { domainsOf, isDiscrete, type Space } from '../../space/index.js'
import { checkOneOf, checkWithin } from '../checks.js'

export interface NelderMeadOptions {
  /** Where the first simplex has its first vertex. Default: the middle of all scales. */
  readonly start?: Config
  /** Length of the first edges, along each parameter's scale, in (0, 0.5]; of a discrete one a value at least. Default 0.1. */
  readonly size?: number
  /** A simplex that is smaller in every scale has collapsed. Default 1e-6. */
  readonly precision?: number
  /** Coefficients by the number of parameters (Gao & Han 2012), or the same for all (Nelder & Mead 1965). Default `adaptive`. */
  readonly coefficients?: 'adaptive' | 'classic'
}

/** Throws InvalidAgent where an option is out of range. */
export const checkOptions = ({ size, precision, coefficients }: Required<Omit<NelderMeadOptions, 'start'>>): void => {
  checkWithin('nelderMead', 'size', size, 1e-9, 0.5)
  checkWithin('nelderMead', 'precision', precision, 1e-15, 0.5)
  checkOneOf('nelderMead', 'coefficients', coefficients, ['adaptive', 'classic'])
}

/** Throws InvalidAgent where a space has parameters without an order, or no real one. */
export const checkSpace = (space: Space): void => {
  const unordered = domainsOf(space)
    .filter(({ ordered }) => !ordered)
    .map(({ name }) => name)
  if (unordered.length > 0) {
    throw refused(
      `expected parameters with an order, got ${unordered.map(name => `\`${name}\``).join(', ')} without one`,
    )
  }
  if (isDiscrete(space)) throw refused('expected at least one real parameter without a step, got none')
}

/** Throws InvalidAgent where the start is none of the space's configurations. Default: the middle, repaired. */
export const startOf = (space: Space, start: Config | undefined): Config => {
  if (start === undefined) return space.repair(space.decode(new Float64Array(space.dimension).fill(0.5)))
  const parsed = space.parse(start)
  if (isLeft(parsed)) throw refused(`\`start\`: ${parsed.left.message}`)
  return parsed.right
}

const refused = (message: string): ParetuneError => new ParetuneError(fault('InvalidAgent', `nelderMead: ${message}`))
