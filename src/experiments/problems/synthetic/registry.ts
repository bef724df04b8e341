import { fault, ParetuneError, show } from '../../../core/index.js'
import { suggestion } from '../../../space/index.js'
import { noisy } from '../noisy.js'
import type { Problem } from '../problem.js'
import { arms } from './arms.js'
import { bbob } from './bbob/bbob.js'
import { ackley, branin, hartmann6, rastrigin, rosenbrock, sphere } from './classics.js'
import { bnh, osy, srn, tnk, weldedBeam } from './constrained.js'
import { c1dtlz1, c2dtlz2 } from './constrained-dtlz.js'
import { dtlz } from './dtlz.js'
import { nk } from './nk.js'
import { type Check, insist, number, numbers, oneOf, required, whole } from './options.js'
import { classic, type VariantOptions } from './variants.js'
import { wfg } from './wfg.js'
import { zdt, zdt5 } from './zdt.js'

interface Family<O> {
  make(options: O): Problem
  readonly checks: { readonly [Option in keyof Required<O>]: Check }
}

const family = <O>(make: (options: O) => Problem, checks: Family<O>['checks']): Family<O> => ({ make, checks })

const points = whole(20, 10_000)
const variables = whole(2, 10_000)
const objectives = whole(2, 20)
const variant = oneOf('real', 'integer', 'categorical')
const seed = whole(0, Number.MAX_SAFE_INTEGER)

const zdtOf = (name: Parameters<typeof zdt>[0]) => family(zdt(name), { variables, points })
const dtlzOf = (name: Parameters<typeof dtlz>[0]) => family(dtlz(name), { objectives, variables, points })
const wfgOf = (name: Parameters<typeof wfg>[0]) =>
  family(wfg(name), { objectives, position: whole(1, 1000), distance: whole(1, 1000), points })
const classicOf = (...definition: Parameters<typeof classic>) =>
  family(classic(...definition), { dimensions: whole(2, 1000), variant })
const fixedOf = (...definition: Parameters<typeof classic>) =>
  family<VariantOptions>(classic(...definition), { variant })

const families = {
  bbob: family(bbob, {
    function: required(whole(1, 24)),
    instance: whole(1, 1_000_000),
    dimensions: whole(2, 40),
  }),
  sphere: classicOf('sphere', sphere),
  rosenbrock: classicOf('rosenbrock', rosenbrock),
  rastrigin: classicOf('rastrigin', rastrigin),
  ackley: classicOf('ackley', ackley),
  branin: fixedOf('branin', branin),
  hartmann6: fixedOf('hartmann6', hartmann6),
  zdt1: zdtOf('zdt1'),
  zdt2: zdtOf('zdt2'),
  zdt3: zdtOf('zdt3'),
  zdt4: zdtOf('zdt4'),
  zdt5: family(zdt5, { variables }),
  zdt6: zdtOf('zdt6'),
  dtlz1: dtlzOf('dtlz1'),
  dtlz2: dtlzOf('dtlz2'),
  dtlz3: dtlzOf('dtlz3'),
  dtlz4: dtlzOf('dtlz4'),
  dtlz5: dtlzOf('dtlz5'),
  dtlz6: dtlzOf('dtlz6'),
  dtlz7: dtlzOf('dtlz7'),
  wfg1: wfgOf('wfg1'),
  wfg2: wfgOf('wfg2'),
  wfg3: wfgOf('wfg3'),
  wfg4: wfgOf('wfg4'),
  wfg5: wfgOf('wfg5'),
  wfg6: wfgOf('wfg6'),
  wfg7: wfgOf('wfg7'),
  wfg8: wfgOf('wfg8'),
  wfg9: wfgOf('wfg9'),
  bnh: family(bnh, { points }),
  srn: family(srn, { points }),
  tnk: family(tnk, { points }),
  osy: family(osy, { points }),
  'welded-beam': family<object>(weldedBeam, {}),
  c1dtlz1: family(c1dtlz1, { objectives, points }),
  c2dtlz2: family(c2dtlz2, { objectives, points }),
  nk: family(nk, { seed, parameters: whole(1, 8), ruggedness: whole(0, 7), failing: number(0, 1) }),
  arms: family(arms, {
    arms: whole(2, 1000),
    rewards: oneOf('bernoulli', 'gaussian'),
    means: numbers(2),
    sigma: number(0),
    seed,
  }),
} as const
type Families = typeof families

/** All names that `syntheticProblem` knows. */
export const syntheticProblems = Object.keys(families) as readonly (keyof Families)[]

interface SyntheticNoise {
  /** Measured with noise of this size: `sigma` of `noisy`. */
  readonly noise?: number
  /** Default: multiplicative. */
  readonly noiseModel?: 'multiplicative' | 'additive'
}
const noiseChecks: Readonly<Record<string, Check>> = {
  noise: number(0),
  noiseModel: oneOf('multiplicative', 'additive'),
}

/** The name of a synthetic problem, with the options of its family; as data, so that it may stand in a JSON file. */
export type SyntheticSpec = {
  [Name in keyof Families]: { readonly synthetic: Name } & Parameters<Families[Name]['make']>[0] & SyntheticNoise
}[keyof Families]

/**
 * A made-up problem by name. See docs/problems.md for the names and their options.
 *
 * Throws InvalidStudy for a name or an option that there is not, and for an option out of range.
 *
 * @example
 * syntheticProblem({ synthetic: 'bbob', function: 8, instance: 1, dimensions: 5 })
 * syntheticProblem({ synthetic: 'zdt1', variables: 10, noise: 0.1 })
 */
export const syntheticProblem = (spec: SyntheticSpec): Problem => {
  const { synthetic: name, ...options } = spec
  const { make, checks } = familyOf(name)
  const { noise = 0, noiseModel: model = 'multiplicative', ...own } = options
  const known: Readonly<Record<string, Check>> = { ...checks, ...noiseChecks }
  for (const [option, value] of Object.entries(options)) {
    const check = Object.hasOwn(known, option) ? known[option] : undefined
    if (check === undefined) {
      const message = `${name}: expected one of its options (${Object.keys(known).join(', ')}), got \`${option}\``
      throw new ParetuneError(fault('InvalidStudy', message + suggestion(option, Object.keys(known))))
    }
    insist(value === undefined || check.holds(value), name, option, check.expected, value)
  }
  for (const [option, { expected, isRequired }] of Object.entries(known)) {
    const value = (options as Readonly<Record<string, unknown>>)[option]
    insist(!isRequired || value !== undefined, name, option, expected, value)
  }
  const problem = make(own)
  return noise > 0 ? noisy(problem, { sigma: noise, model }) : problem
}

const familyOf = (name: unknown): Family<object> => {
  if (typeof name === 'string' && Object.hasOwn(families, name))
    return families[name as keyof Families] as Family<object>
  const near = typeof name === 'string' ? suggestion(name, syntheticProblems) : ''
  throw new ParetuneError(fault('InvalidStudy', `expected the name of a synthetic problem, got ${show(name)}${near}`))
}
