export { type Nsga2Options, nsga2 } from './nsga2/nsga2.js'
export { type RandomOptions, random } from './random.js'
