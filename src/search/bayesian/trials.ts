import type { Json } from '../../core/index.js'
import type { Evaluation } from '../evaluation.js'
import type { Coordinates } from './coordinates.js'

type Trial = Pick<Evaluation, 'trial' | 'config' | 'losses' | 'violation'>

/** A trial that has losses. */
export interface Measured extends Trial {
  readonly losses: readonly number[]
}

/** All trials in the order in which they were told, and those that have losses. */
export class Trials {
  readonly #pointOf: Coordinates['pointOf']
  readonly #told: Trial[] = []
  readonly points: Float64Array[] = []
  readonly measured: Measured[] = []
  readonly measuredPoints: Float64Array[] = []

  constructor({ pointOf }: Pick<Coordinates, 'pointOf'>, saved: Json = []) {
    this.#pointOf = pointOf
    for (const trial of saved as unknown as readonly Trial[]) this.add(trial)
  }

  add({ trial, config, losses, violation }: Trial): void {
    const point = this.#pointOf(config)
    this.#told.push({ trial, config, losses, violation })
    this.points.push(point)
    if (losses === null) return
    this.measured.push({ trial, config, losses, violation })
    this.measuredPoints.push(point)
  }

  /** For each trial told whether it has losses. */
  succeeded(): readonly boolean[] {
    return this.#told.map(({ losses }) => losses !== null)
  }

  save(): Json {
    return structuredClone(this.#told) as unknown as Json
  }
}
