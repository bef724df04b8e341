import type { AgentFactory } from '../../agents/agent.js'
import type { Config } from '../../core/index.js'
import { checkWhole, checkWithin } from '../checks.js'
import type { Verdict } from '../evaluation.js'
import { type Saved, strategy, type Tools } from '../strategy.js'
import { jointly } from '../tpe/likeliest.js'
import { modelsOf } from '../tpe/model.js'
import { Told } from '../tpe/told.js'
import { type FidelityOptions, fidelitiesOf, shownFidelity } from './fidelities.js'
import { halving } from './halving.js'
import { bracketsOf } from './hyperband.js'

export interface BohbOptions extends FidelityOptions {
  /** Part of the new configurations that are drawn at random, in [0, 1]. Default 1/3 (Falkner et al. 2018). */
  readonly randomFraction?: number
  /** Configurations compared for a new one. Whole, at least 1. Default 64 (Falkner et al. 2018). */
  readonly candidates?: number
  /** Part of the trials of a fidelity that count as good, in [0, 1]. Default 0.15 (Falkner et al. 2018). */
  readonly goodPart?: number
  /** Weight of the wide kernel over the whole range, in trials. Above 0. Default 10: see docs/search-fidelity.md for how it was chosen. */
  readonly prior?: number
}

/**
 * BOHB: Hyperband whose new configurations come from a model of what was measured, as in TPE; the model is that of the highest fidelity with enough
 * trials. Any number of objectives. Trials of the caller take part in no bracket, but teach the model.
 * @see Falkner, Klein & Hutter 2018, "BOHB: robust and efficient hyperparameter optimization at scale". Kernels and their widths are
 * those of our TPE, whose wide kernel (the prior) stands in for the paper's widening of the widths by 3
 */
export const bohb = (options: BohbOptions = {}): AgentFactory => {
  const { eta = 3, randomFraction = 1 / 3, candidates = 64, goodPart = 0.15, prior = 10 } = options
  checkWithin('bohb', 'randomFraction', randomFraction, 0, 1)
  checkWhole('bohb', 'candidates', candidates, 1)
  checkWithin('bohb', 'goodPart', goodPart, 0, 1)
  checkWithin('bohb', 'prior', prior, Number.MIN_VALUE, Number.MAX_VALUE)
  const fidelities = fidelitiesOf('bohb', { ...options, eta })
  const plans = bracketsOf(fidelities, eta)
  return strategy({
    name: 'bohb',
    objectives: 'any',
    fidelities: 'lower',
    make: (tools, saved) => {
      const hyperband = halving(tools, plans, saved)
      const models = new Models(tools, fidelities, saved)
      return {
        ...hyperband,
        propose: () => {
          const promotion = hyperband.propose()
          if (promotion !== undefined || tools.rng.next() < randomFraction) return promotion
          const best = models.propose({ candidates, goodPart, prior })
          if (best === undefined) return undefined
          const drawn = hyperband.drawn()
          const reason = `${drawn.reason}, best of ${candidates} candidates by the model of ${shownFidelity(best.fidelity)}`
          return { ...drawn, config: best.config, reason }
        },
        learn: evaluation => {
          hyperband.learn(evaluation)
          models.learn(evaluation.fidelity, evaluation.config, evaluation)
        },
        learnAgain: evaluation => {
          hyperband.learnAgain(evaluation)
          models.learn(evaluation.fidelity, evaluation.config, evaluation)
        },
        save: () => ({ ...hyperband.save(), buffers: models.save() }),
      }
    },
  })
}

type Proposing = Required<Pick<BohbOptions, 'candidates' | 'goodPart' | 'prior'>>

/** What was measured at each fidelity. */
class Models {
  readonly #tools: Tools
  /** The lowest fidelity first. */
  readonly #models: readonly { readonly fidelity: number; readonly told: Told }[]

  constructor(tools: Tools, fidelities: readonly number[], saved: Saved | undefined) {
    this.#tools = tools
    this.#models = fidelities.map((fidelity, k) => {
      const [points, verdicts] = [saved?.buffers?.[`points ${k}`], saved?.buffers?.[`verdicts ${k}`]]
      const state = points && verdicts && { points, verdicts }
      return { fidelity, told: new Told(tools.space, tools.goals.names.length, 'equal', state) }
    })
  }

  learn(fidelity: number, config: Config, verdict: Verdict): void {
    this.#models.find(model => model.fidelity === fidelity)?.told.add(config, verdict)
  }

  /** From the highest fidelity where `least` trials can be good and two more are bad. */
  propose({
    candidates,
    goodPart,
    prior,
  }: Proposing): { readonly config: Config; readonly fidelity: number } | undefined {
    const least = this.#tools.space.names.length + 1
    for (const { fidelity, told } of this.#models.toReversed()) {
      const measured = told.observations.verdicts.filter(({ losses }) => losses !== null).length
      if (measured < least + 2) continue
      const below = told.split.below(Math.max(least, Math.floor(goodPart * measured)))
      const { observations } = told
      const models = modelsOf(observations, observations.groups, below, prior)
      const config = jointly({ tools: this.#tools, observations, candidates }, models)
      return config && { config, fidelity }
    }
    return undefined
  }

  save(): Readonly<Record<string, Uint8Array>> {
    const buffers = this.#models.flatMap(({ told }, k) => {
      const { points, verdicts } = told.save()
      return [[`points ${k}`, points] as const, [`verdicts ${k}`, verdicts] as const]
    })
    return Object.fromEntries(buffers)
  }
}
