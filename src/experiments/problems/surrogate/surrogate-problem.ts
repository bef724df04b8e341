import { basename } from 'node:path'
import { left, right } from '../../../core/fp.js'
import {
  fault,
  type MetricSpec,
  messageOf,
  ParetuneError,
  type Profile,
  profileFailure,
  show,
} from '../../../core/index.js'
import { maximize, minimize } from '../../../goals/index.js'
import type { Profiler } from '../../../profilers/profiler.js'
import { suggestion } from '../../../space/index.js'
import type { Space } from '../../../space/space.js'
import type { Problem } from '../problem.js'
import { readInputs } from './inputs.js'
import { openNetwork } from './network.js'
import { GAINS, SCENARIOS, type SurrogateScenario } from './scenarios.js'

export interface SurrogateProblemOptions {
  /** Has a scenario's `config_space.json`, `encoding.json` and `model.onnx`. */
  readonly folder: string
  /** The data set or task that is tuned for, as in `'167152'`. */
  readonly instance: string | number
  /** What is made better: one name or several. */
  readonly targets: string | readonly string[]
  /**
   * Hyperparameters of the scenario's fidelities that a study's fidelity drives; the others are at their maximum. Default: the first of them
   * (`epoch`, `trainsize`).
   */
  readonly fidelity?: string | readonly string[]
  /** Which way targets are better, where that is not what their names say. */
  readonly direction?: Readonly<Record<string, 'minimize' | 'maximize'>>
  /** A scenario's name where the folder has another one, or a scenario of one's own. Default: the folder's name. */
  readonly scenario?: string | SurrogateScenario
}

/**
 * A scenario of YAHPO Gym as a problem: a network that has learnt what the training of machine-learning models shows and costs answers for one
 * data set. Every target is a metric; the chosen ones are the objectives. Fidelities are not in the space: they are at their maximum, or that
 * part of it that a study asks for (rounded where whole, at least their minimum). The cost is the predicted time, in ms.
 *
 * A prediction is a promise: onnxruntime-node has no other way. `close` releases the network.
 *
 * Throws ParetuneError: InvalidStudy for an option, InvalidSpace and InvalidProfiler for a file, MissingPackage.
 * @see Pfisterer et al. 2022, "YAHPO Gym - an efficient multi-objective multi-fidelity benchmark for hyperparameter optimization"
 *
 * @example await surrogateProblem({ folder: 'yahpo/lcbench', instance: '167152', targets: ['val_accuracy', 'time'] })
 */
export const surrogateProblem = async (options: SurrogateProblemOptions): Promise<Problem> => {
  const { folder, instance, direction = {} } = options
  const [name, scenario] = scenarioOf(options)
  const targets = namesIn(options.targets, scenario.targets, 'targets')
  const driven = namesIn(options.fidelity ?? scenario.fidelities.slice(0, 1), scenario.fidelities, 'fidelity')
  namesIn(Object.keys(direction), targets, 'direction')
  if (targets.length === 0) throw invalid(`at least one of ${scenario.targets.join(', ')} in \`targets\``, 'none')

  const inputs = await readInputs(folder, scenario)
  const ranges = Object.fromEntries(scenario.fidelities.map(each => [each, rangeOf(inputs.space, each)]))
  const fixed = {
    [scenario.instance]: instanceOf(inputs.space, scenario.instance, String(instance)),
    ...Object.fromEntries(Object.entries(ranges).map(([each, { high }]) => [each, high])),
  }
  const { space, complete } = inputs.fix(fixed)
  const network = await openNetwork(folder, scenario)
  const isGain = (target: string): boolean =>
    (direction[target] ?? (GAINS.has(target) ? 'maximize' : 'minimize')) === 'maximize'

  const profiler: Profiler = {
    name: `${name} ${instance}`,
    metrics: scenario.targets.map(
      (target): MetricSpec => ({
        name: target,
        // None, also of times: a prediction may be less than 0, which a measured time may not.
        unit: '',
        better: isGain(target) ? 'higher' : 'lower',
      }),
    ),
    profile:
      (config, { fidelity, signal }) =>
      async () => {
        if (signal.aborted) return left(profileFailure('Cancelled', 'cancelled before the prediction'))
        const whole = complete(config)
        const part = driven.map(each => [each, ranges[each]?.at(fidelity) as number] as const)
        const { codes, numbers } = inputs.encode(part.length === 0 ? whole : { ...whole, ...Object.fromEntries(part) })
        try {
          const answer = await network.predict(codes, numbers)
          const metrics: Record<string, number> = {}
          let costMs = 0
          for (const [i, target] of scenario.targets.entries()) {
            const value = answer[i] as number
            metrics[target] = value
            if (scenario.seconds.includes(target)) costMs += 1000 * Math.max(0, value)
          }
          return right<Profile>({ metrics, costMs, phases: {}, machine: `surrogate: ${name}` })
        } catch (cause) {
          return left(profileFailure('RunFailed', messageOf(cause), { cause }))
        }
      },
  }
  return {
    name: `${name} ${instance} ${targets.join('+')}`,
    space,
    profiler,
    objectives: Object.fromEntries(targets.map(each => [each, isGain(each) ? maximize(each) : minimize(each)])),
    close: network.release,
  }
}

const scenarioOf = ({
  folder,
  scenario = basename(folder),
}: SurrogateProblemOptions): readonly [string, SurrogateScenario] => {
  if (typeof scenario !== 'string') return [basename(folder), scenario]
  const known = SCENARIOS[scenario]
  if (known !== undefined) return [scenario, known]
  const names = Object.keys(SCENARIOS)
  throw invalid(`a scenario of YAHPO Gym (${names.join(', ')})`, `\`${scenario}\`${suggestion(scenario, names)}`)
}

/** Names that are all known. */
const namesIn = (given: string | readonly string[], known: readonly string[], option: string): readonly string[] => {
  const names = [...new Set(typeof given === 'string' ? [given] : given)]
  const unknown = names.find(name => !known.includes(name))
  if (unknown === undefined) return names
  throw invalid(`names out of ${known.join(', ')} in \`${option}\``, `\`${unknown}\`${suggestion(unknown, known)}`)
}

const instanceOf = (space: Space, name: string, instance: string): string => {
  const parameter = space.parameters[name]
  const values = parameter !== undefined && 'values' in parameter ? parameter.values.map(String) : []
  if (values.includes(instance)) return instance
  throw invalid(`an instance out of ${values.join(', ') || 'none'}`, `${show(instance)}${suggestion(instance, values)}`)
}

/** The maximum of a fidelity, and what a part of it is. */
const rangeOf = (space: Space, name: string): { readonly high: number; at(part: number): number } => {
  const parameter = space.parameters[name]
  if (parameter?.kind !== 'integer' && parameter?.kind !== 'real')
    throw invalid(`a number as the fidelity \`${name}\``, parameter?.kind ?? 'none')
  const { kind, low, high } = parameter
  return { high, at: part => Math.max(low, kind === 'integer' ? Math.round(part * high) : part * high) }
}

const invalid = (expected: string, got: string): ParetuneError =>
  new ParetuneError(fault('InvalidStudy', `surrogateProblem: expected ${expected}, got ${got}`))
