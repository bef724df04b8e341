import test from 'ava'
import { ParetuneError } from '#src/core/index.js'
import { type SyntheticSpec, syntheticProblem } from '#src/experiments/index.js'

const refused = (spec: unknown): string | undefined => {
  try {
    syntheticProblem(spec as SyntheticSpec)
    return undefined
  } catch (error) {
    return error instanceof ParetuneError && error.code === 'InvalidStudy' ? error.message : String(error)
  }
}

test('a specification comes from JSON', t => {
  const read = (json: string) => syntheticProblem(JSON.parse(json) as SyntheticSpec)
  t.is(
    read('{"synthetic": "bbob", "function": 8, "instance": 2, "dimensions": 5}').name,
    'bbob f8 instance=2 dimensions=5',
  )
  t.is(read('{"synthetic": "wfg4", "objectives": 3}').space.names.length, 24)
  t.is(read('{"synthetic": "zdt1", "variables": 30, "noise": 0.1}').name, 'zdt1 variables=30 noise=0.1')
})

test('an unknown name or option is named, with the nearest one that there is', t => {
  t.is(refused({ synthetic: 'zdt7' }), 'expected the name of a synthetic problem, got "zdt7" (did you mean `zdt1`?)')
  t.is(refused({}), 'expected the name of a synthetic problem, got undefined')
  t.is(
    refused({ synthetic: 'zdt1', variable: 3 }),
    'zdt1: expected one of its options (variables, points, noise, noiseModel), got `variable` (did you mean `variables`?)',
  )
  t.regex(refused({ synthetic: 'branin', dimensions: 3 }) ?? '', /^branin: expected one of its options/)
  t.regex(refused({ synthetic: 'toString' }) ?? '', /^expected the name of a synthetic problem/)
})

test('an option out of range or missing is named', t => {
  const refusals = {
    'bbob: expected a whole number in [1, 24] for `function`, got undefined': {
      synthetic: 'bbob',
      function: undefined,
    },
    'bbob: expected a whole number in [2, 40] for `dimensions`, got 41': {
      synthetic: 'bbob',
      function: 1,
      dimensions: 41,
    },
    'zdt1: expected a whole number in [2, 10000] for `variables`, got "30"': { synthetic: 'zdt1', variables: '30' },
    'dtlz2: expected at least as many as there are objectives (3) for `variables`, got 2': {
      synthetic: 'dtlz2',
      variables: 2,
    },
    'wfg1: expected a multiple of 2, one less than the objectives for `position`, got 3': {
      synthetic: 'wfg1',
      objectives: 3,
      position: 3,
    },
    'wfg2: expected an even number for `distance`, got 5': { synthetic: 'wfg2', distance: 5 },
    'sphere: expected one of real, integer, categorical for `variant`, got "mixed"': {
      synthetic: 'sphere',
      variant: 'mixed',
    },
    'nk: expected a number in [0, 1) for `failing`, got 1': { synthetic: 'nk', failing: 1 },
    'arms: expected a list of at least 2 finite numbers for `means`, got [1]': { synthetic: 'arms', means: [1] },
    'arms: expected as many as there are means (2) for `arms`, got 3': {
      synthetic: 'arms',
      means: [0.1, 0.2],
      arms: 3,
    },
    'arms: expected means in [0, 1] for `means`, got [0.1,2]': { synthetic: 'arms', means: [0.1, 2] },
    'zdt1: expected a number in [0, Infinity) for `noise`, got -1': { synthetic: 'zdt1', noise: -1 },
  }
  for (const [message, spec] of Object.entries(refusals)) t.is(refused(spec), message)
})
