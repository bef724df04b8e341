import { checkOneOf, checkWhole } from '../../checks.js'

export interface ParticleSwarmOptions {
  /** Particles. Whole, at least 2. Default: 20, but a 20th of the budget's trials at most, and 10 at least. */
  readonly population?: number
  /**
   * Whose best place a particle is drawn to: the best one of its two neighbours and itself ('ring', slower and more thorough), or of all
   * ('global'). Default 'ring' (Bratton & Kennedy 2007), in spaces without a real parameter without steps 'global', which did better on recorded
   * spaces: docs/search-populations.md.
   */
  readonly topology?: 'ring' | 'global'
}

/** Throws InvalidAgent where an option is out of its range. */
export const checkOptions = ({ population, topology }: ParticleSwarmOptions): void => {
  if (population !== undefined) checkWhole('particleSwarm', 'population', population, 2)
  if (topology !== undefined) checkOneOf('particleSwarm', 'topology', topology, ['ring', 'global'])
}
