export { type CheckStoreOptions, checkStore } from './check-store.js'
export { type CheckEnvOptions, checkEnv } from './check-env.js'
