// The space of YAHPO Gym's rbv2_super, with few of its data sets, as ConfigSpace 0.4 writes it: a learner, and for each its own hyperparameters.

type Range = readonly [low: number, high: number, log?: 'log']
type Declared = Readonly<Record<string, Range | readonly string[]>>

const whole: Declared = {
  repl: [1, 10],
  'aknn.M': [18, 50],
  'aknn.ef': [8, 256, 'log'],
  'aknn.ef_construction': [8, 512, 'log'],
  'aknn.k': [1, 50],
  'ranger.min.node.size': [1, 100],
  'ranger.num.trees': [1, 2000],
  'ranger.num.random.splits': [1, 100],
  'rpart.maxdepth': [1, 30],
  'rpart.minbucket': [1, 100],
  'rpart.minsplit': [1, 100],
  'svm.degree': [2, 5],
  'xgboost.nrounds': [7, 2981, 'log'],
  'xgboost.max_depth': [1, 15],
}
const real: Declared = {
  trainsize: [0.03, 1],
  'glmnet.alpha': [0, 1],
  'glmnet.s': [9e-4, 1096, 'log'],
  'ranger.mtry.power': [0, 1],
  'ranger.sample.fraction': [0.1, 1],
  'rpart.cp': [9e-4, 1, 'log'],
  'svm.cost': [4.5e-5, 22026, 'log'],
  'svm.tolerance': [4.5e-5, 2, 'log'],
  'svm.gamma': [4.5e-5, 22026, 'log'],
  'xgboost.alpha': [9e-4, 1096, 'log'],
  'xgboost.lambda': [9e-4, 1096, 'log'],
  'xgboost.subsample': [0.1, 1],
  'xgboost.colsample_bylevel': [0.01, 1],
  'xgboost.colsample_bytree': [0.01, 1],
  'xgboost.eta': [9e-4, 1, 'log'],
  'xgboost.gamma': [4.5e-5, 7.4, 'log'],
  'xgboost.min_child_weight': [2.72, 148, 'log'],
  'xgboost.rate_drop': [0, 1],
  'xgboost.skip_drop': [0, 1],
}
const texts: Readonly<Record<string, readonly string[]>> = {
  learner_id: ['aknn', 'glmnet', 'ranger', 'rpart', 'svm', 'xgboost'],
  'num.impute.selected.cpo': ['impute.mean', 'impute.median', 'impute.hist'],
  task_id: ['1040', '1457', '6'],
  'aknn.distance': ['l2', 'cosine', 'ip'],
  'ranger.respect.unordered.factors': ['ignore', 'order', 'partition'],
  'ranger.splitrule': ['gini', 'extratrees'],
  'svm.kernel': ['linear', 'polynomial', 'radial'],
  'xgboost.booster': ['gblinear', 'gbtree', 'dart'],
}

const trees = { parent: 'xgboost.booster', type: 'IN', values: ['dart', 'gbtree'] }
const dart = { parent: 'xgboost.booster', type: 'EQ', value: 'dart' }
/** What a hyperparameter asks for besides its learner. */
const second: Readonly<Record<string, object>> = {
  'ranger.num.random.splits': { parent: 'ranger.splitrule', type: 'EQ', value: 'extratrees' },
  'svm.degree': { parent: 'svm.kernel', type: 'EQ', value: 'polynomial' },
  'svm.gamma': { parent: 'svm.kernel', type: 'EQ', value: 'radial' },
  ...Object.fromEntries(
    ['colsample_bylevel', 'colsample_bytree', 'eta', 'gamma', 'max_depth', 'min_child_weight'].map(name => [
      `xgboost.${name}`,
      trees,
    ]),
  ),
  'xgboost.rate_drop': dart,
  'xgboost.skip_drop': dart,
}

const conditionOf = (child: string): object => {
  const own = { child, parent: 'learner_id', type: 'EQ', value: child.split('.')[0] }
  const more = second[child]
  return more === undefined ? own : { child, type: 'AND', conditions: [{ child, ...more }, own] }
}

const numbers = (type: string, declared: Declared): readonly object[] =>
  Object.entries(declared).map(([name, [lower, upper, log]]) => ({
    name,
    type,
    log: log === 'log',
    lower,
    upper,
    default: upper,
  }))

// Children stand before their parents here, which files of ConfigSpace do not guarantee.
const names = [whole, real, texts]
  .flatMap(Object.keys)
  .filter(name => texts.learner_id?.includes(name.split('.')[0] ?? ''))

export const rbv2Super = {
  hyperparameters: [
    ...numbers('uniform_int', whole),
    ...numbers('uniform_float', real),
    ...Object.entries(texts).map(([name, choices]) => ({
      name,
      type: 'categorical',
      choices,
      default: choices[0],
      probabilities: null,
    })),
  ],
  conditions: names.map(conditionOf),
  forbiddens: [],
  python_module_version: '0.4.18',
  json_format_version: 0.2,
}

/** Codes of the texts: 0 is inactive, then they follow the alphabet. */
export const rbv2SuperEncoding = Object.fromEntries(
  Object.entries(texts).map(([name, choices]) => [
    name,
    Object.fromEntries(['#na#', ...[...choices].sort()].map((choice, code) => [choice, code])),
  ]),
)
