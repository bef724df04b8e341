import type { Config } from '../../core/index.js'
import type { Space } from '../../space/index.js'
import type { Verdict } from '../evaluation.js'
import { axesOf } from './axis.js'
import { Observations } from './observations.js'
import { type Split, splitOf } from './split.js'

/** Trials that an estimator is made of: in columns, and in order of merit. */
export class Told {
  readonly observations: Observations
  readonly split: Split
  readonly #objectives: number

  /** `saved` is what `save` answered, where it goes on. */
  constructor(space: Space, objectives: number, saved?: Partial<SavedTold>) {
    this.#objectives = objectives
    this.observations = new Observations(axesOf(space))
    this.split = splitOf(objectives)
    const [points, verdicts] = [numbersOf(saved?.points), numbersOf(saved?.verdicts)]
    const [width, told] = [this.observations.axes.length, objectives + 1]
    for (let row = 0; row < verdicts.length / told; row++) {
      const of = verdicts.subarray(row * told, (row + 1) * told)
      const losses = Number.isNaN(of[0]) ? null : [...of.subarray(0, objectives)]
      this.#add(points.slice(row * width, (row + 1) * width), { losses, violation: of[objectives] as number })
    }
  }

  add(config: Config, verdict: Verdict): void {
    this.#add(this.observations.pointOf(config), verdict)
  }

  #add(point: Float64Array, verdict: Verdict): void {
    this.split.add(this.observations.length, verdict)
    this.observations.addPoint(point, verdict)
  }

  save(): SavedTold {
    const { points, verdicts } = this.observations.save(this.#objectives)
    return { points: new Uint8Array(points.buffer), verdicts: new Uint8Array(verdicts.buffer) }
  }
}

interface SavedTold {
  readonly points: Uint8Array
  readonly verdicts: Uint8Array
}

/** A store may hand a buffer back as a view at any offset: what is aligned is a copy. */
const numbersOf = (bytes: Uint8Array = new Uint8Array()): Float64Array => new Float64Array(new Uint8Array(bytes).buffer)
