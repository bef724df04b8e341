import type { AgentFactory } from '../../agents/agent.js'
import type { Config, Json } from '../../core/index.js'
import { type Domain, domainsOf } from '../../space/index.js'
import { compareEvaluations } from '../evaluation.js'
import { memoryOf } from '../memory.js'
import { type Strategy, strategy, type Tools } from '../strategy.js'
import { checkOptions, checkSpace, type NelderMeadOptions, startOf } from './options.js'
import { adaptiveCoefficients, built, CLASSIC, iterate, replaced, type Vertex } from './simplex.js'

/**
 * The simplex method of Nelder and Mead, for one objective over ordered parameters of which at least one is real without a step.
 *
 * Points outside of the bounds are moved onto them. A point that breaks a constraint of the space ranks last, together with
 * failed and pruned trials, and costs no trial; infeasible ones are ordered by their violation. Whole numbers, ordinals and steps are
 * rounded: what is rounded to a known configuration costs no trial either.
 *
 * A simplex has collapsed where it is smaller than `precision`, without extent along a parameter, or twice in a row equally good at
 * all vertices. Another one begins at its best vertex; where that ends at the place where it began, the next one begins at random.
 *
 * While a point that decides is pending, those that may be needed next are proposed (the expansion, the contractions, then the shrunk
 * simplex), then random ones. A better configuration of the caller takes the place of the worst vertex.
 * @see Nelder & Mead 1965, "A simplex method for function minimization"; Luersen & Le Riche 2004, "Globalized Nelder-Mead method for
 * engineering optimization", for the tests of collapse and restarts
 */
export const nelderMead = (options: NelderMeadOptions = {}): AgentFactory => {
  const { size = 0.1, precision = 1e-6, coefficients = 'adaptive', start } = options
  checkOptions({ size, precision, coefficients })
  return strategy({
    name: 'nelder-mead',
    objectives: 'one',
    make: (tools, saved) => {
      checkSpace(tools.space)
      const first = startOf(tools.space, start)
      return search(tools, { first, size, precision, coefficients }, saved?.json as unknown as Progress | undefined)
    },
  })
}

interface Settings extends Required<Omit<NelderMeadOptions, 'start'>> {
  /** The first vertex of the first simplex. */
  readonly first: Config
}

interface Progress {
  readonly memory: Json
  /** Where this simplex began. */
  readonly origin: readonly number[]
  /** The best first; none while the points of the first simplex are not all known. */
  readonly simplex: readonly Vertex[]
  readonly runs: number
}

/** Iterations in a row of which all points are known. */
const MAX_FREE = 1000

const search = (tools: Tools, settings: Settings, progress: Progress | undefined): Strategy => {
  const { space, rng, isKnown, pending } = tools
  const { size, precision } = settings
  const memory = memoryOf(space, progress?.memory)
  const edges = domainsOf(space).map(domain => edgeOf(domain, size))
  const n = edges.filter(edge => edge > 0).length
  const coefficients = settings.coefficients === 'adaptive' ? adaptiveCoefficients(n) : CLASSIC
  let { origin, simplex, runs } = progress ?? { origin: [...space.encode(settings.first)], simplex: [], runs: 1 }

  const find = (unbounded: readonly number[]): Vertex | undefined => {
    const point = unbounded.map(x => Math.max(0, Math.min(1, x)))
    const config = space.decode(point)
    if (space.broken(config).length > 0) return { point, losses: null, violation: 0 }
    const place = memory.of(config)
    if (place !== undefined) return { point, losses: place.losses, violation: place.violation }
    return isKnown(config) && !isPending(config) ? { point, losses: null, violation: 0 } : undefined
  }
  const isPending = (config: Config): boolean => {
    const fingerprint = space.fingerprint(config)
    return pending().some(other => space.fingerprint(other) === fingerprint)
  }
  /** The origin, and one step from it along each parameter, up where that stays within the bounds. */
  const corners = (): number[][] => [
    [...origin],
    ...edges.flatMap((edge, j) => {
      const at = origin[j] as number
      return edge === 0 ? [] : [origin.map((x, i) => (i === j ? (at + edge <= 1 ? at + edge : at - edge) : x))]
    }),
  ]
  const begin = (): void => {
    const end = simplex[0]?.point ?? origin
    const isNew = simplex[0]?.losses != null && end.some((x, j) => Math.abs(x - (origin[j] as number)) > 10 * precision)
    origin = isNew ? end : [...space.encode(space.sample(rng))]
    simplex = []
    runs++
  }
  const hasCollapsed = (before: readonly Vertex[]): boolean => {
    const best = simplex[0] as Vertex
    // Once alone may be chance: two vertices on either side of a minimum are equally good too.
    if (isFlat(simplex) && (isFlat(before) || best.losses === null)) return true
    const extents = best.point.map((x, j) =>
      Math.max(...simplex.map(({ point }) => Math.abs((point[j] as number) - x))),
    )
    return Math.max(...extents) < precision || extents.some((extent, j) => extent === 0 && edges[j] !== 0)
  }
  return {
    propose: () => {
      for (let free = 0; free < MAX_FREE; free++) {
        const next = simplex.length === 0 ? built(corners(), find) : iterate(simplex, coefficients, find)
        if (next._tag === 'Moved') {
          const before = simplex
          simplex = next.simplex
          if (hasCollapsed(before)) begin()
          continue
        }
        for (const point of next.points) {
          const config = space.decode(point)
          if (!isKnown(config) && space.broken(config).length === 0) return { config, reason: `simplex ${runs}` }
        }
        return undefined
      }
      return undefined
    },
    drawn: () => ({ reason: `simplex ${runs}: random, while its points are pending` }),
    learn: evaluation => {
      memory.add(evaluation)
      const { own, config, losses, violation } = evaluation
      const vertex: Vertex = { point: [...space.encode(config)], losses, violation }
      const best = simplex[0]
      if (!own && best !== undefined && compareEvaluations(vertex, best) < 0) simplex = replaced(simplex, vertex)
    },
    save: () => ({
      json: { memory: memory.save(), origin, simplex, runs } satisfies Progress as unknown as Json,
    }),
  }
}

/** 0 where a parameter has one value only. */
const edgeOf = ({ size, parameter }: Domain, least: number): number => {
  if (size === 1 || (parameter.kind === 'real' && parameter.low === parameter.high)) return 0
  return size === Number.POSITIVE_INFINITY ? least : Math.max(least, 1 / (size - 1))
}

/** Whether all vertices are equally good. */
const isFlat = (simplex: readonly Vertex[]): boolean => {
  const [best, worst] = [simplex[0], simplex.at(-1)]
  return best !== undefined && worst !== undefined && compareEvaluations(best, worst) === 0
}
