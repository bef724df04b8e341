import type { AgentFactory } from '../../../agents/agent.js'
import type { Rng } from '../../../core/index.js'
import { domainsOf, isDiscrete } from '../../../space/index.js'
import { compareEvaluations, type Evaluation } from '../../evaluation.js'
import { populationFor } from '../../population-size.js'
import { strategy } from '../../strategy.js'
import { completed } from '../../values.js'
import { type Places, placesOf } from '../places.js'
import { checkOptions, type ParticleSwarmOptions } from './options.js'
import { positionsOf } from './positions.js'

/**
 * Particle swarm optimisation with constriction for one objective, over parameters of every kind: every particle in turn flies on, drawn
 * to the best place that it has found and to that of its neighbours. The first outcomes are of random configurations.
 *
 * Ordered parameters fly through their scale and are rounded for the configuration alone; of choices and flags the particles carry
 * probabilities, from which the configuration is drawn. A particle flies on before its last trial is told: only what it is drawn
 * to waits for outcomes. Random configurations and trials of the caller become the best place of the particle that has the worst. In
 * place of a configuration that is known one is drawn at random.
 * @see Clerc & Kennedy 2002, "The particle swarm: explosion, stability, and convergence in a multidimensional complex space"; Bratton &
 * Kennedy 2007, "Defining a standard for particle swarm optimization"; Strasser et al. 2016 (choices and flags)
 */
export const particleSwarm = (options: ParticleSwarmOptions = {}): AgentFactory => {
  checkOptions(options)
  return strategy({
    name: 'particle swarm',
    objectives: 'one',
    make: (tools, saved) => {
      const { space, rng, isKnown, budget } = tools
      const { population = populationFor(20, budget), topology = isDiscrete(space) ? 'global' : 'ring' } = options
      const places = placesOf(population, saved?.json)
      const positions = positionsOf(space)
      const { dimension } = positions
      const { bytes, particles } = swarmOf(places.size, dimension, saved?.buffers?.swarm)
      const domains = domainsOf(space)
      return {
        propose: () => {
          if (!places.isFull) return undefined
          const place = places.next()
          const { position, velocity, best } = particles[place] as Particle
          const { best: leader } = particles[leaderOf(topology, places, place)] as Particle
          accelerate(velocity, position, best, leader, rng)
          for (let j = 0; j < dimension; j++) position[j] = (position[j] as number) + (velocity[j] as number)
          positions.confine(position, velocity)
          const config = completed(space, domains, positions.draw(position, rng), rng)
          if (isKnown(config)) return undefined
          return { config, reason: `round ${places.rounds}: particle ${place}`, memo: { place } }
        },
        drawn: () => ({ reason: `round ${places.rounds}: random` }),
        learn: evaluation => {
          const settled = places.settle(evaluation)
          if (settled === undefined) return
          const { position, velocity, best } = particles[settled.place] as Particle
          if (settled.replaced === undefined) {
            position.set(positions.towards(evaluation.config, positions.middle))
            // Half way to a random place: Clerc 2012, section 3.2 (SPSO 2006).
            for (let j = 0; j < dimension; j++) velocity[j] = (rng.next() - (position[j] as number)) / 2
          }
          best.set(positions.towards(evaluation.config, position))
        },
        save: () => ({ json: places.save(), buffers: { swarm: bytes() } }),
      }
    },
  })
}

interface Particle {
  readonly position: Float64Array
  readonly velocity: Float64Array
  /** Where it was when it found the best that it has found. */
  readonly best: Float64Array
}

const swarmOf = (size: number, dimension: number, saved?: Uint8Array) => {
  // A store may hand a buffer back as a view at any offset: what is aligned is a copy.
  const all =
    saved === undefined ? new Float64Array(3 * size * dimension) : new Float64Array(new Uint8Array(saved).buffer)
  const part = (i: number): Float64Array => all.subarray(i * dimension, (i + 1) * dimension)
  const particles = Array.from(
    { length: size },
    (_, i): Particle => ({ position: part(3 * i), velocity: part(3 * i + 1), best: part(3 * i + 2) }),
  )
  return { particles, bytes: () => new Uint8Array(all.slice().buffer) }
}

/** chi for phi = 4.1, and both attractions chi phi / 2 at most. @see Clerc & Kennedy 2002, section III; Bratton & Kennedy 2007, equation 4 */
const CHI = 0.72984
const ATTRACTION = 2.05 * CHI

const accelerate = (
  velocity: Float64Array,
  position: Float64Array,
  best: Float64Array,
  leader: Float64Array,
  rng: Rng,
): void => {
  for (let j = 0; j < velocity.length; j++) {
    const at = position[j] as number
    velocity[j] =
      CHI * (velocity[j] as number) +
      ATTRACTION * rng.next() * ((best[j] as number) - at) +
      ATTRACTION * rng.next() * ((leader[j] as number) - at)
  }
}

const leaderOf = (topology: 'ring' | 'global', { holders, ranked }: Places, place: number): number => {
  if (topology === 'global') return ranked[0] as number
  const size = holders.length
  const at = (i: number): Evaluation => holders[i] as Evaluation
  return [(place + size - 1) % size, (place + 1) % size].reduce(
    (best, neighbour) => (compareEvaluations(at(neighbour), at(best)) < 0 ? neighbour : best),
    place,
  )
}
