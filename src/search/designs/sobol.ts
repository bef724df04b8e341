import type { AgentFactory } from '../../agents/agent.js'
import { fault, ParetuneError } from '../../core/index.js'
import { maxSobolDimension, sobolSequence } from '../../numeric/index.js'
import { strategy } from '../strategy.js'
import { fromCube } from './cube.js'

export interface SobolOptions {
  /** Whether the sequence is scrambled at random, so that each seed has its own. Default true. */
  readonly scramble?: boolean
}

/**
 * Configurations along Sobol's low-discrepancy sequence, one coordinate for each of at most 337 parameters: they fill the space
 * more evenly than random ones, best after 2^k of them. It learns nothing.
 * @see Sobol 1967; Joe & Kuo 2008, "Constructing Sobol sequences with better two-dimensional projections"
 */
export const sobol = ({ scramble = true }: SobolOptions = {}): AgentFactory =>
  strategy({
    name: 'sobol',
    objectives: 'any',
    make: ({ space, rng }, saved) => {
      const { length } = space.names
      if (length > maxSobolDimension) {
        const message = `sobol: expected at most ${maxSobolDimension} parameters, got ${length}`
        throw new ParetuneError(fault('InvalidAgent', message))
      }
      const configOf = fromCube(space)
      // The fork follows from its name alone: the same after a restart.
      const pointAt = sobolSequence(length, scramble ? rng.fork('scrambling') : undefined)
      let next = (saved?.json ?? 0) as number
      return {
        propose: () => ({ config: configOf(pointAt(next++)), reason: `point ${next - 1} of the sequence` }),
        learn: () => {},
        save: () => ({ json: next }),
      }
    },
  })
