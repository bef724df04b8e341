export { type AutoOptions, auto } from './auto.js'
export { type CreateStudyOptions, createStudy } from './create-study.js'
export { operatorsByName } from './operators.js'
export { type ExperimentOptions, type ExperimentResult, runExperiment } from './run-experiment.js'
