export { type Nsga2Options, nsga2 } from './nsga2/nsga2.js'
export { random } from './random.js'
