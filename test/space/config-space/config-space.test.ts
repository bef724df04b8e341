import test from 'ava'
import { isLeft } from '#src/core/fp.js'
import { type Config, makeRng, orThrow } from '#src/core/index.js'
import { type ReadConfigSpaceOptions, readConfigSpace } from '#src/space/index.js'
import { rbv2Super } from './rbv2-super.js'

/** One hyperparameter of each kind, as ConfigSpace 1.2 writes it, and rules of every kind. */
const FILE = {
  name: 'kinds',
  hyperparameters: [
    { type: 'uniform_int', name: 'depth', lower: 1, upper: 9, default_value: 3, log: false, meta: null },
    { type: 'uniform_int', name: 'width', lower: 8, upper: 512, default_value: 64, log: true },
    { type: 'uniform_float', name: 'rate', lower: 1e-4, upper: 0.1, default_value: 0.01, log: true },
    { type: 'uniform_float', name: 'part', lower: 0, upper: 1, q: 0.25, default: 0.5, log: false },
    { type: 'normal_float', name: 'noise', mu: 0, sigma: 1, lower: -3, upper: 3, default_value: 0, log: false },
    { type: 'categorical', name: 'solver', choices: ['sgd', 'adam', 'lbfgs'], weights: null, default_value: 'adam' },
    { type: 'categorical', name: 'nesterov', choices: [true, false], default_value: true },
    { type: 'ordinal', name: 'size', sequence: ['s', 'm', 'l', 'xl'], default_value: 'm' },
    { type: 'constant', name: 'version', value: 2 },
    { type: 'constant', name: 'momentum', value: 0.9 },
  ],
  conditions: [
    { child: 'nesterov', parent: 'solver', type: 'EQ', value: 'sgd' },
    { child: 'momentum', parent: 'solver', type: 'IN', values: ['sgd'] },
    {
      child: 'rate',
      type: 'OR',
      conditions: [
        { child: 'rate', parent: 'solver', type: 'NEQ', value: 'lbfgs' },
        { child: 'rate', parent: 'size', type: 'GT', value: 'l' },
      ],
    },
    { child: 'noise', parent: 'depth', type: 'LT', value: 3 },
  ],
  forbiddens: [
    { name: 'depth', type: 'EQUALS', value: 9 },
    {
      type: 'AND',
      clauses: [
        { name: 'solver', type: 'IN', values: ['adam', 'lbfgs'] },
        { name: 'size', type: 'EQUALS', value: 'xl' },
      ],
    },
    { type: 'RELATION_GT', left: 'depth', right: 'width' },
  ],
  json_format_version: 0.4,
}
const read = (json: unknown = FILE, options?: ReadConfigSpaceOptions) => orThrow(readConfigSpace(json, options))

test('each kind of hyperparameter becomes a parameter; constants leave the space', t => {
  const { name, space, defaults } = read(JSON.stringify(FILE))
  t.is(name, 'kinds')
  t.deepEqual(space.parameters, {
    depth: { kind: 'integer', low: 1, high: 9, step: 1, scale: 'linear' },
    width: { kind: 'integer', low: 8, high: 512, step: 1, scale: 'log' },
    solver: { kind: 'choice', values: ['sgd', 'adam', 'lbfgs'] },
    size: { kind: 'ordinal', values: ['s', 'm', 'l', 'xl'] },
    rate: { kind: 'real', low: 1e-4, high: 0.1, scale: 'log' },
    part: { kind: 'real', low: 0, high: 1, step: 0.25, scale: 'linear' },
    noise: { kind: 'real', low: -3, high: 3, scale: 'linear' },
    nesterov: { kind: 'flag' },
  })
  t.deepEqual(defaults, {
    depth: 3,
    width: 64,
    rate: 0.01,
    part: 0.5,
    noise: 0,
    solver: 'adam',
    nesterov: true,
    size: 'm',
  })
})

const base = { depth: 4, width: 16, part: 0.5, size: 's' }

test('conditions switch parameters, and a constant that has one', t => {
  const { space, complete } = read()
  const isValid = (config: Config): boolean => !isLeft(space.parse(config))
  t.true(isValid({ ...base, solver: 'sgd', nesterov: true, rate: 0.01 }))
  t.false(isValid({ ...base, solver: 'adam', nesterov: true, rate: 0.01 }))
  t.true(isValid({ ...base, solver: 'lbfgs' }))
  t.false(isValid({ ...base, solver: 'lbfgs', rate: 0.01 }))
  t.true(isValid({ ...base, depth: 2, noise: -1, solver: 'lbfgs' }))
  t.false(isValid({ ...base, depth: 2, solver: 'lbfgs' }))
  t.deepEqual(complete({ ...base, solver: 'sgd' }), { ...base, solver: 'sgd', version: 2, momentum: 0.9 })
  t.deepEqual(complete({ ...base, solver: 'adam' }), { ...base, solver: 'adam', version: 2 })
})

test('what is forbidden is no configuration', t => {
  const { space } = read()
  const sgd = { ...base, solver: 'sgd', nesterov: true, rate: 0.01 }
  t.deepEqual(space.broken(sgd), [])
  t.deepEqual(space.broken({ ...sgd, depth: 9 }), ['not (depth == 9)'])
  t.deepEqual(space.broken({ ...sgd, depth: 9, width: 8 }), ['not (depth == 9)', 'not (depth > width)'])
  t.deepEqual(space.broken({ ...sgd, size: 'xl' }), [])
  t.deepEqual(space.broken({ ...base, solver: 'adam', rate: 0.01, size: 'xl' }), [
    'not (solver in ["adam","lbfgs"] and size == "xl")',
  ])
})

test('relations and comparisons are read in the words of all versions', t => {
  const of = (clause: object): readonly string[] =>
    read({ ...FILE, forbiddens: [clause] }).space.broken({ ...base, depth: 9, width: 8, solver: 'lbfgs' })
  t.deepEqual(of({ type: 'RELATION', lambda: 'GREATER', left: 'depth', right: 'width' }), ['not (depth > width)'])
  t.deepEqual(of({ type: 'RELATION', lambda: 'GT', left: 'depth', right: 'width' }), ['not (depth > width)'])
  t.deepEqual(of({ type: 'RELATION_LE', left: 'width', right: 'depth' }), ['not (width <= depth)'])
  t.deepEqual(of({ type: 'CLAUSE_GE', name: 'depth', value: 9 }), ['not (depth >= 9)'])
  t.deepEqual(of({ type: 'CLAUSE_LT', name: 'size', value: 's' }), [])
  const either = {
    type: 'OR',
    clauses: [
      { type: 'EQUALS', name: 'nesterov', value: true },
      { type: 'EQUALS', name: 'depth', value: 9 },
    ],
  }
  t.deepEqual(of(either), ['not (depth == 9)'])
})

test('what is fixed leaves the space, together with what cannot be active then', t => {
  const { space, complete } = read(FILE, { fixed: { solver: 'adam', size: 's' } })
  t.deepEqual(space.names, ['depth', 'width', 'rate', 'part', 'noise'])
  t.deepEqual(space.active({ depth: 4 }), ['depth', 'width', 'rate', 'part'])
  t.deepEqual(complete({ depth: 4, width: 8, rate: 0.01, part: 0 }), {
    depth: 4,
    width: 8,
    rate: 0.01,
    part: 0,
    solver: 'adam',
    size: 's',
    version: 2,
  })
  const error = readConfigSpace(FILE, { fixed: { solver: 'adam', size: 'xl' } })
  t.regex(
    isLeft(error) ? `${error.left._tag} ${error.left.message}` : '',
    /^EmptySpace .* nothing satisfies `not \(solver in/,
  )
})

test('a fixed value counts only where its parameter is active', t => {
  const { space, complete } = read(FILE, { fixed: { nesterov: false } })
  t.false(space.names.includes('nesterov'))
  t.is(complete({ ...base, solver: 'sgd', rate: 0.01 }).nesterov, false)
  t.false('nesterov' in complete({ ...base, solver: 'lbfgs' }))
})

test('what is left out is as if it were inactive', t => {
  const { space } = read(FILE, { without: ['solver', 'width'] })
  t.deepEqual(space.names, ['depth', 'size', 'rate', 'part', 'noise'])
  t.deepEqual(space.active({ depth: 4, size: 'xl' }), ['depth', 'size', 'rate', 'part'])
  t.deepEqual(space.broken({ depth: 8, size: 'xl', rate: 0.01, part: 0 }), [])
})

test('children that are declared before their parents are placed after them; each learner has its own', t => {
  const { space } = read(rbv2Super)
  t.is(space.names.length, 41)
  t.true(space.names.indexOf('svm.kernel') < space.names.indexOf('svm.gamma'))
  const config = space.repair({ ...space.sample(makeRng(1)), learner_id: 'svm', 'svm.kernel': 'radial' })
  t.deepEqual(
    space
      .active(config)
      .filter(name => name.startsWith('svm'))
      .sort(),
    ['svm.cost', 'svm.gamma', 'svm.kernel', 'svm.tolerance'],
  )
  t.is(
    read(rbv2Super, { fixed: { learner_id: 'glmnet' } }).space.names.join(),
    'repl,trainsize,glmnet.alpha,glmnet.s,num.impute.selected.cpo,task_id',
  )
})

const withOne = (hyperparameter: object) => ({ hyperparameters: [hyperparameter] })
const WRONG: readonly (readonly [title: string, json: unknown, message: RegExp, options?: ReadConfigSpaceOptions])[] = [
  ['text that is not JSON', '{', /^expected a file of ConfigSpace in JSON, got text that does not parse: /],
  ['another document', {}, /^expected a list `hyperparameters` in the file, got nothing$/],
  ['no name', withOne({ type: 'constant', value: 1 }), /^expected a `name` in hyperparameter 1, got nothing$/],
  [
    'an unknown type',
    withOne({ name: 'a', type: 'uniform' }),
    /^expected a `type` that ConfigSpace writes in `a`, got "uniform"$/,
  ],
  ['no bounds', withOne({ name: 'a', type: 'normal_int', mu: 0 }), /^expected a number `lower` in `a`, got nothing$/],
  [
    'bounds the wrong way round',
    withOne({ name: 'a', type: 'uniform_int', lower: 2, upper: 1 }),
    /^expected low <= high for `a`/,
  ],
  [
    'a name twice',
    { hyperparameters: [FILE.hyperparameters[0], FILE.hyperparameters[0]] },
    /^expected names that differ in `hyperparameters`, got "depth"$/,
  ],
  [
    'an unknown parent',
    { ...FILE, conditions: [{ child: 'rate', parent: 'solvr', type: 'EQ', value: 1 }] },
    /^expected a hyperparameter of the file in the condition of `rate`, got "solvr"$/,
  ],
  [
    'a value that the parent cannot have',
    { ...FILE, conditions: [{ child: 'rate', parent: 'solver', type: 'EQ', value: 'adm' }] },
    /^expected one of "sgd", "adam", "lbfgs" for `solver` in the condition of `rate`, got "adm"$/,
  ],
  [
    'an unknown condition',
    { ...FILE, conditions: [{ child: 'rate', parent: 'solver', type: 'EQUAL', value: 'adam' }] },
    /^expected a `type` that ConfigSpace writes in the condition of `rate`, got "EQUAL"$/,
  ],
  [
    'conditions in a circle',
    {
      ...FILE,
      conditions: [
        { child: 'rate', parent: 'solver', type: 'EQ', value: 'adam' },
        { child: 'solver', parent: 'rate', type: 'LT', value: 0.01 },
      ],
    },
    /^expected conditions without a circle in `conditions`, got \["rate","solver","rate"\]$/,
  ],
  [
    'an unknown name that is fixed',
    FILE,
    /^expected hyperparameters of the file in `fixed` and `without`, got `solvr` \(did you mean `solver`\?\)$/,
    { fixed: { solvr: 'adam' } },
  ],
  [
    'a fixed value out of range',
    FILE,
    /^expected a whole number in \[1, 9\] for `depth` in `fixed`, got 10$/,
    { fixed: { depth: 10 } },
  ],
]
for (const [title, json, message, options] of WRONG) {
  test(`refused with one message: ${title}`, t => {
    const result = readConfigSpace(json, options)
    t.regex(isLeft(result) ? result.left.message : 'a space', message)
    t.is(isLeft(result) && result.left._tag, 'InvalidSpace')
  })
}
