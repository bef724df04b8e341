import type { AgentFactory } from '../../agents/agent.js'
import { fault, type Json, ParetuneError } from '../../core/index.js'
import { maxSobolDimension, sobolSequence } from '../../numeric/index.js'
import { fromCube } from '../designs/cube.js'
import { type Strategy, strategy } from '../strategy.js'
import { mostWorthy } from './candidates.js'
import { coordinatesOf } from './coordinates.js'
import { criterionOf, type Models } from './criterion.js'
import type { Prior } from './hyperparameters.js'
import { type BayesianOptions, checkOptions, settingsOf } from './options.js'
import { ofLosses, ofSuccess, ofViolations } from './priors.js'
import { Surrogate } from './surrogate.js'
import { Trials } from './trials.js'

/** Trials with losses before there is a model. */
const LEAST_MEASURED = 2

/**
 * Bayesian optimisation: a Gaussian process of what was measured says what each configuration may be worth, and the most worthy one is tried
 * next. Over parameters of every kind and for any number of objectives; for measurements that take longer than the model.
 *
 * Trials that failed or were pruned teach a model of their own where that happens, and infeasible ones a third; no number
 * stands for a loss that is missing. Pending trials are believed to show what the model predicts.
 * @see Jones, Schonlau & Welch 1998, "Efficient global optimization of expensive black-box functions"; Shahriari et al. 2016, "Taking the human out
 * of the loop"; Ament et al. 2023 (logEI); Yang et al. 2019 (EHVI); Knowles 2006 (ParEGO)
 */
export const bayesian = (options: BayesianOptions = {}): AgentFactory => {
  checkOptions(options)
  const settings = settingsOf(options)
  return strategy({
    name: 'bayesian',
    objectives: 'any',
    make: (tools, saved): Strategy => {
      const { space, goals, rng, budget, pending } = tools
      const { length } = space.names
      if (length > maxSobolDimension) {
        const message = `bayesian: expected at most ${maxSobolDimension} parameters, got ${length}`
        throw new ParetuneError(fault('InvalidAgent', message))
      }
      const objectives = goals.names.length
      const { several = objectives <= 3 ? 'EHVI' : 'ParEGO' } = options
      if (several === 'EHVI' && objectives > 3) {
        const message = `bayesian: expected at most 3 objectives with EHVI, got ${objectives}; \`several: 'ParEGO'\` takes any number`
        throw new ParetuneError(fault('InvalidAgent', message))
      }
      const coordinates = coordinatesOf(space)
      const state = saved?.json as unknown as Saved | undefined
      const surrogate = (prior: Prior, saved?: Json): Surrogate =>
        new Surrogate(coordinates, settings.capacity, prior, saved)
      const models: Models = {
        losses: Array.from({ length: several === 'EHVI' ? objectives : 1 }, (_, m) =>
          surrogate(ofLosses, state?.losses[m]),
        ),
        violation: surrogate(ofLosses, state?.violation),
        feasible: surrogate(ofViolations, state?.feasible),
        success: surrogate(ofSuccess, state?.success),
      }
      const trials = new Trials(coordinates, state?.trials)
      const startup = options.startup ?? defaultStartup(length, budget.trials)
      const configOf = fromCube(space)
      // The fork follows from its name alone: the same after a restart.
      const pointAt = sobolSequence(length, rng.fork('scrambling'))
      let designed = state?.designed ?? 0
      return {
        propose: () => {
          const told = trials.points.length
          if (Math.max(told, designed) < startup || trials.measured.length < LEAST_MEASURED)
            return { config: configOf(pointAt(designed++)), reason: 'a point of the first design' }
          const criterion = criterionOf(models, trials, pending().map(coordinates.pointOf), settings, rng)
          const best = criterion.best.map(({ config }) => config)
          const found = mostWorthy(tools, best, config => criterion.worthOf(coordinates.pointOf(config)))
          return found && { config: found.config, reason: `promises ${criterion.aim}` }
        },
        learn: evaluation => trials.add(evaluation),
        save: () => {
          const state: Saved = {
            losses: models.losses.map(model => model.save()),
            violation: models.violation.save(),
            feasible: models.feasible.save(),
            success: models.success.save(),
            trials: trials.save(),
            designed,
          }
          return { json: state as unknown as Json }
        },
      }
    },
  })
}

interface Saved {
  readonly losses: readonly Json[]
  readonly violation: Json
  readonly feasible: Json
  readonly success: Json
  readonly trials: Json
  readonly designed: number
}

const defaultStartup = (parameters: number, trials = Number.POSITIVE_INFINITY): number =>
  Math.max(5, Math.min(2 * (parameters + 1), Math.floor(trials / 4)))
