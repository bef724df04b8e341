export { type CheckStoreOptions, checkStore } from './check-store.js'
