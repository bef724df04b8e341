import { type Json, type Measured, type Profile, profileFailure } from '../../core/index.js'
import type { Goals } from '../../goals/index.js'
import type { Point } from '../../pareto/index.js'
import type { Transition } from '../agent.js'
import { plainTransition, transitionFromJson, transitionToJson } from './held.js'
import { type Frame, frameBy } from './ranges.js'
import { judgedAnew, type View } from './view.js'

/** A loss as it is given: where it is counted from, and what counts as 1; undefined where measurements say so. */
export type GivenRange = { readonly reference: number; readonly range: number } | undefined

export interface ScalarSettings {
  readonly given: readonly GivenRange[]
  readonly rangeTrials: number
  scalar(losses: Point, frame: Frame): number
}

interface SavedJson {
  readonly frame: Frame | null
  readonly held: readonly Json[]
}

/** One number for several losses. Nothing measured is shown before its frame is fixed. */
export class ScalarView implements View {
  readonly goals: Goals
  readonly #settings: ScalarSettings
  #frame: Frame | undefined
  /** What is not shown yet: the first measured trial, and what came after it. */
  #held: readonly Transition[]

  constructor(goals: Goals, settings: ScalarSettings, savedJson: Json | undefined) {
    const saved = savedJson as unknown as SavedJson | undefined
    this.#settings = settings
    this.#frame = saved?.frame ?? (settings.given.includes(undefined) ? undefined : this.#frameBy([]))
    this.#held = saved?.held.map(transitionFromJson) ?? []
    const objective = { direction: 'minimize', metric: 'scalarised', statistic: 'median' } as const
    this.goals = {
      names: ['scalarised'],
      objectives: { scalarised: objective },
      constraints: goals.constraints,
      judge: profile => {
        const outcome = goals.judge(profile)
        if (outcome._tag === 'Failed') return outcome
        return this.#frame ? this.#judged(outcome, this.#frame) : withoutFrame(profile)
      },
      toJSON: () => ({ objectives: { scalarised: objective }, constraints: goals.toJSON().constraints }),
    }
  }

  seen(transitions: readonly Transition[]): readonly Transition[] {
    if (this.#frame) return this.#shown(transitions, this.#frame)
    const held = [...this.#held, ...transitions.map(plainTransition)]
    const measured = held.filter(({ outcome }) => outcome._tag === 'Measured')
    const full = measured.filter(({ fidelity }) => fidelity === 1)
    const { rangeTrials } = this.#settings
    const isWaiting = measured.length > 0 && full.length < rangeTrials && held.length < 2 * rangeTrials
    this.#held = isWaiting ? held : []
    if (isWaiting) return []
    // Without a measurement there is nothing to judge.
    if (measured.length === 0) return held
    this.#frame = this.#frameBy((full.length > 0 ? full : measured).map(({ outcome }) => outcome as Measured))
    return this.#shown(held, this.#frame)
  }

  save(): Json {
    const saved: SavedJson = { frame: this.#frame ?? null, held: this.#held.map(transitionToJson) }
    return saved as unknown as Json
  }

  /** By what is given, and by measurements where something is not. */
  #frameBy(measured: readonly Measured[]): Frame {
    const { given } = this.#settings
    const estimate = frameBy(
      measured.map(({ losses }) => losses),
      measured.map(({ violation }) => violation),
    )
    return {
      reference: given.map((known, m) => known?.reference ?? (estimate.reference[m] as number)),
      ranges: given.map((known, m) => known?.range ?? (estimate.ranges[m] as number)),
    }
  }

  #shown(transitions: readonly Transition[], frame: Frame): readonly Transition[] {
    return judgedAnew(transitions, measured => this.#judged(measured, frame))
  }

  #judged(measured: Measured, frame: Frame): Measured {
    const scalar = this.#settings.scalar(measured.losses, frame)
    return { ...measured, objectives: { scalarised: scalar }, losses: [scalar] }
  }
}

const withoutFrame = ({ costMs }: Profile): ReturnType<Goals['judge']> => ({
  _tag: 'Failed',
  failure: profileFailure('InvalidMetric', 'expected ranges to be known, too few trials were measured'),
  costMs,
})
