import { checkOneOf, checkWhole } from '../../checks.js'

export interface ParticleSwarmOptions {
  /** Particles. Whole, at least 2. Default 20. */
  readonly population?: number
  /**
   * Whose best place a particle is drawn to: the best one of its two neighbours and itself ('ring', slower and more thorough), or of all
   * ('global'). Default 'ring'.
   */
  readonly topology?: 'ring' | 'global'
}

/** The options with their defaults. Throws InvalidAgent where one is out of its range. */
export const particleSwarmSettings = (options: ParticleSwarmOptions): Required<ParticleSwarmOptions> => {
  const { population = 20, topology = 'ring' } = options
  checkWhole('particleSwarm', 'population', population, 2)
  checkOneOf('particleSwarm', 'topology', topology, ['ring', 'global'])
  return { population, topology }
}
