import type { AgentFactory } from '../../../agents/agent.js'
import type { Config, Json, Rng } from '../../../core/index.js'
import { domainsOf } from '../../../space/index.js'
import type { Evaluation } from '../../evaluation.js'
import { strategy } from '../../strategy.js'
import { completed } from '../../values.js'
import { type Places, placesOf } from '../places.js'
import { adaptationOf, type Control } from './jade.js'
import {
  checkOptions,
  type DifferentialEvolutionOptions,
  type DifferentialMutation,
  differentialSettings,
} from './options.js'
import { type Mutant, trialVectors } from './trial-vector.js'

/**
 * Differential evolution for one objective, over parameters of every kind: a base vector and scaled differences of others are crossed
 * with the vector of a place, and take that place unless they are worse. The first outcomes are of random configurations.
 *
 * A place is competed for as soon as a trial is told, whatever is pending; random configurations and trials of the caller compete with
 * the worst. In place of a trial vector that is known a configuration is drawn at random.
 * @see Storn & Price 1997, "Differential evolution: a simple and efficient heuristic for global optimization over continuous spaces"
 */
export const differentialEvolution = (options: DifferentialEvolutionOptions = {}): AgentFactory => {
  checkOptions(options)
  return strategy({
    name: 'differential evolution',
    objectives: 'one',
    make: (tools, saved) => {
      const { space, rng, isKnown } = tools
      const { population, mutation, F: range, CR, jitter, adaptive } = differentialSettings(options, tools)
      const state = saved?.json as unknown as Progress | undefined
      const places = placesOf(population, state?.places)
      const adaptation = adaptive ? adaptationOf(places.size, state?.adaptation) : undefined
      /** Vectors that have lost their place, as many as there are places at most. */
      const archive = [...(state?.archive ?? [])]
      const domains = domainsOf(space)
      const cross = trialVectors(space)
      return {
        propose: () => {
          if (!places.isFull) return undefined
          const place = places.next()
          const { config: target, trial } = places.holders[place] as Evaluation
          const control = adaptation?.draw(rng) ?? { F: between(range, rng), CR }
          const scale = jitter && !adaptive ? () => between(range, rng) : () => control.F
          const mutant = adaptive ? pBestMutant(places, place, archive, rng) : mutantOf(mutation, places, place, rng)
          const config = completed(space, domains, cross(target, mutant, scale, control.CR, rng), rng)
          if (isKnown(config)) return undefined
          const reason = `round ${places.rounds}: for the place of trial ${trial}`
          return { config, reason, memo: adaptive ? { place, ...control } : { place } }
        },
        drawn: () => ({ reason: `round ${places.rounds}: random` }),
        learn: evaluation => {
          const replaced = places.settle(evaluation)?.replaced
          if (adaptation === undefined || evaluation.memo === null) return
          adaptation.tell(evaluation.memo as unknown as Control, replaced !== undefined)
          if (replaced === undefined) return
          if (archive.length < places.size) archive.push(replaced.config)
          else archive[rng.integer(0, places.size - 1)] = replaced.config
        },
        save: () => {
          const json: Progress = {
            places: places.save(),
            adaptation: adaptation?.save() ?? null,
            archive: [...archive],
          }
          return { json: json as unknown as Json }
        },
      }
    },
  })
}

interface Progress {
  readonly places: Json
  readonly adaptation: Json
  readonly archive: readonly Config[]
}

const between = ([low, high]: readonly [number, number], rng: Rng): number =>
  low === high ? low : low + (high - low) * rng.next()

/** @see Storn & Price 1997, equations 2 and 6; Price 1999 for current-to-best */
const mutantOf = (mutation: DifferentialMutation, { holders, ranked }: Places, place: number, rng: Rng): Mutant => {
  const at = (i: number | undefined): Config => (holders[i as number] as Evaluation).config
  const [r1, r2, r3] = distinctOthers(3, place, holders.length, rng)
  switch (mutation) {
    case 'rand/1':
      return { base: at(r1), differences: [at(r2), at(r3)] }
    case 'best/1':
      return { base: at(ranked[0]), differences: [at(r1), at(r2)] }
    case 'current-to-best/1':
      return { base: at(place), differences: [at(ranked[0]), at(place), at(r1), at(r2)] }
  }
}

/** p, the part of the best that mutants are drawn to. @see Zhang & Sanderson 2009, section V */
const P_BEST = 0.05

/** current-to-pbest/1 with archive. @see Zhang & Sanderson 2009, equation 7 */
const pBestMutant = ({ holders, ranked }: Places, place: number, archive: readonly Config[], rng: Rng): Mutant => {
  const at = (i: number | undefined): Config => (holders[i as number] as Evaluation).config
  const best = ranked[rng.integer(0, Math.max(1, Math.round(P_BEST * holders.length)) - 1)]
  const [r1, r2] = distinctOthers(2, place, holders.length, rng)
  const old = archive[rng.integer(0, holders.length + archive.length - 1) - holders.length]
  return { base: at(place), differences: [at(best), at(place), at(r1), old ?? at(r2)] }
}

/** So many different places other than one, each equally likely. */
const distinctOthers = (count: number, place: number, size: number, rng: Rng): number[] => {
  const others: number[] = []
  while (others.length < count) {
    const other = rng.integer(0, size - 1)
    if (other !== place && !others.includes(other)) others.push(other)
  }
  return others
}
