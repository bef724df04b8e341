import type { Json, Rng } from '../../core/index.js'
import { compareEvaluations, type Verdict } from '../evaluation.js'
import type { Coordinates } from './coordinates.js'
import { Distribution } from './distribution.js'
import { keepMargin } from './margin.js'
import type { ScheduledRun } from './schedule.js'
import { type History, stagnationLength, stopped } from './stopping.js'

/** A point and what was found there. */
export interface Member extends Verdict {
  readonly point: Float64Array
  /** Not drawn from the distribution as it is now: of the caller, repaired, or late. */
  readonly foreign: boolean
  /** Completes the generation together with others like it. */
  readonly counts: boolean
}

export interface RunOptions {
  readonly mean: Float64Array
  readonly sigma0: number
  readonly diagonal: boolean
  /** Default 1 / (n lambda), as in Hamano et al. 2022. */
  readonly margin: number | undefined
}

/** One run of CMA-ES from a start to the point where a stopping criterion holds. */
export class Run {
  readonly scheduled: ScheduledRun
  readonly #coordinates: Coordinates
  readonly #sigma0: number
  readonly #margin: number
  readonly #distribution: Distribution
  /** Diagonal of the margin's matrix A: points are m + sigma A y. */
  readonly #A: Float64Array
  #members: Member[] = []
  #history: History = { best: [], median: [], flat: [] }
  #stopped: string | undefined

  constructor(scheduled: ScheduledRun, coordinates: Coordinates, { mean, sigma0, diagonal, margin }: RunOptions) {
    const { lambda, sigmaFactor } = scheduled
    this.scheduled = scheduled
    this.#coordinates = coordinates
    this.#sigma0 = sigma0 * sigmaFactor
    this.#margin = margin ?? 1 / (mean.length * lambda)
    this.#distribution = new Distribution({ mean, sigma: this.#sigma0, lambda, diagonal })
    this.#A = new Float64Array(mean.length).fill(1)
  }

  get generation(): number {
    return this.#distribution.generation
  }
  get mean(): Float64Array {
    return this.#distribution.mean
  }
  /** The criterion that ended it. */
  get stopped(): string | undefined {
    return this.#stopped
  }

  sample(rng: Rng): Float64Array {
    const { mean, sigma } = this.#distribution
    return this.#distribution.sample(rng).map((y, j) => (mean[j] as number) + sigma * (this.#A[j] as number) * y)
  }

  /** Once lambda members that count are there the distribution learns from them. */
  add(member: Member): void {
    this.#members.push(member)
    const { lambda } = this.#distribution.parameters
    if (this.#members.filter(({ counts }) => counts).length < lambda) return
    const ranked = this.#members.sort(compareEvaluations).slice(0, lambda)
    this.#members = []
    this.#distribution.update(ranked.map(member => this.#stepTo(member)))
    keepMargin(this.#distribution, this.#A, this.#coordinates, this.#margin)
    this.#lookBack(ranked)
  }

  /**
   * y = (x - m) / (sigma A), for foreign points no longer than the longest that a sample usually is.
   * @see Hansen 2011, "Injecting external solutions into CMA-ES", equation 4
   */
  #stepTo({ point, foreign }: Member): Float64Array {
    const { mean, sigma, parameters } = this.#distribution
    const y = point.map((x, j) => (x - (mean[j] as number)) / (sigma * (this.#A[j] as number)))
    if (!foreign) return y
    const { n } = parameters
    const longest = Math.sqrt(n) + (2 * n) / (n + 2)
    const length = this.#distribution.norm(y)
    return length <= longest ? y : y.map(yj => (yj * longest) / length)
  }

  #lookBack(ranked: readonly Member[]): void {
    const { n, lambda } = this.#distribution.parameters
    const lossOf = (k: number): number | null => {
      const { losses, violation } = ranked[k] as Member
      return losses === null || violation > 0 ? null : (losses[0] as number)
    }
    const { best, median, flat } = this.#history
    const [first, last] = [lossOf(0), lossOf(lambda - 1)]
    const kth = Math.min(lambda - 1, Math.ceil(0.1 + lambda / 4))
    best.push(first)
    median.push(lossOf(lambda >> 1))
    flat.push(Number(compareEvaluations(ranked[0] as Member, ranked[kth] as Member) === 0))
    const range = first === null || last === null ? Number.POSITIVE_INFINITY : last - first
    const { maxGenerations } = this.scheduled
    this.#stopped =
      maxGenerations !== null && this.generation >= maxGenerations
        ? 'MaxEvaluations'
        : stopped(this.#distribution, this.#history, range, this.#sigma0)
    const needed = Math.max(n, stagnationLength(this.generation, n, lambda))
    if (best.length > 2 * needed) for (const values of [best, median, flat]) values.splice(0, values.length - needed)
  }

  save(): { readonly json: Json; readonly buffers: Readonly<Record<string, Float64Array>> } {
    const members = this.#members.map(({ point, ...rest }) => rest)
    return {
      json: structuredClone({ members, history: this.#history, stopped: this.#stopped ?? null }) as unknown as Json,
      buffers: {
        distribution: this.#distribution.save(),
        stretch: this.#A.slice(),
        members: joined(this.#members.map(({ point }) => point)),
      },
    }
  }

  restore(json: Json, buffers: Readonly<Record<string, Float64Array>>): void {
    const saved = structuredClone(json) as unknown as SavedRun
    const points = split(buffers.members as Float64Array, this.#A.length)
    this.#members = saved.members.map((member, i) => ({ ...member, point: points[i] as Float64Array }))
    this.#history = saved.history
    this.#stopped = saved.stopped ?? undefined
    this.#A.set(buffers.stretch as Float64Array)
    this.#distribution.restore(buffers.distribution as Float64Array)
  }
}

interface SavedRun {
  readonly members: readonly Omit<Member, 'point'>[]
  readonly history: History
  readonly stopped: string | null
}

/** Points of equal length, one after the other. */
export const joined = (points: readonly Float64Array[]): Float64Array => {
  const n = points[0]?.length ?? 0
  const all = new Float64Array(points.length * n)
  points.forEach((point, i) => {
    all.set(point, i * n)
  })
  return all
}

export const split = (all: Float64Array, n: number): Float64Array[] =>
  Array.from({ length: all.length / n }, (_, i) => all.slice(i * n, (i + 1) * n))
