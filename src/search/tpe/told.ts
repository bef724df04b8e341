import type { Config } from '../../core/index.js'
import type { Space } from '../../space/index.js'
import type { Verdict } from '../evaluation.js'
import { axesOf } from './axis.js'
import { Observations } from './observations.js'
import type { TpeOptions } from './options.js'
import { type Split, splitOf } from './split.js'

/** Trials that an estimator is made of: in columns, and in order of merit. */
export class Told {
  readonly observations: Observations
  readonly split: Split
  readonly #objectives: number

  /** `saved` is what `save` answered, where it goes on. */
  constructor(
    space: Space,
    objectives: number,
    weights: NonNullable<TpeOptions['weights']>,
    saved?: Readonly<Record<string, Uint8Array>>,
  ) {
    this.#objectives = objectives
    this.observations = new Observations(axesOf(space))
    this.split = splitOf(objectives, weights)
    for (const [point, verdict] of this.observations.saved(objectives, saved)) this.#add(point, verdict)
  }

  add(config: Config, { losses, violation }: Verdict): void {
    this.#add(this.observations.pointOf(config), { losses, violation })
  }

  #add(point: Float64Array, verdict: Verdict): void {
    this.split.add(this.observations.length, verdict)
    this.observations.addPoint(point, verdict)
  }

  save(): ReturnType<Observations['save']> {
    return this.observations.save(this.#objectives)
  }
}
