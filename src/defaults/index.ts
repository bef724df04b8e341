export { type CreateStudyOptions, createStudy } from './create-study.js'
