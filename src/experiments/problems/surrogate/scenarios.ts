// What YAHPO Gym's package knows of its scenarios and their folders do not tell: the order of a network's inputs and outputs above all.
// Pfisterer et al. 2022, "YAHPO Gym - an efficient multi-objective multi-fidelity benchmark for hyperparameter optimization"; names and orders are
// those of yahpo_gym 1.0.2.

/** How a surrogate is to be asked, and what its answers mean. */
export interface SurrogateScenario {
  /** Hyperparameters that are numbers, in the order of the second input. */
  readonly numbers: readonly string[]
  /** Hyperparameters that have codes in `encoding.json`, in the order of the first input. */
  readonly choices: readonly string[]
  /** What the outputs are, in their order. */
  readonly targets: readonly string[]
  /** The hyperparameter that names the instance, a data set mostly. */
  readonly instance: string
  /** Hyperparameters that say how much is spent on a configuration. */
  readonly fidelities: readonly string[]
  /** Targets that are seconds, and together what an evaluation costs. */
  readonly seconds: readonly string[]
}

/** Targets of which more is better; of any other one less is. */
export const GAINS: ReadonlySet<string> = new Set([
  'acc',
  'bac',
  'auc',
  'f1',
  'val_accuracy',
  'val_balanced_accuracy',
  'test_balanced_accuracy',
])

const words = (text: string): readonly string[] => text.trim().split(/\s+/)

/** Hyperparameters of a learner; in a scenario of several of them each name has its learner before it. */
interface Learner {
  readonly numbers: readonly string[]
  readonly choices: readonly string[]
}
const learner = (numbers: string, choices?: string): Learner => ({
  numbers: words(numbers),
  choices: choices === undefined ? [] : words(choices),
})

const rpart = learner('cp maxdepth minbucket minsplit')
const glmnet = learner('alpha s')
const xgboost = learner(
  `nrounds eta gamma lambda alpha subsample max_depth min_child_weight colsample_bytree colsample_bylevel rate_drop skip_drop`,
  'booster',
)

const rbv2: Readonly<Record<string, Learner>> = {
  svm: learner('cost gamma tolerance degree', 'kernel'),
  glmnet,
  rpart,
  ranger: learner(
    'num.trees sample.fraction mtry.power min.node.size num.random.splits',
    'respect.unordered.factors splitrule',
  ),
  aknn: learner('k M ef ef_construction', 'distance'),
  xgboost,
}
const rbv2Scenario = ({ numbers, choices }: Learner): SurrogateScenario => ({
  numbers: [...numbers, 'trainsize', 'repl'],
  choices: ['task_id', ...choices, 'num.impute.selected.cpo'],
  targets: words('acc bac auc brier f1 logloss timetrain timepredict memory'),
  instance: 'task_id',
  fidelities: ['trainsize', 'repl'],
  seconds: ['timetrain', 'timepredict'],
})

const iaml: Readonly<Record<string, Learner>> = {
  ranger: learner(
    'num.trees sample.fraction mtry.ratio min.node.size num.random.splits',
    'replace respect.unordered.factors splitrule',
  ),
  rpart,
  glmnet,
  xgboost,
}
const iamlScenario = ({ numbers, choices }: Learner): SurrogateScenario => ({
  numbers: [...numbers, 'trainsize'],
  choices: ['task_id', ...choices],
  targets: words('mmce f1 auc logloss ramtrain rammodel rampredict timetrain timepredict mec ias nf'),
  instance: 'task_id',
  fidelities: ['trainsize'],
  seconds: ['timetrain', 'timepredict'],
})

/** One learner that is chosen by the hyperparameter `by`. */
const joined = (learners: Readonly<Record<string, Learner>>, by: string): Learner => {
  const all = (of: (each: Learner) => readonly string[]): readonly string[] =>
    Object.entries(learners).flatMap(([name, each]) => of(each).map(parameter => `${name}.${parameter}`))
  return { numbers: all(({ numbers }) => numbers), choices: [by, ...all(({ choices }) => choices)] }
}

const family = (
  name: string,
  learners: Readonly<Record<string, Learner>>,
  by: string,
  scenario: (of: Learner) => SurrogateScenario,
): Readonly<Record<string, SurrogateScenario>> =>
  Object.fromEntries(
    Object.entries({ ...learners, super: joined(learners, by) }).map(([each, of]) => [`${name}_${each}`, scenario(of)]),
  )

const cells = ['normal', 'reduce']
const count = (length: number, from = 0): readonly number[] => Array.from({ length }, (_, i) => from + i)
const DARTS = 'NetworkSelectorDatasetInfo_COLON_darts_COLON_'

/** By the names of their folders. */
export const SCENARIOS: Readonly<Record<string, SurrogateScenario>> = {
  lcbench: {
    numbers: words('epoch batch_size learning_rate momentum weight_decay num_layers max_units max_dropout'),
    choices: ['OpenML_task_id'],
    targets: words(
      'time val_accuracy val_cross_entropy val_balanced_accuracy test_cross_entropy test_balanced_accuracy',
    ),
    instance: 'OpenML_task_id',
    fidelities: ['epoch'],
    seconds: ['time'],
  },
  ...family('rbv2', rbv2, 'learner_id', rbv2Scenario),
  ...family('iaml', iaml, 'learner', iamlScenario),
  nb301: {
    numbers: ['epoch'],
    choices: [
      ...cells.flatMap(cell => count(14).map(i => `${DARTS}edge_${cell}_${i}`)),
      ...cells.flatMap(cell => count(3, 3).map(i => `${DARTS}inputs_node_${cell}_${i}`)),
    ],
    targets: ['val_accuracy', 'runtime'],
    instance: 'dataset',
    fidelities: ['epoch'],
    seconds: ['runtime'],
  },
  fcnet: {
    numbers: words('epoch replication batch_size dropout_1 dropout_2 init_lr n_units_1 n_units_2'),
    choices: words('task activation_fn_1 activation_fn_2 lr_schedule'),
    targets: words('valid_loss valid_mse runtime n_params'),
    instance: 'task',
    fidelities: ['epoch'],
    seconds: ['runtime'],
  },
}
