export { type AutoOptions, auto } from './auto.js'
export { type CreateStudyOptions, createStudy } from './create-study.js'
export { operatorsByName } from './operators.js'
